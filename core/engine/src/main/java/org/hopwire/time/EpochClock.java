package org.hopwire.time;

/** Source of wall-clock time, which may jump in either direction; for time stamps, never for timers. */
@FunctionalInterface
public interface EpochClock {
    /** Nanoseconds since 1970-01-01T00:00:00 UTC, without leap seconds; valid until the year 2262. */
    long epochNs();
}
