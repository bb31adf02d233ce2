package org.hopwire.engine.config;

import org.hopwire.counter.RowLabels;
import org.hopwire.ip.Route;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/**
 * One static route: exactly one of {@code via}, {@code port} and {@code reject} says where it leads.
 *
 * @param to destinations, {@code "198.51.100.0/24"}; {@code "0.0.0.0/0"} is the default route
 * @param via gateway on a connected network
 * @param port port whose link holds the destinations themselves
 * @param reject {@code "blackhole"}, or a destination-unreachable cause such as {@code "admin-prohibited"}
 */
public record RouteConfig(String to, String via, String port, String reject) {
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
            ConfigField.check("route " + to + " via", () -> Ipv4Address.parse(via));
        }
        if (reject != null && !reject.equals(BLACKHOLE)) {
            causeOf(to, reject);
        }
    }

    private static int count(String field) {
        return field == null ? 0 : 1;
    }

    /** A route through a gateway. */
    public static RouteConfig via(String to, String gateway) {
        return new RouteConfig(to, gateway, null, null);
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
            int gateway = Ipv4Address.parse(via);
            return Route.via(prefix, ports.connectedTo(gateway, "route " + to + " via"), gateway);
        }
        if (port != null) {
            return Route.connected(prefix, ports.indexOf(port, "route " + to + " port"));
        }
        return reject.equals(BLACKHOLE) ? Route.blackhole(prefix) : Route.reject(prefix, causeOf(to, reject));
    }
}
