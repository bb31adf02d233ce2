package org.hopwire.engine.config;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.packet.Interface;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.MacAddress;

/**
 * One port.
 *
 * @param name unique, at most 255 visible ASCII characters; a pcapng interface of that name feeds it
 * @param kind {@code "pcap"} or {@code "memory"}
 * @param mac link-layer address; where absent the port takes frames for any station, and answers from a local one
 * @param address our addresses with prefix length; the first is the primary one
 * @param mtu largest datagram, 68 to 65535 octets; 1500 where absent
 * @param vlan 802.1Q identifier, 1 to 4094; 0 or absent for untagged; of a switch the VLAN of frames without a tag, 1
 *     where neither it nor {@code taggedVlan} says otherwise
 * @param taggedVlan of a switch: VLANs whose frames carry their tag on this port, 1 to 4094
 */
public record PortConfig(String name, String kind, String mac, List<String> address, Integer mtu, Integer vlan,
        List<Integer> taggedVlan) {
    private static final int DEFAULT_VLAN = 1;
    /** What the name of an interface may have in a pcapng file. */
    private static final int LONGEST_NAME = 255;
    private static final int DEFAULT_MTU = 1500;
    /** Locally administered, so that it collides with no vendor's. */
    private static final long LOCAL_MAC = 0x0268_7700_0001L;

    /** Fills in what is absent and checks the rest. */
    public PortConfig {
        if (name == null || name.isBlank() || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("port name: \"" + (name == null ? "" : name) + "\" is not a plain word");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("port name: \"" + name + "\" has " + name.length()
                    + " characters, more than " + LONGEST_NAME);
        }
        kind = kind == null ? PortKind.MEMORY.label() : kind;
        address = address == null ? List.of() : List.copyOf(address);
        mtu = mtu == null ? DEFAULT_MTU : mtu;
        vlan = vlan == null ? 0 : vlan;
        taggedVlan = taggedVlan == null ? List.of() : List.copyOf(taggedVlan);
        check(name, kind, mac, address);
    }

    /** A port of one VLAN. */
    public PortConfig(String name, String kind, String mac, List<String> address, Integer mtu, Integer vlan) {
        this(name, kind, mac, address, mtu, vlan, null);
    }

    private static void check(String name, String kind, String mac, List<String> address) {
        ConfigField.check("port " + name, () -> PortKind.parse(kind));
        if (mac != null) {
            long parsed = ConfigField.check("port " + name + " mac", () -> MacAddress.parse(mac));
            if (parsed == 0 || MacAddress.isGroup(parsed)) {
                throw new IllegalArgumentException("port " + name + " mac: " + mac + " is no station's address");
            }
        }
        address.forEach(each -> checkAddress(name, each));
    }

    private static void checkAddress(String name, String text) {
        Ipv4Prefix prefix = ConfigField.check("port " + name + " address", () -> Ipv4Prefix.parse(text));
        int net = prefix.address() >>> 24;
        boolean crowd = prefix.hasDirectedBroadcast()
                && (prefix.address() == prefix.network() || prefix.address() == prefix.directedBroadcast());
        if (net == 0 || net == 127 || net >= 224 || crowd) {
            throw new IllegalArgumentException("port " + name + " address: " + text + " is no host's address");
        }
    }

    /** A port whose frames the embedding program injects and collects. */
    public static PortConfig memory(String name, String... address) {
        return new PortConfig(name, PortKind.MEMORY.label(), null, List.of(address), null, null);
    }

    /** A port fed by a capture. */
    public static PortConfig pcap(String name, String... address) {
        return new PortConfig(name, PortKind.PCAP.label(), null, List.of(address), null, null);
    }

    /** The same with a link-layer address. */
    public PortConfig withMac(String newMac) {
        return new PortConfig(name, kind, newMac, address, mtu, vlan, taggedVlan);
    }

    /** The same with another MTU. */
    public PortConfig withMtu(int newMtu) {
        return new PortConfig(name, kind, mac, address, newMtu, vlan, taggedVlan);
    }

    /** The same inside a VLAN. */
    public PortConfig withVlan(int newVlan) {
        return new PortConfig(name, kind, mac, address, mtu, newVlan, taggedVlan);
    }

    /** The same in more VLANs, whose frames carry their tag. */
    public PortConfig withTaggedVlans(Integer... vlans) {
        return new PortConfig(name, kind, mac, address, mtu, vlan, List.of(vlans));
    }

    /** Whether a switch's port is in a VLAN of 1 to 4094. */
    boolean isIn(int vlanId) {
        boolean plain = vlan == 0 && taggedVlan.isEmpty();
        return (plain ? DEFAULT_VLAN : vlan) == vlanId || taggedVlan.contains(vlanId);
    }

    /** The interface of the port at a position among all ports, from 0. */
    public Interface toInterface(int index) {
        List<Ipv4Prefix> prefixes = new ArrayList<>();
        address.forEach(each -> prefixes.add(Ipv4Prefix.parse(each)));
        long linkAddress = mac == null ? LOCAL_MAC + index : MacAddress.parse(mac);
        return new Interface(index, name, linkAddress, mac == null, mtu, vlan, prefixes);
    }
}
