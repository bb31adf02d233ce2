package org.hopwire.time;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VirtualClockTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final VirtualClock clock = new VirtualClock(500, 1_000_000);

    @Test
    void shouldStandStillUntilMoved() {
        assertThat(clock.nowNs()).isEqualTo(500);
        assertThat(clock.epochNs()).isEqualTo(1_000_000);
        assertThat(new VirtualClock().nowNs()).isZero();
        assertThat(new VirtualClock().epochNs()).isZero();
    }

    @Test
    void shouldMoveBothClocksForward() {
        clock.advanceTo(700);
        clock.advanceBy(50);
        assertThat(clock.nowNs()).isEqualTo(750);
        assertThat(clock.epochNs()).isEqualTo(1_000_250);
    }

    @Test
    void shouldNeverMoveBack() {
        clock.advanceTo(499);
        clock.advanceTo(500);
        clock.advanceTo(Long.MIN_VALUE + 600);
        assertThat(clock.nowNs()).isEqualTo(500);
        assertThatThrownBy(() -> clock.advanceBy(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deltaNs is -1, must not be negative");
    }

    @Test
    void shouldLetTheWallClockJumpAlone() {
        clock.jumpEpochTo(1_000_000 - HOUR_NS);
        assertThat(clock.nowNs()).isEqualTo(500);
        clock.advanceBy(1);
        assertThat(clock.epochNs()).isEqualTo(1_000_001 - HOUR_NS);
    }

    @Test
    void shouldAdvanceAcrossTheWrap() {
        VirtualClock wrapping = new VirtualClock(Long.MAX_VALUE - 5, 0);
        wrapping.advanceTo(Long.MIN_VALUE + 4);
        assertThat(wrapping.epochNs()).isEqualTo(10);
    }
}
