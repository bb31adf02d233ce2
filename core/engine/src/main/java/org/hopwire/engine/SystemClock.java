package org.hopwire.engine;

import java.time.Instant;

import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/** The machine's own clocks: monotonic for timers, wall time for what goes onto the wire. */
final class SystemClock implements NanoClock, EpochClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    // wall time is read once and carried on by the monotonic clock: Instant.now() allocates, and ICMP timestamps are
    // no place for a clock that steps
    private long epochBaseNs = epochNow() - System.nanoTime();

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public long epochNs() {
        return epochBaseNs + System.nanoTime();
    }

    private static long epochNow() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
