package org.hopwire.time;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimerWheelTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HOUR_NS = 3600 * SECOND_NS;
    private static final int ALL = Integer.MAX_VALUE;

    private final TimerWheel wheel = new TimerWheel(0);
    private final FiredTimers fired = new FiredTimers();

    @Test
    void shouldHandOverWhatWasArmed() {
        long handle = wheel.arm(1_000, 7, 0x1122_3344_5566_7788L);
        assertThat(handle).isNotEqualTo(TimerWheel.NO_TIMER);
        assertThat(wheel.isArmed(handle)).isTrue();
        assertThat(wheel.poll(1_003, fired, ALL)).isEqualTo(1);
        assertThat(fired.list()).containsExactly(new FiredTimers.Fired(7, 0x1122_3344_5566_7788L, 1_000, 1_003));
        assertThat(wheel.isArmed(handle)).isFalse();
        assertThat(wheel.active()).isZero();
        assertThat(wheel.nextDeadlineNs()).isEqualTo(TimerWheel.NEVER);
    }

    @Test
    void shouldKeepKindsAndPayloadsOfAnySign() {
        wheel.arm(5, -1, -1);
        wheel.arm(6, Integer.MIN_VALUE, Long.MIN_VALUE);
        wheel.poll(6, fired, ALL);
        assertThat(fired.list()).containsExactly(new FiredTimers.Fired(-1, -1, 5, 6),
                new FiredTimers.Fired(Integer.MIN_VALUE, Long.MIN_VALUE, 6, 6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 4095, 4096, 1_000_000, SECOND_NS, HOUR_NS, 1L << 60, (1L << 62) + 12_345})
    void shouldExpireToTheNanosecondAndNeverEarly(long deadlineNs) {
        wheel.arm(deadlineNs, 0, 1);
        for (long beforeNs : new long[] {deadlineNs / 3, deadlineNs / 2, deadlineNs - 1}) {
            assertThat(wheel.poll(beforeNs, fired, ALL)).isZero();
            assertThat(wheel.nextDeadlineNs()).isEqualTo(deadlineNs);
        }
        assertThat(wheel.poll(deadlineNs, fired, ALL)).isEqualTo(1);
    }

    @Test
    void shouldExpireInOrderOfDeadlineThenOfArming() {
        wheel.arm(900, 0, 5);
        wheel.arm(70, 0, 2);
        wheel.arm(5_000_000, 0, 6);
        wheel.arm(70, 0, 3);
        wheel.arm(71, 0, 4);
        wheel.arm(1, 0, 1);
        wheel.poll(50, fired, ALL);
        wheel.arm(5_000_000, 0, 7);
        wheel.poll(6_000_000, fired, ALL);
        assertThat(fired.payloads()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void shouldStartAnOverdueTimerAtTheNextPoll() {
        TimerWheel late = new TimerWheel(-SECOND_NS);
        late.poll(0, fired, ALL);
        late.arm(-5 * SECOND_NS, 0, 1);
        late.arm(-1, 0, 2);
        late.arm(0, 0, 3);
        late.arm(1, 0, 4);
        assertThat(late.nextDeadlineNs()).isLessThanOrEqualTo(0);
        assertThat(late.poll(0, fired, ALL)).isEqualTo(3);
        assertThat(fired.deadlines()).containsExactly(-5 * SECOND_NS, -1L, 0L);
        assertThat(late.nextDeadlineNs()).isEqualTo(1);
    }

    @Test
    void shouldNotExpireWhenTimeRunsBackwards() {
        wheel.poll(HOUR_NS, fired, ALL);
        wheel.arm(HOUR_NS - 1, 0, 1);
        assertThat(wheel.poll(HOUR_NS - 2, fired, ALL)).isZero();
        assertThat(wheel.poll(HOUR_NS, fired, ALL)).isEqualTo(1);
    }

    @Test
    void shouldExpireNoMoreThanTheLimitAndGoOnInOrder() {
        for (int i = 0; i < 10; i++) {
            wheel.arm(100 + i / 4, 0, i);
        }
        assertThat(wheel.poll(200, fired, 3)).isEqualTo(3);
        assertThat(wheel.nextDeadlineNs()).isLessThanOrEqualTo(200);
        wheel.arm(100, 0, 3);
        assertThat(wheel.poll(200, fired, 3)).isEqualTo(3);
        assertThat(wheel.poll(200, fired, 100)).isEqualTo(5);
        assertThat(wheel.poll(200, fired, 100)).isZero();
        assertThat(fired.payloads()).containsExactly(0L, 1L, 2L, 3L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void shouldCancelOnceAndCountTheRestAsStale() {
        long handle = wheel.arm(100, 0, 1);
        assertThat(wheel.cancel(handle)).isTrue();
        assertThat(wheel.cancel(handle)).isFalse();
        assertThat(wheel.staleCancels()).isEqualTo(1);
        assertThat(wheel.cancel(TimerWheel.NO_TIMER)).isFalse();
        assertThat(wheel.staleCancels()).isEqualTo(1);
        assertThat(wheel.poll(1_000, fired, ALL)).isZero();
    }

    /** R-TIMER-01: firing or cancelling for a dead generation is a counted no-op. */
    @Test
    void shouldNotCancelTheTimerThatTookAStaleHandlesPlace() {
        long first = wheel.arm(100, 0, 1);
        wheel.cancel(first);
        long second = wheel.arm(100, 0, 2);
        assertThat((int) second).as("same place in memory").isEqualTo((int) first);
        assertThat(wheel.cancel(first)).isFalse();
        assertThat(wheel.isArmed(second)).isTrue();
        assertThat(wheel.poll(100, fired, ALL)).isEqualTo(1);
        assertThat(fired.payloads()).containsExactly(2L);
        assertThat(wheel.cancel(second)).isFalse();
        assertThat(wheel.staleCancels()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 0x1_7FFF_FFFFL, 0x1_FFFF_FFFFL, 4096})
    void shouldRefuseHandlesItNeverGave(long handle) {
        wheel.arm(100, 0, 1);
        long bogus = handle == 1L << 32 ? 2L << 32 : handle;
        assertThat(wheel.cancel(bogus)).isFalse();
        assertThat(wheel.active()).isEqualTo(1);
    }

    @Test
    void shouldNeverExpireButCancelASaturatedDeadline() {
        long handle = wheel.arm(TimerWheel.NEVER, 0, 1);
        assertThat(wheel.nextDeadlineNs()).isEqualTo(TimerWheel.NEVER);
        assertThat(wheel.poll(Long.MAX_VALUE, fired, ALL)).isZero();
        assertThat(wheel.active()).isEqualTo(1);
        assertThat(wheel.cancel(handle)).isTrue();
        assertThat(wheel.active()).isZero();
        assertThat(wheel.cancel(handle)).isFalse();
    }

    @Test
    void shouldSaturateDelaysTooLongToAdd() {
        assertThat(TimerWheel.deadlineNs(5, Long.MAX_VALUE)).isEqualTo(TimerWheel.NEVER);
        assertThat(TimerWheel.deadlineNs(-5, Long.MAX_VALUE >> 1)).isEqualTo((Long.MAX_VALUE >> 1) - 5);
        assertThat(TimerWheel.deadlineNs(5, (Long.MAX_VALUE >> 1) + 1)).isEqualTo(TimerWheel.NEVER);
        assertThat(TimerWheel.deadlineNs(5, -1)).isEqualTo(5);
        assertThat(TimerWheel.deadlineNs(Long.MAX_VALUE - 1, 3)).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(TimerWheel.deadlineNs(Long.MAX_VALUE - 1, 1)).as("a time, not the marker")
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    @DisplayName("R-TIMER-03: deadlines of every IGMP interval, from any time, agree with unbounded arithmetic")
    void shouldAddLongIntervalsWithoutOverflow() {
        SplittableRandom random = new SplittableRandom(3);
        long longestNs = 7 * 31_744 * SECOND_NS + 3_174_400_000_000L;
        for (int i = 0; i < 10_000; i++) {
            long nowNs = random.nextLong();
            long delayNs = i == 0 ? longestNs : random.nextLong(longestNs);
            BigInteger exact = BigInteger.valueOf(nowNs).add(BigInteger.valueOf(delayNs));
            assertThat(TimerWheel.deadlineNs(nowNs, delayNs)).isEqualTo(exact.longValue());
        }
    }

    @Test
    void shouldExpireAcrossTheWrapOfTheClock() {
        long startNs = Long.MAX_VALUE - 10 * SECOND_NS;
        TimerWheel wrapping = new TimerWheel(startNs);
        List<Long> expected = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            expected.add(TimerWheel.deadlineNs(startNs, i * SECOND_NS + i));
        }
        for (int i = expected.size() - 1; i >= 0; i--) {
            wrapping.arm(expected.get(i), 0, i);
        }
        for (long nextNs = wrapping.nextDeadlineNs(); nextNs != TimerWheel.NEVER; nextNs = wrapping.nextDeadlineNs()) {
            assertThat(wrapping.poll(nextNs - 1, fired, ALL)).isZero();
            assertThat(wrapping.poll(nextNs, fired, ALL)).isEqualTo(1);
        }
        assertThat(fired.deadlines()).isEqualTo(expected);
        assertThat(expected.get(0)).isPositive();
        assertThat(expected.get(19)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - 5, Long.MIN_VALUE, 1_700_000_000_000_000_000L})
    void shouldCrossAnHourInFewPolls(long startNs) {
        TimerWheel jumping = new TimerWheel(startNs);
        jumping.arm(startNs + SECOND_NS, 0, 1);
        jumping.arm(startNs + 1800 * SECOND_NS + 3, 0, 2);
        jumping.arm(startNs + HOUR_NS, 0, 3);
        jumping.arm(startNs + HOUR_NS + 1, 0, 4);
        assertThat(jumping.poll(startNs + HOUR_NS, fired, ALL)).isEqualTo(3);
        assertThat(jumping.poll(startNs + HOUR_NS, fired, ALL)).isZero();
        assertThat(fired.payloads()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldCrossAnHourOfManyTimersInAsManyPollsAsTheirSlices() {
        int timers = 3_600;
        for (int i = 1; i <= timers; i++) {
            wheel.arm(i * SECOND_NS, 0, i);
        }
        int polls = 1;
        while (wheel.poll(HOUR_NS, fired, 64) > 0) {
            polls++;
        }
        assertThat(fired.list()).hasSize(timers);
        assertThat(polls).isBetween(timers / 64, 2 * timers / 64);
    }

    @Test
    void shouldAnswerWithALaterDeadlineAfterAPollInVain() {
        long first = wheel.arm(SECOND_NS, 0, 1);
        wheel.arm(SECOND_NS + 10, 0, 2);
        wheel.cancel(first);
        int inVain = 0;
        while (fired.list().isEmpty()) {
            long nextNs = wheel.nextDeadlineNs();
            assertThat(nextNs).isLessThanOrEqualTo(SECOND_NS + 10);
            inVain += wheel.poll(nextNs, fired, ALL) == 0 ? 1 : 0;
        }
        assertThat(inVain).isLessThanOrEqualTo(1);
        assertThat(fired.list().get(0).nowNs()).isEqualTo(SECOND_NS + 10);
    }

    @Test
    void shouldLetTheHandlerArmAndCancel() {
        long victim = wheel.arm(300, 0, 99);
        long twin = wheel.arm(100, 0, 98);
        wheel.cancel(twin);
        long[] own = new long[1];
        own[0] = wheel.arm(100, 0, 1);
        long neighbour = wheel.arm(100, 0, 97);
        List<Long> seen = new ArrayList<>();
        TimerHandler handler = (kind, payload, deadlineNs, nowNs) -> {
            seen.add(payload);
            if (payload == 1) {
                assertThat(wheel.cancel(own[0])).as("already expired").isFalse();
                assertThat(wheel.cancel(victim)).isTrue();
                assertThat(wheel.cancel(neighbour)).isTrue();
                wheel.arm(deadlineNs, 0, 2);
                wheel.arm(deadlineNs - 500, 0, 3);
                wheel.arm(nowNs - 500, 0, 4);
                wheel.arm(nowNs + 1, 0, 5);
            }
        };
        assertThat(wheel.poll(1_000, handler, ALL)).isEqualTo(4);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
        assertThat(wheel.nextDeadlineNs()).isEqualTo(1_001);
        assertThat(wheel.active()).isEqualTo(1);
    }

    @Test
    void shouldQueueBehindTimersThatShareItsDeadlineAndHaveYetToMove() {
        List<Long> seen = new ArrayList<>();
        TimerHandler handler = (kind, payload, deadlineNs, nowNs) -> {
            seen.add(payload);
            if (payload == 1) {
                wheel.arm(110, 0, 3);
            }
        };
        // both wait in the slot of 64 to 127; the first opens it, the second is still in it when the third is armed
        wheel.arm(100, 0, 1);
        wheel.arm(110, 0, 2);
        assertThat(wheel.poll(120, handler, ALL)).isEqualTo(3);
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldBoundATimerThatRearmsItselfByTheLimit() {
        TimerHandler again = (kind, payload, deadlineNs, nowNs) -> wheel.arm(nowNs, kind, payload);
        wheel.arm(10, 0, 1);
        assertThat(wheel.poll(10, again, 25)).isEqualTo(25);
        assertThat(wheel.active()).isEqualTo(1);
    }

    @Test
    void shouldStayInOrderWhenTheHandlerThrows() {
        wheel.arm(10, 0, 1);
        wheel.arm(10, 0, 2);
        wheel.arm(20, 0, 3);
        TimerHandler failing = (kind, payload, deadlineNs, nowNs) -> {
            throw new IllegalStateException("payload " + payload);
        };
        assertThatThrownBy(() -> wheel.poll(30, failing, ALL)).hasMessage("payload 1");
        assertThat(wheel.active()).isEqualTo(2);
        assertThat(wheel.poll(30, fired, ALL)).isEqualTo(2);
        assertThat(fired.payloads()).containsExactly(2L, 3L);
    }

    @Test
    void shouldRefuseToArmWhenFull() {
        TimerWheel small = new TimerWheel(0, 2);
        long first = small.arm(10, 0, 1);
        small.arm(TimerWheel.NEVER, 0, 2);
        assertThat(small.arm(10, 0, 3)).isEqualTo(TimerWheel.NO_TIMER);
        assertThat(small.refusedArms()).isEqualTo(1);
        small.cancel(first);
        assertThat(small.arm(10, 0, 4)).isNotEqualTo(TimerWheel.NO_TIMER);
        assertThat(small.poll(10, fired, ALL)).isEqualTo(1);
        assertThatThrownBy(() -> new TimerWheel(0, 0)).hasMessageContaining("maxTimers is 0");
        assertThatThrownBy(() -> new TimerWheel(0, TimerWheel.MAX_TIMERS + 1)).hasMessageContaining("maxTimers is");
    }
}
