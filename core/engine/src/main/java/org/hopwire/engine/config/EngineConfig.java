package org.hopwire.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.ip.path.PathConfig;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.MacAddress;

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
        requireOwnNetworks(port);
        DeviceRules.requireOwnDevices(port);
        requireOwnMacs(port);
        requireRoutes(port, route);
        requireNeighbors(port, route, neighbor);
        MembershipRules.check(engine.mode(), port, igmp);
        requirePortOptions(engine.mode(), port, ip);
        requireHost(engine.mode(), ip.path());
        requireRouter(engine.mode(), ip.sourceRoutes());
        if (icmp.routerDiscovery().enabled() && engine.mode() == EngineMode.HOST) {
            throw new IllegalArgumentException("icmp.router_discovery.enabled: a host advertises no route (RFC 1256)");
        }
    }

    /** Without membership. */
    public EngineConfig(EngineSettings engine, List<PortConfig> port, List<RouteConfig> route,
            List<NeighborConfig> neighbor, IpConfig ip, IcmpConfig icmp) {
        this(engine, port, route, neighbor, ip, icmp, null);
    }

    private static void requireHost(EngineMode mode, PathConfig path) {
        if (mode != EngineMode.HOST && Boolean.TRUE.equals(path.acceptRedirects())) {
            throw new IllegalArgumentException(
                    "ip.path.accept_redirects: a router goes by its routes (RFC 1812 section 5.2.7.2)");
        }
        if (mode != EngineMode.HOST && path.routerDiscovery()) {
            throw new IllegalArgumentException(
                    "ip.path.router_discovery: only a host looks for routers (RFC 1256 section 5)");
        }
    }

    private static void requireRouter(EngineMode mode, SourceRoutePolicy sourceRoutes) {
        if (mode != EngineMode.ROUTER && sourceRoutes == SourceRoutePolicy.FORWARD) {
            throw new IllegalArgumentException("ip.source_routes: \"forward\": only a router forwards");
        }
    }

    /** Whether redirects change the first hop: of a host, unless it was told otherwise. */
    public boolean goesByRedirects() {
        return engine.mode() == EngineMode.HOST && !Boolean.FALSE.equals(ip.path().acceptRedirects());
    }

    /** Whether a default router is looked for. */
    public boolean looksForRouters() {
        return ip.path().routerDiscovery();
    }

    private static void requirePortOptions(EngineMode mode, List<PortConfig> ports, IpConfig ip) {
        Set<String> named = new HashSet<>();
        for (IpConfig.PortOptions each : ip.port()) {
            String field = "ip.port " + each.name();
            PortConfig port = ports.stream().filter(any -> any.name().equals(each.name())).findFirst().orElse(null);
            if (port == null) {
                throw new IllegalArgumentException(field + " name: no port is called \"" + each.name() + '"');
            }
            if (!named.add(each.name())) {
                throw new IllegalArgumentException(field + " name: \"" + each.name() + "\" is given twice");
            }
            if (Boolean.TRUE.equals(each.arp()) && port.address().isEmpty()) {
                throw new IllegalArgumentException(field + " arp: the port has no address to ask from");
            }
            if (each.directedBroadcast() && mode != EngineMode.ROUTER) {
                throw new IllegalArgumentException(field + " directed_broadcast: true: only a router forwards");
            }
            if (each.proxyArp() && mode == EngineMode.SWITCH) {
                throw new IllegalArgumentException(field + " proxy_arp: true: a switch passes ARP on");
            }
        }
    }

    /** Whether neighbours of a port are found by ARP: never by a switch, which passes ARP on. */
    public boolean resolvesNeighbours(PortConfig port) {
        Boolean wanted = ip.port(port.name()).arp();
        boolean resolves = wanted == null ? PortKind.parse(port.kind()).isDevice() : wanted;
        return resolves && engine.mode() != EngineMode.SWITCH && !port.address().isEmpty();
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

    /** Of two connected routes to one network only one would ever be used. */
    private static void requireOwnNetworks(List<PortConfig> ports) {
        Map<Ipv4Prefix, String> owners = new HashMap<>();
        for (PortConfig each : ports) {
            for (String text : each.address()) {
                String owner = owners.putIfAbsent(networkOf(text), each.name());
                if (owner != null && !owner.equals(each.name())) {
                    throw new IllegalArgumentException("port " + each.name() + " address: " + text
                            + " is in the network of port \"" + owner + "\", too");
                }
            }
        }
    }

    private static Ipv4Prefix networkOf(String prefix) {
        return Ipv4Prefix.parse(prefix).canonical();
    }

    /** VLANs of one card share its address; what else does would be taken for one station. */
    private static void requireOwnMacs(List<PortConfig> ports) {
        Map<List<Object>, String> owners = new HashMap<>();
        for (PortConfig each : ports) {
            String owner = each.mac() == null
                    ? null
                    : owners.putIfAbsent(List.of(MacAddress.parse(each.mac()), each.vlan()), each.name());
            if (owner != null) {
                throw new IllegalArgumentException("port " + each.name() + " mac: " + each.mac()
                        + " is that of port \"" + owner + "\", too");
            }
        }
    }

    private static void requireRoutes(List<PortConfig> ports, List<RouteConfig> routes) {
        Map<Ipv4Prefix, String> owners = new HashMap<>();
        for (PortConfig each : ports) {
            each.address().forEach(text -> owners.put(networkOf(text), "the network of port \"" + each.name() + "\""));
        }
        for (RouteConfig each : routes) {
            String owner = owners.putIfAbsent(networkOf(each.to()), "given twice");
            if (owner != null) {
                throw new IllegalArgumentException("route " + each.to() + " to: " + each.to() + " is " + owner);
            }
            if (each.via() != null) {
                each.via().forEach(gateway -> requireForeign(ports, Ipv4Address.parse(gateway),
                        "route " + each.to() + " via"));
            }
        }
    }

    /**
     * Checks routes that are to be added while the engine runs.
     *
     * @throws IllegalArgumentException naming the first that is the network of a port, is there twice, or leads to us
     */
    public void requireAddable(List<RouteConfig> routes) {
        requireRoutes(port, routes);
    }

    /**
     * Checks prefixes whose routes are to be removed while the engine runs.
     *
     * @throws IllegalArgumentException naming the first that is none, or is the network of a port
     */
    public List<Ipv4Prefix> requireRemovable(List<String> prefixes) {
        return prefixes.stream().map(this::removable).toList();
    }

    private Ipv4Prefix removable(String text) {
        Ipv4Prefix prefix = ConfigField.check("route to", () -> Ipv4Prefix.parseNetwork(text));
        for (PortConfig each : port) {
            if (each.address().stream().anyMatch(own -> networkOf(own).equals(prefix))) {
                throw new IllegalArgumentException(
                        "route " + text + " to: " + text + " is the network of port \"" + each.name() + "\"");
            }
        }
        return prefix;
    }

    private static void requireForeign(List<PortConfig> ports, int address, String field) {
        for (PortConfig each : ports) {
            for (String text : each.address()) {
                Ipv4Prefix prefix = Ipv4Prefix.parse(text);
                if (prefix.address() == address) {
                    throw new IllegalArgumentException(field + ": " + Ipv4Address.format(address)
                            + " is our own address on port \"" + each.name() + "\"");
                }
                if (prefix.hasDirectedBroadcast()
                        && (address == prefix.network() || prefix.isDirectedBroadcast(address))) {
                    throw new IllegalArgumentException(field + ": " + Ipv4Address.format(address)
                            + " is no host's address in " + networkOf(text));
                }
            }
        }
    }

    private static void requireNeighbors(List<PortConfig> ports, List<RouteConfig> routes,
            List<NeighborConfig> neighbors) {
        Set<String> known = new HashSet<>();
        for (NeighborConfig each : neighbors) {
            String field = "neighbor " + each.address() + " address";
            requireForeign(ports, each.ipAddress(), field);
            if (!known.add(each.port() + " " + Ipv4Address.format(each.ipAddress()))) {
                throw new IllegalArgumentException(field + ": " + each.address() + " is given twice");
            }
            // a port nobody has configured is told where its index is looked up
            if (ports.stream().anyMatch(port -> port.name().equals(each.port()))
                    && prefixesOn(each.port(), ports, routes).noneMatch(prefix -> prefix.contains(each.ipAddress()))) {
                throw new IllegalArgumentException(field + ": " + each.address()
                        + " is on no network of port \"" + each.port() + "\"");
            }
        }
    }

    /** Destinations that a port's link holds itself. */
    private static Stream<Ipv4Prefix> prefixesOn(String port, List<PortConfig> ports, List<RouteConfig> routes) {
        Stream<String> connected = ports.stream().filter(each -> each.name().equals(port))
                .flatMap(each -> each.address().stream());
        Stream<String> routed = routes.stream().filter(each -> port.equals(each.port())).map(RouteConfig::to);
        return Stream.concat(connected, routed).map(Ipv4Prefix::parse);
    }

    /** The same with other ports. */
    public EngineConfig withPorts(List<PortConfig> ports) {
        return new EngineConfig(engine, ports, route, neighbor, ip, icmp, igmp);
    }

    /** The same with more routes, behind its own. */
    public EngineConfig withMoreRoutes(List<RouteConfig> more) {
        List<RouteConfig> all = new ArrayList<>(route);
        all.addAll(more);
        return new EngineConfig(engine, port, all, neighbor, ip, icmp, igmp);
    }

    /** Names of the ports, in order. */
    public List<String> portNames() {
        return port.stream().map(PortConfig::name).toList();
    }
}
