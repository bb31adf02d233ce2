package org.hopwire.igmp.core;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.packet.ControlTimers;

/** The timers of all machines behind one control handler: the payload of each names its owner, kind and slot. */
public final class MachineTimers {
    /** Handle that names no timer. */
    public static final long NONE = 0;

    private static final int MAX_OWNERS = 1 << 24;
    private static final int OWNER_SHIFT = 40;
    private static final int KIND_SHIFT = 32;
    private static final int MAX_KIND = 255;

    private final ControlTimers timers;
    private final List<TimerOwner> owners = new ArrayList<>();

    /** Timers on a control handler's wheel. */
    public MachineTimers(ControlTimers timers) {
        this.timers = timers;
    }

    /** The timers of one machine. */
    public Own register(TimerOwner owner) {
        if (owners.size() == MAX_OWNERS) {
            throw new IllegalStateException("more than " + MAX_OWNERS + " machines with timers");
        }
        owners.add(owner);
        return new Own(timers, owners.size() - 1L);
    }

    /** Hands an expired timer to its owner. */
    public void expire(long payload, long deadlineNs, long nowNs) {
        owners.get((int) (payload >>> OWNER_SHIFT)).onTimer((int) (payload >>> KIND_SHIFT) & MAX_KIND, (int) payload,
                deadlineNs, nowNs);
    }

    /** One machine's timers. */
    public static final class Own {
        private final ControlTimers timers;
        private final long owner;

        private Own(ControlTimers timers, long owner) {
            this.timers = timers;
            this.owner = owner;
        }

        /**
         * Starts a timer.
         *
         * @param deadlineNs monotonic nanoseconds
         * @param kind 0 to 255
         * @param slot any number of the owner's
         * @return handle for {@link #cancel}, {@link #NONE} where the wheel is full
         */
        public long arm(long deadlineNs, int kind, int slot) {
            return timers.arm(deadlineNs,
                    owner << OWNER_SHIFT | (long) kind << KIND_SHIFT | Integer.toUnsignedLong(slot));
        }

        /** Stops a timer; a stale handle or {@link #NONE} is harmless. */
        public boolean cancel(long handle) {
            return timers.cancel(handle);
        }
    }
}
