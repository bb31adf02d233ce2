package org.hopwire.ip.neighbor;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/**
 * Something about neighbours that an operator wants to know.
 *
 * @param kind what
 * @param port the port's name
 * @param address the IPv4 address in question
 * @param mac who claims it, 0 where that means nothing
 * @param timeNs monotonic nanoseconds
 */
public record NeighbourEvent(Kind kind, String port, int address, long mac, long timeNs) {
    /** What happened. */
    public enum Kind {
        /** Another station claims an address of ours; told at most once in ten seconds for each port. */
        CONFLICT,
        /** A neighbour has moved to another link-layer address. */
        MOVED,
        /** The table was full; told at most once in ten seconds. */
        TABLE_FULL
    }

    /** Where an event is written down until somebody fetches it; used again and again. */
    public static final class Slot {
        private Kind kind;
        private String port;
        private int address;
        private long mac;
        private long timeNs;

        void set(Kind what, String portName, int claimed, long claimant, long nowNs) {
            kind = what;
            port = portName;
            address = claimed;
            mac = claimant;
            timeNs = nowNs;
        }

        /** The event, to keep: made by whoever fetches it, not by whoever tells it. */
        public NeighbourEvent event() {
            return new NeighbourEvent(kind, port, address, mac, timeNs);
        }
    }

    /** One line. */
    @Override
    public String toString() {
        String who = Ipv4Address.format(address) + " on port \"" + port + '"';
        return switch (kind) {
            case CONFLICT -> "address conflict: " + who + " is claimed by " + MacAddress.format(mac);
            case MOVED -> "neighbour " + who + " has moved to " + MacAddress.format(mac);
            case TABLE_FULL -> "neighbour table is full: no room for " + who;
        };
    }
}
