package org.hopwire.ip;

import org.hopwire.packet.RejectCause;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Where a prefix leads.
 *
 * @param prefix destinations it covers
 * @param kind what happens to them
 * @param port index of the outgoing port; -1 unless the kind forwards
 * @param gateway next hop, 0 where the destination itself is on the link
 * @param cause the ICMP error of a rejecting route, else null
 */
public record Route(Ipv4Prefix prefix, Kind kind, int port, int gateway, RejectCause cause) {
    /** What a route does. */
    public enum Kind {
        /** Sends on, to the gateway or to the destination itself. */
        FORWARD,
        /** Refuses with an ICMP error. */
        REJECT,
        /** Drops in silence. */
        BLACKHOLE
    }

    /** A network on a port's own link. */
    public static Route connected(Ipv4Prefix prefix, int port) {
        return new Route(prefix.canonical(), Kind.FORWARD, port, 0, null);
    }

    /** A network behind a gateway on a port's link. */
    public static Route via(Ipv4Prefix prefix, int port, int gateway) {
        return new Route(prefix.canonical(), Kind.FORWARD, port, gateway, null);
    }

    /** A network that is refused. */
    public static Route reject(Ipv4Prefix prefix, RejectCause cause) {
        return new Route(prefix.canonical(), Kind.REJECT, -1, 0, cause);
    }

    /** A network that vanishes. */
    public static Route blackhole(Ipv4Prefix prefix) {
        return new Route(prefix.canonical(), Kind.BLACKHOLE, -1, 0, null);
    }

    /** The neighbour a packet for {@code destination} is handed to. */
    public int nextHop(int destination) {
        return gateway == 0 ? destination : gateway;
    }
}
