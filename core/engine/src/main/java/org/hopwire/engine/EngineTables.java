package org.hopwire.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortLookup;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.neighbor.NeighbourTable;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteTable;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.wire.ExtendedEcho;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/** The tables a configuration makes; whatever is wrong with it is found here, before anything is mapped or opened. */
final class EngineTables implements PortLookup {
    /** Room for neighbours that are configured later; 32 octets each, four times. */
    private static final int LEAST_NEIGHBOURS = 256;

    final InterfaceTable interfaces;
    final RouteTable routes;
    final NeighbourTable neighbours;

    EngineTables(EngineConfig config, long seed) {
        interfaces = interfacesOf(config);
        neighbours = neighboursOf(config);
        List<Route> given = routesOf(config);
        for (NeighborConfig each : config.neighbor()) {
            int port = indexOf(each.port(), "neighbor " + each.address() + " port");
            neighbours.put(port, each.ipAddress(), each.linkAddress());
        }
        // last: it maps memory
        routes = new RouteTable(given, seed);
    }

    private static NeighbourTable neighboursOf(EngineConfig config) {
        boolean[] resolving = new boolean[config.port().size()];
        boolean any = false;
        for (int i = 0; i < resolving.length; i++) {
            resolving[i] = config.resolvesNeighbours(config.port().get(i));
            any |= resolving[i];
        }
        int learned = any ? config.ip().arp().maxEntries() : 0;
        return new NeighbourTable(Math.max(LEAST_NEIGHBOURS, config.neighbor().size() + learned),
                EngineParts.randomOf(config).nextLong(),
                resolving);
    }

    /** Ports that answer ARP for stations behind others, by index. */
    static BitSet proxies(EngineConfig config) {
        BitSet proxies = new BitSet();
        for (int i = 0; i < config.port().size(); i++) {
            proxies.set(i, config.ip().port(config.port().get(i).name()).proxyArp());
        }
        return proxies;
    }

    /**
     * Checks what another configuration says of these ports.
     *
     * @throws IllegalArgumentException naming what is wrong with the first route or neighbour that is
     */
    void require(EngineConfig changed) {
        routesOf(changed.route());
        for (NeighborConfig each : changed.neighbor()) {
            indexOf(each.port(), "neighbor " + each.address() + " port");
        }
        int learned = 0;
        for (int i = 0; i < interfaces.size(); i++) {
            learned = neighbours.resolves(i) ? changed.ip().arp().maxEntries() : learned;
        }
        if (changed.neighbor().size() + learned > neighbours.most()) {
            throw new IllegalArgumentException("neighbor: " + changed.neighbor().size() + " neighbours, more than the "
                    + (neighbours.most() - learned) + " this engine has room for, need a restart");
        }
    }

    private static InterfaceTable interfacesOf(EngineConfig config) {
        List<Interface> interfaces = new ArrayList<>();
        for (PortConfig each : config.port()) {
            interfaces.add(each.toInterface(interfaces.size()));
        }
        return new InterfaceTable(interfaces);
    }

    private List<Route> routesOf(EngineConfig config) {
        List<Route> all = new ArrayList<>();
        for (int i = 0; i < interfaces.size(); i++) {
            for (Ipv4Prefix prefix : interfaces.get(i).addresses()) {
                all.add(Route.connected(prefix, i));
            }
        }
        all.addAll(routesOf(config.route()));
        return all;
    }

    /** Configured routes among these ports. */
    List<Route> routesOf(List<RouteConfig> configs) {
        return configs.stream().map(each -> each.toRoute(this)).toList();
    }

    @Override
    public int indexOf(String name, String field) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(field + ": no port is called \"" + name + "\"");
    }

    @Override
    public int connectedTo(int address, String field) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).networkOf(address) != null) {
                return i;
            }
        }
        throw new IllegalArgumentException(field + ": " + Ipv4Address.format(address) + " is on no port's network");
    }

    /** What an extended echo (RFC 8335) is told of a neighbour: a static one is reachable until proved otherwise. */
    int neighbourState(int address) {
        for (int i = 0; i < interfaces.size(); i++) {
            long known = neighbours.peek(i, address);
            if (known != NeighbourTable.UNKNOWN) {
                return known >= 0 ? ExtendedEcho.STATE_REACHABLE : stateOf(known);
            }
        }
        return 0;
    }

    private static int stateOf(long unanswered) {
        return unanswered == NeighbourTable.FAILED ? ExtendedEcho.STATE_FAILED : ExtendedEcho.STATE_INCOMPLETE;
    }

    /** First hop to a destination: port in the high half, neighbour in the low one; -1 where no route leads there. */
    long firstHop(int destination) {
        NextHop way = wayTo(destination);
        return way == null
                ? -1
                : (long) way.port() << Integer.SIZE | (way.nextHop(destination) & 0xFFFF_FFFFL);
    }

    /** The first of the ways on to a destination; null where there is none. */
    private NextHop wayTo(int destination) {
        Paths ways = routes.find(destination);
        return ways == null || ways.get(0).kind() != NextHop.Kind.FORWARD ? null : ways.get(0);
    }

    /** Whether nothing at all is said of a destination. */
    boolean hasNoRoute(int destination) {
        return routes.find(destination) == null;
    }

    /** RFC 1027: what a route leads to, by other ports than the one the question came from. */
    boolean isBehindAnother(int port, int address) {
        return interfaces.kind(address) == AddressKind.REMOTE && wayTo(address) != null
                && !routes.find(address).leadsTo(port);
    }
}
