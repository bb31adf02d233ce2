package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import org.hopwire.bridge.BridgeConfig;
import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.bridge.BridgePort;
import org.hopwire.bridge.BridgeTables;
import org.hopwire.bridge.GroupPolicy;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.SnoopHandler;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.membership.MembershipTable;
import org.hopwire.membership.RefusedGroups;

/** A switch put together: what its ports are in, its tables, its handlers. */
final class SwitchParts {
    private final BridgeConfig bridge;
    private final BridgeTables tables;
    private final BridgeHandlers handlers;
    private final RefusedGroups refused;

    SwitchParts(EngineConfig config, IgmpLink[] links, MembershipTable groups, CounterRegistry registry,
            RandomGenerator random) {
        bridge = bridgeOf(config, links);
        refused = new RefusedGroups(random.nextLong());
        tables = BridgeTables.of(bridge, groups.reader(), refused);
        long mac = config.port().get(0).toInterface(0).mac();
        handlers = new BridgeHandlers(bridge, tables, mac, registry, WorkerAssembly.nameOf(0), random);
    }

    private static BridgeConfig bridgeOf(EngineConfig config, IgmpLink[] links) {
        Snooping snooping = config.igmp().snooping();
        return BridgeConfig.of(portsOf(config, links)).withUnregistered(policyOf(snooping.unregistered()))
                .withTableFull(policyOf(snooping.tableFull())).withoutSnooping(snooping.offVlan());
    }

    /** While the worker is in no burst: puts the policies of another configuration in force. */
    void reconfigure(EngineConfig config, IgmpLink[] links) {
        handlers.reconfigure(bridgeOf(config, links));
    }

    private static List<BridgePort> portsOf(EngineConfig config, IgmpLink[] links) {
        List<BridgePort> ports = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            PortConfig port = config.port().get(i);
            boolean plain = port.vlan() == 0 && port.taggedVlan().isEmpty();
            ports.add(new BridgePort(plain ? BridgePort.DEFAULT_VLAN : port.vlan(), port.taggedVlan(),
                    links[i].routerPort(), !links[i].checks().wellFormed()));
        }
        return ports;
    }

    private static GroupPolicy policyOf(Unregistered policy) {
        return switch (policy) {
            case FLOOD -> GroupPolicy.FLOOD;
            case ROUTER_PORTS -> GroupPolicy.ROUTER_PORTS;
            case DROP -> GroupPolicy.DROP;
        };
    }

    BridgeHandlers handlers() {
        return handlers;
    }

    SnoopHandler.Plan plan() {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < bridge.ports().size(); i++) {
            BridgePort port = bridge.ports().get(i);
            List<Integer> vlans = new ArrayList<>(port.taggedVlans());
            if (port.untaggedVlan() != 0) {
                vlans.add(port.untaggedVlan());
            }
            for (int vlan : vlans) {
                if (!bridge.unsnoopedVlans().contains(vlan)) {
                    members.computeIfAbsent(vlan, key -> new ArrayList<>()).add(i);
                }
            }
        }
        return new SnoopHandler.Plan(members, new Ports(tables, refused));
    }

    private record Ports(BridgeTables tables, RefusedGroups refused) implements SnoopHandler.Ports {
        @Override
        public void router(int vlan, int port, boolean present) {
            tables.routers().router(vlan, port, present);
        }

        @Override
        public void pinned(int port, boolean isRouterPort) {
            tables.routers().pin(port, isRouterPort);
        }

        @Override
        public void link(int port, boolean isUp) {
            tables.links().up(port, isUp);
        }

        @Override
        public void refused(int vlan, int group) {
            refused.add(vlan, group);
        }

        @Override
        public boolean ageRefused() {
            return refused.age();
        }

        @Override
        public long topologyChanges() {
            return tables.topology().changes();
        }

        @Override
        public long topologyChanges(int port) {
            return tables.topology().changes(port);
        }
    }
}
