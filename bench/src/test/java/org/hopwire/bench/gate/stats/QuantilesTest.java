package org.hopwire.bench.gate.stats;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuantilesTest {
    @Test
    void shouldInterpolateBetweenNeighbours() {
        assertThat(Quantiles.of(List.of(8.0, 2.0, 4.0, 6.0), 0.25)).isEqualTo(3.5);
        assertThat(Quantiles.of(List.of(8.0, 2.0, 4.0, 6.0), 0.5)).isEqualTo(5);
        assertThat(Quantiles.of(List.of(8.0, 2.0), 1)).isEqualTo(8);
        assertThat(Quantiles.of(List.of(3.0), 0.25)).isEqualTo(3);
    }

    @Test
    void shouldRefuseNoValues() {
        assertThatThrownBy(() -> Quantiles.of(List.of(), 0.5)).hasMessage("no values");
    }
}
