package org.hopwire.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Everything a configuration file says, checked.
 *
 * @param engine the engine as a whole
 * @param port its ports, at least one
 * @param route static routes
 * @param neighbor static neighbours
 * @param ip choices of the IP layer
 * @param icmp choices of ICMP
 * @param igmp roles and choices of the membership protocol
 */
public record EngineConfig(EngineSettings engine, List<PortConfig> port, List<RouteConfig> route,
        List<NeighborConfig> neighbor, IpConfig ip, IcmpConfig icmp, IgmpConfig igmp) {
    /** Fills in what is absent and checks what only the whole can tell. */
    public EngineConfig {
        engine = engine == null ? EngineSettings.defaults() : engine;
        port = port == null ? List.of() : List.copyOf(port);
        route = route == null ? List.of() : List.copyOf(route);
        neighbor = neighbor == null ? List.of() : List.copyOf(neighbor);
        ip = ip == null ? IpConfig.defaults() : ip;
        icmp = icmp == null ? IcmpConfig.defaults() : icmp;
        igmp = igmp == null ? IgmpConfig.defaults() : igmp;
        if (port.isEmpty()) {
            throw new IllegalArgumentException("port: at least one is needed");
        }
        requireUnique(port);
        if (icmp.routerDiscovery().enabled() && engine.mode() == EngineMode.HOST) {
            throw new IllegalArgumentException("icmp.router_discovery.enabled: a host advertises no route (RFC 1256)");
        }
    }

    /** Without membership. */
    public EngineConfig(EngineSettings engine, List<PortConfig> port, List<RouteConfig> route,
            List<NeighborConfig> neighbor, IpConfig ip, IcmpConfig icmp) {
        this(engine, port, route, neighbor, ip, icmp, null);
    }

    private static void requireUnique(List<PortConfig> ports) {
        Set<String> names = new HashSet<>();
        for (PortConfig each : ports) {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException("port name: \"" + each.name() + "\" is given twice");
            }
        }
        Set<Integer> addresses = new HashSet<>();
        for (PortConfig each : ports) {
            for (String text : each.address()) {
                if (!addresses.add(Ipv4Prefix.parse(text).address())) {
                    throw new IllegalArgumentException("port " + each.name() + " address: " + text + " is given twice");
                }
            }
        }
    }

    /** Names of the ports, in order. */
    public List<String> portNames() {
        return port.stream().map(PortConfig::name).toList();
    }
}
