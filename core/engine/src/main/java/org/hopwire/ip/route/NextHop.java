package org.hopwire.ip.route;

import org.hopwire.packet.RejectCause;

/**
 * One way on, or the end of all.
 *
 * @param kind what happens to a packet
 * @param port index of the outgoing port; -1 unless the kind forwards
 * @param gateway IPv4 address of the next router, 0 where the destination itself is on the link
 * @param cause the ICMP error of a rejecting route, else null
 */
public record NextHop(Kind kind, int port, int gateway, RejectCause cause) {
    /** What a route does. */
    public enum Kind {
        /** Sends on, to the gateway or to the destination itself. */
        FORWARD,
        /** Refuses with an ICMP error. */
        REJECT,
        /** Drops in silence. */
        BLACKHOLE
    }

    /** The destinations are on a port's own link. */
    public static NextHop connected(int port) {
        return new NextHop(Kind.FORWARD, port, 0, null);
    }

    /** A gateway on a port's link. */
    public static NextHop via(int port, int gateway) {
        return new NextHop(Kind.FORWARD, port, gateway, null);
    }

    /** The neighbour a packet for {@code destination} is handed to. */
    public int nextHop(int destination) {
        return gateway == 0 ? destination : gateway;
    }
}
