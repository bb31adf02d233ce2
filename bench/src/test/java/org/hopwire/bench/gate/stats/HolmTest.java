package org.hopwire.bench.gate.stats;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HolmTest {
    @Test
    void shouldRejectInStepsAndStopAtTheFirstThatHolds() {
        assertThat(Holm.rejected(new double[] {0.03, 0.004, 0.026, 0.01}, 0.05))
                .containsExactly(false, true, false, true);
        assertThat(Holm.rejected(new double[] {0.03, 0.004, 0.024, 0.01}, 0.05))
                .containsExactly(true, true, true, true);
    }

    @Test
    void shouldRejectWhatIsExactlyAtTheLevel() {
        assertThat(Holm.rejected(new double[] {0.01}, 0.01)).containsExactly(true);
        assertThat(Holm.rejected(new double[0], 0.01)).isEmpty();
    }
}
