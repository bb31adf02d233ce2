package org.hopwire.engine.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hopwire.counter.RowLabels;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Route;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/**
 * One static route: exactly one of {@code via}, {@code port} and {@code reject} says where it leads.
 *
 * @param to destinations, {@code "198.51.100.0/24"}; {@code "0.0.0.0/0"} is the default route
 * @param via gateway on a connected network, or several of equal cost among which flows are spread
 * @param port port whose link holds the destinations themselves
 * @param reject {@code "blackhole"}, or a destination-unreachable cause such as {@code "admin-prohibited"}
 */
public record RouteConfig(String to, List<String> via, String port, String reject) {
    private static final String BLACKHOLE = "blackhole";
    private static final int UNREACHABLE_TYPE = 3;

    /** Checks every field. */
    public RouteConfig {
        if (to == null) {
            throw new IllegalArgumentException("route to: missing");
        }
        ConfigField.check("route to", () -> Ipv4Prefix.parseNetwork(to));
        if (count(via) + count(port) + count(reject) != 1) {
            throw new IllegalArgumentException("route " + to + ": needs exactly one of via, port and reject");
        }
        if (via != null) {
            via = List.copyOf(via);
            requireGateways(to, via);
        }
        if (reject != null && !reject.equals(BLACKHOLE)) {
            causeOf(to, reject);
        }
    }

    private static void requireGateways(String to, List<String> via) {
        String field = "route " + to + " via";
        if (via.isEmpty() || via.size() > Route.MOST_NEXT_HOPS) {
            throw new IllegalArgumentException(
                    field + ": " + via.size() + " gateways are not 1 to " + Route.MOST_NEXT_HOPS);
        }
        Set<Integer> known = new HashSet<>();
        for (String each : via) {
            if (!known.add(ConfigField.check(field, () -> Ipv4Address.parse(each)))) {
                throw new IllegalArgumentException(field + ": " + each + " is given twice");
            }
        }
    }

    private static int count(Object field) {
        return field == null ? 0 : 1;
    }

    /** A route through a gateway, or through several of equal cost. */
    public static RouteConfig via(String to, String... gateways) {
        return new RouteConfig(to, List.of(gateways), null, null);
    }

    /** A route whose destinations are on a port's own link. */
    public static RouteConfig on(String to, String port) {
        return new RouteConfig(to, null, port, null);
    }

    /** A route that answers with an ICMP error, or with silence for {@code "blackhole"}. */
    public static RouteConfig reject(String to, String cause) {
        return new RouteConfig(to, null, null, cause);
    }

    private static RejectCause causeOf(String to, String label) {
        for (RejectCause cause : RejectCause.values()) {
            if (isRouteCause(cause) && RowLabels.of(cause).equals(label)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("route " + to + " reject: \"" + label
                + "\" is neither \"blackhole\" nor an unreachable cause such as \"net-unreachable\"");
    }

    /** Codes a router raises for want of a route or of permission; 2 to 5 speak of other things (RFC 1812 5.2.7.1). */
    private static boolean isRouteCause(RejectCause cause) {
        return cause.type() == UNREACHABLE_TYPE && (cause.code() <= 1 || cause.code() >= 6);
    }

    /**
     * The route among an engine's ports.
     *
     * @throws IllegalArgumentException naming the field, if it names a port or network there is not
     */
    public Route toRoute(PortLookup ports) {
        Ipv4Prefix prefix = Ipv4Prefix.parseNetwork(to);
        if (via != null) {
            List<NextHop> gateways = new ArrayList<>();
            for (String each : via) {
                int gateway = Ipv4Address.parse(each);
                gateways.add(NextHop.via(ports.connectedTo(gateway, "route " + to + " via"), gateway));
            }
            return Route.via(prefix, gateways);
        }
        if (port != null) {
            return Route.connected(prefix, ports.indexOf(port, "route " + to + " port"));
        }
        return reject.equals(BLACKHOLE) ? Route.blackhole(prefix) : Route.reject(prefix, causeOf(to, reject));
    }
}
