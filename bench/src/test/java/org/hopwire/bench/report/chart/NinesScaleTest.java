package org.hopwire.bench.report.chart;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class NinesScaleTest {
    @Test
    void shouldPutEachNineAtTheSameDistance() {
        NinesScale scale = new NinesScale(List.of(90.0, 99.0, 99.9, 100.0));
        assertThat(scale.position(90)).isZero();
        assertThat(scale.position(99)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(scale.position(99.9)).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(scale.position(100)).as("the longest, one nine further").isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatAreNoPercentiles() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NinesScale(List.of(50.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new NinesScale(List.of(90.0, 50.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new NinesScale(List.of(50.0, 101.0)));
    }
}
