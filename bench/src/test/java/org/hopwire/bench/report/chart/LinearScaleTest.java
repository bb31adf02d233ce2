package org.hopwire.bench.report.chart;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LinearScaleTest {
    @Test
    void shouldTickAtRoundValuesThatHoldBothEnds() {
        assertThat(LinearScale.of(0, 97, 5).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(LinearScale.of(-0.042, 0.079, 6).ticks()).containsExactly(-0.06, -0.04, -0.02, 0.0, 0.02, 0.04,
                0.06, 0.08);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "3,3", "0,0", "-7,-7", "-1e9,1e9", "1e-9,2e-9", "12345,12346", "0.1,0.3"})
    void shouldHoldWhateverItIsGiven(double low, double high) {
        LinearScale scale = LinearScale.of(low, high, 5);
        assertThat(scale.ticks()).hasSizeBetween(2, 13).isSorted().doesNotHaveDuplicates();
        assertThat(scale.position(low)).isBetween(-1e-9, 1.0);
        assertThat(scale.position(high)).isBetween(0.0, 1 + 1e-9);
    }

    @Test
    void shouldPutEqualDifferencesAtEqualDistances() {
        LinearScale scale = LinearScale.of(0, 10, 5);
        assertThat(List.of(scale.position(0), scale.position(5), scale.position(10))).containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void shouldKeepHalfAPlaceAtBothEnds() {
        Scale places = LinearScale.ofPlaces(4);
        assertThat(places.ticks()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(places.position(0)).isCloseTo(0.125, within(1e-12));
        assertThat(places.position(3)).isCloseTo(0.875, within(1e-12));
    }

    @Test
    void shouldRefuseWhatHasNoEnd() {
        assertThatIllegalArgumentException().isThrownBy(() -> LinearScale.of(0, Double.POSITIVE_INFINITY, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> LinearScale.of(Double.NaN, 1, 5));
    }
}
