package org.hopwire.engine;

import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a worker waits for a fuller burst, counted and not timed. */
class PacedIdleTest {
    private final PacedIdle idle = new PacedIdle(NoOpIdleStrategy.INSTANCE);

    private void turns(int count, int work) {
        for (int i = 0; i < count; i++) {
            idle.idle(work);
        }
    }

    @Test
    void shouldPauseInAStreamOfWhichEachTurnFindsAFew() {
        turns(PacedIdle.STREAM + 3, 1);
        assertThat(idle.pauses()).isEqualTo(3);
    }

    @Test
    void shouldNotMakeALoneFrameWait() {
        for (int i = 0; i < 100; i++) {
            turns(PacedIdle.STREAM, 1);
            turns(1, 0);
        }
        assertThat(idle.pauses()).isZero();
    }

    @Test
    void shouldNotHoldUpFullBursts() {
        turns(100, PacedIdle.ENOUGH);
        assertThat(idle.pauses()).isZero();
    }

    @Test
    void shouldBeginAnewAfterAFullBurst() {
        turns(PacedIdle.STREAM, PacedIdle.ENOUGH - 1);
        turns(1, PacedIdle.ENOUGH);
        turns(PacedIdle.STREAM, PacedIdle.ENOUGH - 1);
        assertThat(idle.pauses()).isZero();
    }
}
