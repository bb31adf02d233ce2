package org.hopwire.time;

/**
 * Clock that moves only when told to: replay moves it to each recorded time stamp, simulation and tests to each
 * deadline. Its wall clock follows the monotonic one and may be made to jump.
 */
public final class VirtualClock implements NanoClock, EpochClock {
    private long nowNs;
    private long epochOffsetNs;

    /** Both clocks start at zero: monotonic zero is 1970-01-01T00:00:00 UTC. */
    public VirtualClock() {
        this(0, 0);
    }

    /**
     * Starts at a given moment.
     *
     * @param nowNs   monotonic time in nanoseconds, any value
     * @param epochNs wall-clock time in nanoseconds since 1970 UTC
     */
    public VirtualClock(long nowNs, long epochNs) {
        this.nowNs = nowNs;
        this.epochOffsetNs = epochNs - nowNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long epochNs() {
        return nowNs + epochOffsetNs;
    }

    /** Moves both clocks forward to this monotonic time; a time that is not ahead changes nothing. */
    public void advanceTo(long ns) {
        if (ns - nowNs > 0) {
            nowNs = ns;
        }
    }

    /**
     * Moves both clocks forward.
     *
     * @param deltaNs nanoseconds, not negative
     * @throws IllegalArgumentException if {@code deltaNs} is negative
     */
    public void advanceBy(long deltaNs) {
        if (deltaNs < 0) {
            throw new IllegalArgumentException("deltaNs is " + deltaNs + ", must not be negative");
        }
        nowNs += deltaNs;
    }

    /** Lets the wall clock alone jump, forward or back, to this time in nanoseconds since 1970 UTC. */
    public void jumpEpochTo(long epochNs) {
        epochOffsetNs = epochNs - nowNs;
    }
}
