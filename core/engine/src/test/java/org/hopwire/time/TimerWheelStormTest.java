package org.hopwire.time;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelStormTest {
    private static final int STORM = 1_000_000;
    private static final int SLICE = 1_000;
    private static final long QUERY_NS = 10_000_000_000L;
    private static final int SPARE = TimerPool.SPARE_CHUNKS * TimerPool.CHUNK_TIMERS;

    private final TimerWheel wheel = new TimerWheel(0);
    private final long[] handles = new long[STORM];
    private long expired;
    private long lastDeadlineNs;

    private void onTimer(int kind, long payload, long deadlineNs, long nowNs) {
        assertThat(payload % 2).as("cancelled timers stay away").isEqualTo(1);
        expired++;
    }

    private void armStorm() {
        for (int i = 0; i < STORM; i++) {
            handles[i] = wheel.arm(QUERY_NS, 0, i);
        }
    }

    @Test
    @DisplayName("R-TIMER-02: a million timers on one deadline expire in slices and give their memory back")
    void shouldExpireAMillionTimersOnOneDeadlineInSlices() {
        armStorm();
        assertThat(wheel.active()).isEqualTo(STORM);
        assertThat(wheel.capacity()).isBetween(STORM, STORM + TimerPool.CHUNK_TIMERS);
        for (int i = 0; i < STORM; i += 2) {
            assertThat(wheel.cancel(handles[i])).isTrue();
        }
        int polls = 0;
        int slice = wheel.poll(QUERY_NS, this::onTimer, SLICE);
        while (slice > 0) {
            polls++;
            assertThat(slice).isLessThanOrEqualTo(SLICE);
            slice = wheel.poll(QUERY_NS, this::onTimer, SLICE);
        }
        assertThat(expired).isEqualTo(STORM / 2);
        assertThat(polls).as("not one poll spent on moving").isEqualTo(STORM / 2 / SLICE);
        assertThat(wheel.active()).isZero();
        assertThat(wheel.capacity()).isEqualTo(SPARE);
    }

    @Test
    void shouldHoldNoHandleAliveThroughMemoryThatCameAndWent() {
        armStorm();
        for (long handle : handles) {
            wheel.cancel(handle);
        }
        assertThat(wheel.capacity()).isEqualTo(SPARE);
        long[] old = handles.clone();
        armStorm();
        for (long handle : old) {
            assertThat(wheel.cancel(handle)).isFalse();
        }
        assertThat(wheel.active()).isEqualTo(STORM);
        assertThat(wheel.staleCancels()).isEqualTo(STORM);
    }

    @Test
    @DisplayName("R-TIMER-02: jittered timers of one query expire in order within a bounded number of polls")
    void shouldExpireAMillionJitteredTimersInOrder() {
        SplittableRandom random = new SplittableRandom(99);
        for (int i = 0; i < STORM; i++) {
            wheel.arm(1 + random.nextLong(QUERY_NS), 0, i);
        }
        TimerHandler inOrder = (kind, payload, deadlineNs, nowNs) -> {
            if (deadlineNs < lastDeadlineNs || deadlineNs > nowNs) {
                throw new AssertionError(deadlineNs + " after " + lastDeadlineNs + " at " + nowNs);
            }
            lastDeadlineNs = deadlineNs;
            expired++;
        };
        int polls = 0;
        while (wheel.poll(QUERY_NS, inOrder, SLICE) > 0) {
            polls++;
        }
        assertThat(expired).isEqualTo(STORM);
        assertThat(polls).isLessThan(11 * STORM / TimerWheel.MOVES_PER_POLL);
        assertThat(wheel.capacity()).isEqualTo(SPARE);
    }

    @Test
    @DisplayName("R-TIMER-02: moving many timers to a lower level is cut into slices too")
    void shouldSpreadTheMovingOfTimersOverPolls() {
        int timers = 100 * TimerWheel.MOVES_PER_POLL + 1;
        for (int i = 0; i < timers; i++) {
            wheel.arm(QUERY_NS + 1_000L * i, 0, 1);
        }
        assertThat(wheel.poll(QUERY_NS, this::onTimer, SLICE)).isEqualTo(1);
        assertThat(expired).isEqualTo(1);
        int polls = 1;
        while (wheel.poll(QUERY_NS, this::onTimer, SLICE) > 0) {
            assertThat(wheel.nextDeadlineNs()).isLessThanOrEqualTo(QUERY_NS + 1_000);
            polls++;
        }
        assertThat(polls).isBetween(100, 101);
        assertThat(expired).isEqualTo(1);
        assertThat(wheel.nextDeadlineNs()).isEqualTo(QUERY_NS + 1_000);
    }

    @Test
    void shouldFillTheLowestRoomFirst() {
        armStorm();
        for (int i = 0; i < STORM; i++) {
            if (i != 5) {
                wheel.cancel(handles[i]);
            }
        }
        long handle = wheel.arm(QUERY_NS, 0, 1);
        assertThat((int) handle).isLessThan(TimerPool.CHUNK_TIMERS);
        assertThat(wheel.capacity()).isEqualTo(SPARE + TimerPool.CHUNK_TIMERS);
    }

    @Test
    void shouldNotAllocateInSteadyState() {
        TimerHandler handler = (kind, payload, deadlineNs, nowNs) -> expired++;
        SplittableRandom random = new SplittableRandom(7);
        long now = 0;
        for (int round = 0; round < 60; round++) {
            now = churn(now, random.nextLong(), handler);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        churn(now, 12_345, handler);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(expired).isPositive();
    }

    /** Arms 10,000 timers over ten seconds, cancels every third, lets the rest expire: from empty to empty. */
    private long churn(long startNs, long seed, TimerHandler handler) {
        long bits = seed;
        for (int i = 0; i < 10_000; i++) {
            bits = bits * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            handles[i] = wheel.arm(startNs + 1 + (bits >>> 1) % QUERY_NS, i, bits);
        }
        for (int i = 0; i < 10_000; i += 3) {
            wheel.cancel(handles[i]);
        }
        long now = startNs;
        while (wheel.active() > 0) {
            now = wheel.nextDeadlineNs();
            wheel.poll(now, handler, 64);
        }
        return now;
    }

    @Test
    void shouldSkipZeroWhenGenerationsWrap() {
        TimerPool pool = new TimerPool(10);
        pool.lastGeneration(-2);
        int first = pool.take(1, 2, 3);
        int second = pool.take(4, 5, 6);
        assertThat(pool.handle(first) >>> 32).isEqualTo(0xFFFF_FFFFL);
        assertThat(pool.handle(second) >>> 32).isEqualTo(1);
        assertThat(pool.find(pool.handle(first))).isEqualTo(first);
        assertThat(pool.find(first)).as("generation zero").isEqualTo(-1);
    }
}
