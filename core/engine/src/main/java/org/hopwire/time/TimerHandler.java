package org.hopwire.time;

/** What happens when timers expire. */
@FunctionalInterface
public interface TimerHandler {
    /**
     * One timer has expired; its handle is already dead. Arming and cancelling any timer of the same wheel is allowed
     * in here, polling it is not.
     *
     * @param kind       as given when the timer was armed
     * @param payload    as given when the timer was armed
     * @param deadlineNs as given when the timer was armed; at or before {@code nowNs}
     * @param nowNs      time of this poll
     */
    void onTimer(int kind, long payload, long deadlineNs, long nowNs);
}
