package org.hopwire.bench.time;

import java.util.Arrays;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.time.TimerHandler;
import org.hopwire.time.TimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Arm and cancel, and arm and expire, while a given number of other timers waits within ten seconds. */
public class TimerWheelBenchmark extends EngineBenchmark {
    private static final long SPAN_NS = 10_000_000_000L;

    /** Timers that wait. */
    @Param({"1", "1000", "1000000"})
    public int waiting;

    private TimerWheel wheel;
    private long bits;
    private long nowNs;
    private long expired;
    private TimerHandler rearm;

    /** Fills the wheel, after the order of expiry was compared with sorting. */
    @Setup(Level.Trial)
    public void setup() {
        checkAgainstSorting();
        wheel = new TimerWheel(0);
        nowNs = 0;
        rearm = (kind, payload, deadlineNs, now) -> {
            expired++;
            wheel.arm(now + delayNs(), kind, payload);
        };
        for (int i = 0; i < waiting; i++) {
            wheel.arm(delayNs(), 0, i);
        }
    }

    private void checkAgainstSorting() {
        long[] deadlines = new long[Math.min(waiting, 10_000)];
        TimerWheel checked = new TimerWheel(0);
        for (int i = 0; i < deadlines.length; i++) {
            deadlines[i] = delayNs();
            checked.arm(deadlines[i], 0, i);
        }
        Arrays.sort(deadlines);
        for (int i = 0; i < deadlines.length; i++) {
            long deadline = deadlines[i];
            check("next deadline", deadline, checked.nextDeadlineNs());
            drain(checked, deadline);
            check("timers left", deadlines.length - 1L - i, checked.active());
        }
    }

    // a poll also ends after a bounded number of timers moved closer, so it takes zero to know that it is done
    private static void drain(TimerWheel wheel, long nowNs) {
        TimerHandler checking = (kind, payload, deadlineNs, now) -> check("deadline", nowNs, deadlineNs);
        int result;
        do {
            result = wheel.poll(nowNs, checking, Integer.MAX_VALUE);
        } while (result > 0);
    }

    private long delayNs() {
        bits = bits * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return 1 + (bits >>> 1) % SPAN_NS;
    }

    /** One timer is armed and cancelled, as for a group that is reported again. */
    @Benchmark
    public boolean armAndCancel() {
        return wheel.cancel(wheel.arm(nowNs + delayNs(), 0, 1));
    }

    /** The clock goes to the next deadline; that timer expires and is armed anew, others may move closer. */
    @Benchmark
    public long expireAndArm() {
        nowNs = wheel.nextDeadlineNs();
        wheel.poll(nowNs, rearm, Integer.MAX_VALUE);
        return expired;
    }
}
