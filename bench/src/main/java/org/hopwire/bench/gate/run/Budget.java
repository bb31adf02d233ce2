package org.hopwire.bench.gate.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much time there is. */
public final class Budget {
    private final LongSupplier clockNs;
    private final long startNs;
    private final long lengthMs;

    /** A length of time from now on. */
    public Budget(Duration length, LongSupplier clockNs) {
        this.clockNs = clockNs;
        startNs = clockNs.getAsLong();
        lengthMs = length.toMillis();
    }

    /** Milliseconds since the start. */
    public long spentMs() {
        return TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong() - startNs);
    }

    /** Milliseconds left, below zero when over. */
    public long leftMs() {
        return lengthMs - spentMs();
    }

    /** Whether what takes so long ends in time. */
    boolean allows(long durationMs) {
        return durationMs <= leftMs();
    }
}
