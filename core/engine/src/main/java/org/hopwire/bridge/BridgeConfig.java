package org.hopwire.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.hopwire.memory.PortSets;
import org.hopwire.wire.MacAddress;

/**
 * How a switch is set up.
 *
 * @param ports VLANs of each port, at the port's index
 * @param unregistered where data of a group without members goes
 * @param tableFull where data of a group goes that was asked for when there was no room for it
 * @param linkScope where data of 224.0.0.0/24 goes; anything but {@link GroupPolicy#FLOOD} breaks RFC 4541 2.1.2 (2)
 * @param stations limits of the address table
 * @param fixed stations that stay where they are
 * @param unsnoopedVlans VLANs in use whose multicast is flooded, whoever wants it
 */
public record BridgeConfig(List<BridgePort> ports, GroupPolicy unregistered, GroupPolicy tableFull,
        GroupPolicy linkScope, Stations stations, List<FixedStation> fixed, List<Integer> unsnoopedVlans) {
    /** Checks every field. */
    public BridgeConfig {
        ports = List.copyOf(ports);
        fixed = List.copyOf(fixed);
        unsnoopedVlans = List.copyOf(unsnoopedVlans);
        if (ports.isEmpty() || ports.size() > PortSets.MAX_PORTS) {
            throw new IllegalArgumentException(
                    "bridge ports: " + ports.size() + " is not 1 to " + PortSets.MAX_PORTS);
        }
        for (FixedStation each : fixed) {
            each.check(ports);
        }
        for (int vlan : unsnoopedVlans) {
            requireInUse(vlan, ports);
        }
    }

    private static void requireInUse(int vlan, List<BridgePort> ports) {
        if (ports.stream().noneMatch(each -> vlan != 0
                && (each.untaggedVlan() == vlan || each.taggedVlans().contains(vlan)))) {
            throw new IllegalArgumentException("bridge unsnooped vlan: " + vlan + " is on no port");
        }
    }

    /** That many ports, all in VLAN 1; groups without members are flooded. */
    public static BridgeConfig defaults(int ports) {
        return of(Collections.nCopies(ports, BridgePort.access(BridgePort.DEFAULT_VLAN)));
    }

    /** The given ports; groups without members are flooded. */
    public static BridgeConfig of(List<BridgePort> ports) {
        return new BridgeConfig(ports, GroupPolicy.FLOOD, GroupPolicy.FLOOD, GroupPolicy.FLOOD, Stations.defaults(),
                List.of(), List.of());
    }

    /** The same with another way for groups without members, those for which there was no room among them. */
    public BridgeConfig withUnregistered(GroupPolicy policy) {
        return new BridgeConfig(ports, policy, policy, linkScope, stations, fixed, unsnoopedVlans);
    }

    /** The same with another way for groups that were asked for when there was no room. */
    public BridgeConfig withTableFull(GroupPolicy policy) {
        return new BridgeConfig(ports, unregistered, policy, linkScope, stations, fixed, unsnoopedVlans);
    }

    /** The same with another way for 224.0.0.0/24. */
    public BridgeConfig withLinkScope(GroupPolicy policy) {
        return new BridgeConfig(ports, unregistered, tableFull, policy, stations, fixed, unsnoopedVlans);
    }

    /** The same, flooding the multicast of these VLANs. */
    public BridgeConfig withoutSnooping(List<Integer> vlans) {
        return new BridgeConfig(ports, unregistered, tableFull, linkScope, stations, fixed, vlans);
    }

    /** The same with other limits of the address table. */
    public BridgeConfig withStations(Stations newStations) {
        return new BridgeConfig(ports, unregistered, tableFull, linkScope, newStations, fixed, unsnoopedVlans);
    }

    /** The same with one more station that stays where it is. */
    public BridgeConfig withFixed(FixedStation station) {
        List<FixedStation> more = new ArrayList<>(fixed);
        more.add(station);
        return new BridgeConfig(ports, unregistered, tableFull, linkScope, stations, more, unsnoopedVlans);
    }

    /**
     * Limits of the address table. What would exceed one is not learned, so that its frames are flooded, and counted.
     *
     * @param limit most stations learned, 1 to 1,048,576
     * @param perPort most stations learned on one port, 1 to {@code limit}
     * @param ageingSeconds how long a silent station is remembered, 10 to 1,000,000 (IEEE 802.1Q section 8.8.3)
     */
    public record Stations(int limit, int perPort, int ageingSeconds) {
        private static final int MOST = 1 << 20;
        private static final int LEAST_AGEING_SECONDS = 10;
        private static final int MOST_AGEING_SECONDS = 1_000_000;

        /** Checks every field. */
        public Stations {
            require("limit", limit, 1, MOST);
            require("per port", perPort, 1, limit);
            require("ageing seconds", ageingSeconds, LEAST_AGEING_SECONDS, MOST_AGEING_SECONDS);
        }

        private static void require(String field, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "bridge stations " + field + ": " + value + " is not " + least + " to " + most);
            }
        }

        /** 16,384 stations, all of which may be on one port, remembered for 300 s (IEEE 802.1Q table 8-6). */
        public static Stations defaults() {
            return new Stations(16_384, 16_384, 300);
        }
    }

    /**
     * A station that is never moved, aged or flushed.
     *
     * @param port index of its port
     * @param vlan a VLAN of that port
     * @param mac its address, 48 bits, no group
     */
    public record FixedStation(int port, int vlan, long mac) {
        private void check(List<BridgePort> ports) {
            if (port < 0 || port >= ports.size()) {
                throw new IllegalArgumentException(
                        "bridge fixed station port: " + port + " is not 0 to " + (ports.size() - 1));
            }
            BridgePort place = ports.get(port);
            if (vlan == 0 || (vlan != place.untaggedVlan() && !place.taggedVlans().contains(vlan))) {
                throw new IllegalArgumentException("bridge fixed station vlan: " + vlan + " is not on port " + port);
            }
            if (mac <= 0 || mac > MacAddress.BROADCAST || MacAddress.isGroup(mac)) {
                throw new IllegalArgumentException(
                        "bridge fixed station mac: " + MacAddress.format(mac) + " is no station's address");
            }
        }
    }
}
