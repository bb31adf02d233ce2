package org.hopwire.packet;

/**
 * A protocol machine on the control agent: gets the packets a worker punted, arms timers, originates packets through
 * the {@link Turn}. Runs on the control agent's thread alone.
 */
public interface ControlHandler extends BurstHandler {
    /** Before the first packet; {@code timers} stays valid for the handler's life. */
    default void onStart(ControlTimers timers, Turn turn) {}

    /**
     * A timer of this handler has expired.
     *
     * @param payload what {@link ControlTimers#arm} was given
     * @param deadlineNs when it was due
     */
    default void onTimer(long payload, long deadlineNs, Turn turn) {}

    /** Whether a punted packet of that class and ICMP type (or -1) is for this handler. */
    default boolean handles(Packet punted) {
        return false;
    }

    @Override
    default void onBurst(PacketList part, Turn turn) {}

    /**
     * Once in every turn: work that waits for no packet and no timer, in small slices.
     *
     * @return how much was done, 0 when nothing is left
     */
    default int onTurn(Turn turn) {
        return 0;
    }

    /**
     * Last chance to originate packets, when the engine drains. What is too much for one turn goes on in
     * {@link #onTurn} while {@link #isStopping} says so.
     */
    default void onStop(Turn turn) {}

    /** Whether {@link #onStop} has begun something that {@link #onTurn} has not finished yet. */
    default boolean isStopping() {
        return false;
    }
}
