package org.hopwire.packet;

import org.hopwire.time.TimerWheel;

/** The timer wheel as one control handler sees it: its own timers only. */
public final class ControlTimers {
    private final TimerWheel wheel;
    private final int owner;

    /** Timers whose expiry is told to the handler with that number. */
    public ControlTimers(TimerWheel wheel, int owner) {
        this.wheel = wheel;
        this.owner = owner;
    }

    /**
     * Arms a timer.
     *
     * @param deadlineNs monotonic nanoseconds
     * @return a handle for {@link #cancel}; stale handles are harmless
     */
    public long arm(long deadlineNs, long payload) {
        return wheel.arm(deadlineNs, owner, payload);
    }

    /** Disarms; false where the timer has expired or was cancelled before. */
    public boolean cancel(long handle) {
        return wheel.cancel(handle);
    }
}
