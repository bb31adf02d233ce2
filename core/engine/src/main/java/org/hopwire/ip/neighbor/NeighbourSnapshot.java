package org.hopwire.ip.neighbor;

/**
 * One neighbour at one moment.
 *
 * @param port the port's name
 * @param address its IPv4 address
 * @param mac its link-layer address, -1 where it is not known
 * @param state what is known of it
 * @param used whether a packet was sent to it since it was last confirmed
 * @param waiting packets that wait for it
 * @param expiresInNs nanoseconds until it is asked again or forgotten, {@link Long#MAX_VALUE} for never
 */
public record NeighbourSnapshot(String port, int address, long mac, State state, boolean used, int waiting,
        long expiresInNs) {
    /** What is known of a neighbour. */
    public enum State {
        /** Of the configuration: never asked for, never changed. */
        FIXED,
        /** Asked for by broadcast, no answer yet. */
        INCOMPLETE,
        /** Has told its address not long ago. */
        REACHABLE,
        /** Asked again by unicast; used meanwhile. */
        POLLED,
        /** Did not answer; not asked again for a while. */
        FAILED
    }
}
