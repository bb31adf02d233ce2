package org.hopwire.time;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The wheel against a sorted map, by random operations. Times are relative to the start, so that any start will do. */
class TimerWheelModelTest {
    private static final int OPERATIONS = 30_000;

    private final List<Long> handles = new ArrayList<>();
    // deadline -> (id -> handle), each in order
    private final TreeMap<Long, Map<Long, Long>> model = new TreeMap<>();
    private final Map<Long, Long> deadlineOf = new LinkedHashMap<>();
    private SplittableRandom random;
    private TimerWheel wheel;
    private long startNs;
    private long now;
    private long lastId;
    private boolean overdueAllowed;
    private int firedCount;
    private boolean strict;
    private boolean meddling;

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,9223372036854775000", "4,-9223372036854775808", "5,-100000", "6,1700000000000000000"})
    @DisplayName("R-TIMER-01, R-TIMER-02: any mix of arm, cancel and sliced poll expires as a sorted map does")
    void shouldExpireLikeASortedMap(long seed, long start) {
        run(seed, start, true);
    }

    @ParameterizedTest
    @CsvSource({"11,0", "12,9223372036854000000", "13,-9223372036854775808"})
    void shouldExpireOverdueTimersBeforeLaterOnes(long seed, long start) {
        run(seed, start, false);
    }

    private void run(long seed, long start, boolean inOrderOfArming) {
        random = new SplittableRandom(seed);
        startNs = start;
        strict = inOrderOfArming;
        wheel = new TimerWheel(start);
        meddling = true;
        for (int i = 0; i < OPERATIONS; i++) {
            operate(random.nextInt(16));
            assertThat(wheel.active()).as("seed %d operation %d", seed, i).isEqualTo(deadlineOf.size());
        }
        drainAtDeadlines();
        assertThat(firedCount).as("seed %d", seed).isGreaterThan(OPERATIONS / 8);
        assertThat(wheel.active()).isZero();
    }

    private void operate(int choice) {
        if (choice < 9) {
            arm();
        } else if (choice < 12) {
            cancel();
        } else {
            now += delay() >>> random.nextInt(1, 12);
            poll(random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(1, 20));
        }
    }

    private long delay() {
        return random.nextLong() >>> random.nextInt(18, 64);
    }

    private void arm() {
        if (!strict && overdueAllowed && random.nextInt(8) == 0) {
            armAs(now - random.nextInt(5_000), now);
        } else {
            long deadline = now + 1 + delay();
            armAs(deadline, deadline);
        }
    }

    private void armAs(long given, long deadline) {
        long id = ++lastId;
        long handle = wheel.arm(startNs + given, (int) id, id);
        model.computeIfAbsent(deadline, key -> new LinkedHashMap<>()).put(id, handle);
        deadlineOf.put(id, deadline);
        handles.add(id);
        handles.add(handle);
    }

    private void cancel() {
        if (handles.isEmpty()) {
            return;
        }
        int at = random.nextInt(handles.size() / 2) * 2;
        long id = handles.get(at);
        boolean live = deadlineOf.containsKey(id);
        long staleBefore = wheel.staleCancels();
        assertThat(wheel.cancel(handles.get(at + 1))).isEqualTo(live);
        assertThat(wheel.staleCancels() - staleBefore).isEqualTo(live ? 0 : 1);
        if (live) {
            forget(id);
        }
    }

    private void forget(long id) {
        long deadline = deadlineOf.remove(id);
        Map<Long, Long> atDeadline = model.get(deadline);
        atDeadline.remove(id);
        if (atDeadline.isEmpty()) {
            model.remove(deadline);
        }
    }

    private int poll(int limit) {
        int before = firedCount;
        overdueAllowed = false;
        int result = wheel.poll(startNs + now, this::onTimer, limit);
        assertThat(firedCount - before).isLessThanOrEqualTo(limit);
        overdueAllowed = result == 0;
        if (result == 0 && !model.isEmpty()) {
            assertThat(model.firstKey()).as("left over").isGreaterThan(now);
        }
        checkNextDeadline();
        return result;
    }

    private void checkNextDeadline() {
        if (model.isEmpty()) {
            assertThat(wheel.nextDeadlineNs()).isEqualTo(TimerWheel.NEVER);
        } else {
            assertThat(wheel.nextDeadlineNs() - startNs).isLessThanOrEqualTo(Math.max(now, model.firstKey()));
        }
    }

    private void onTimer(int kind, long id, long deadlineNs, long nowNs) {
        firedCount++;
        assertThat(kind).isEqualTo((int) id);
        assertThat(nowNs).isEqualTo(startNs + now);
        assertThat(deadlineNs - nowNs).as("never early").isLessThanOrEqualTo(0);
        Map<Long, Long> earliest = model.firstEntry().getValue();
        assertThat(earliest).as("earliest deadline").containsKey(id);
        if (strict) {
            assertThat(deadlineNs - startNs).isEqualTo(model.firstKey());
            assertThat(earliest.keySet().iterator().next()).as("order of arming").isEqualTo(id);
        }
        forget(id);
        meddle(deadlineNs - startNs);
    }

    // a handler may arm, for a time this very poll reaches too, and cancel
    private void meddle(long firedAt) {
        if (meddling && random.nextInt(8) == 0) {
            long deadline = strict ? firedAt + delay() : now + 1 + delay();
            armAs(deadline, deadline);
        }
        if (meddling && random.nextInt(8) == 0) {
            cancel();
        }
    }

    /** As a virtual-time driver does it: go to the next deadline, expire, ask again. */
    private void drainAtDeadlines() {
        drain(100);
        while (!model.isEmpty()) {
            long next = wheel.nextDeadlineNs() - startNs;
            assertThat(next).isGreaterThan(now).isLessThanOrEqualTo(model.firstKey());
            now = next;
            drain(3);
        }
    }

    private void drain(int limit) {
        int result;
        do {
            result = poll(limit);
        } while (result > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void shouldVisitEveryDeadlineExactlyWhenNothingIsCancelled(long seed) {
        random = new SplittableRandom(seed);
        strict = true;
        wheel = new TimerWheel(0);
        for (int i = 0; i < 5_000; i++) {
            arm();
        }
        while (!model.isEmpty()) {
            assertThat(wheel.nextDeadlineNs()).as("seed %d", seed).isEqualTo(model.firstKey());
            now = wheel.nextDeadlineNs();
            assertThat(poll(Integer.MAX_VALUE)).isPositive();
        }
    }
}
