package org.hopwire.igmp.core;

/** A protocol machine with timers. */
public interface TimerOwner {
    /**
     * One of the owner's timers has expired.
     *
     * @param kind 0 to 255, as armed
     * @param slot as armed
     * @param deadlineNs when it was due; may lie before {@code nowNs}
     */
    void onTimer(int kind, int slot, long deadlineNs, long nowNs);
}
