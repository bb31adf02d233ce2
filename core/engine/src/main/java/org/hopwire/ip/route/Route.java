package org.hopwire.ip.route;

import java.util.Comparator;
import java.util.List;

import org.hopwire.packet.RejectCause;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Where a prefix leads.
 *
 * @param prefix destinations it covers
 * @param nextHops one way, or several of equal cost among which flows are spread, in one order whatever order they are
 *     given in
 */
public record Route(Ipv4Prefix prefix, List<NextHop> nextHops) {
    /** Most ways of equal cost. */
    public static final int MOST_NEXT_HOPS = 64;

    private static final Comparator<NextHop> ORDER = Comparator.comparingInt(NextHop::port)
            .thenComparingInt(NextHop::gateway);

    /**
     * Checks the next hops.
     *
     * @throws IllegalArgumentException unless they are 1 to 64, all different, and where several, all forwarding
     */
    public Route {
        // most have one, and there may be a million
        nextHops = nextHops.size() == 1
                ? List.copyOf(nextHops)
                : nextHops.stream().distinct().sorted(ORDER).toList();
        if (nextHops.isEmpty() || nextHops.size() > MOST_NEXT_HOPS) {
            throw new IllegalArgumentException(
                    "route " + prefix + " next hops: " + nextHops.size() + " is not 1 to " + MOST_NEXT_HOPS);
        }
        if (nextHops.size() > 1 && nextHops.stream().anyMatch(each -> each.kind() != NextHop.Kind.FORWARD)) {
            throw new IllegalArgumentException("route " + prefix + " next hops: one of several does not forward");
        }
    }

    private static Route of(Ipv4Prefix prefix, NextHop only) {
        return new Route(prefix.canonical(), List.of(only));
    }

    /** A network on a port's own link. */
    public static Route connected(Ipv4Prefix prefix, int port) {
        return of(prefix, NextHop.connected(port));
    }

    /** A network behind a gateway on a port's link. */
    public static Route via(Ipv4Prefix prefix, int port, int gateway) {
        return of(prefix, NextHop.via(port, gateway));
    }

    /** A network behind several gateways of equal cost. */
    public static Route via(Ipv4Prefix prefix, List<NextHop> gateways) {
        return new Route(prefix.canonical(), gateways);
    }

    /** A network that is refused. */
    public static Route reject(Ipv4Prefix prefix, RejectCause cause) {
        return of(prefix, new NextHop(NextHop.Kind.REJECT, -1, 0, cause));
    }

    /** A network that vanishes. */
    public static Route blackhole(Ipv4Prefix prefix) {
        return of(prefix, new NextHop(NextHop.Kind.BLACKHOLE, -1, 0, null));
    }
}
