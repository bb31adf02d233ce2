package org.hopwire.bench.report.chart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LogScaleTest {
    @Test
    void shouldTickAtOneTwoAndFiveOfEachDecade() {
        assertThat(LogScale.of(0.3, 9).ticks()).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0, 10.0);
        assertThat(LogScale.of(1, 256).ticks()).containsExactly(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0);
    }

    @Test
    void shouldTickAtWholeDecadesWhereThereAreMany() {
        assertThat(LogScale.of(1, 1_000_000).ticks()).containsExactly(1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);
        assertThat(LogScale.of(1e-6, 1e12).ticks()).hasSizeLessThanOrEqualTo(10).contains(1e-6, 1e12);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "0.999,1.001", "20,37.1", "1e-12,1e-12", "5e15,6e15", "0.02,38"})
    void shouldHoldWhateverItIsGiven(double low, double high) {
        LogScale scale = LogScale.of(low, high);
        assertThat(scale.ticks()).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
        assertThat(scale.position(low)).isBetween(-1e-6, 1.0);
        assertThat(scale.position(high)).isBetween(0.0, 1 + 1e-6);
    }

    @Test
    void shouldPutEqualRatiosAtEqualDistances() {
        LogScale scale = LogScale.of(0.1, 10);
        assertThat(scale.position(1)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldRefuseWhatHasNoLogarithm() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogScale.of(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> LogScale.of(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> LogScale.of(1, Double.NaN));
    }
}
