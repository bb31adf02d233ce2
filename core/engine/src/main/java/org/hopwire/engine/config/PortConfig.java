package org.hopwire.engine.config;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.packet.Interface;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.MacAddress;

/**
 * One port.
 *
 * @param name unique, at most 255 visible ASCII characters; a pcapng interface of that name feeds it
 * @param kind {@code "pcap"}, {@code "memory"}, {@code "af_packet"}, {@code "af_xdp"}, {@code "tap"} or {@code "tun"}
 * @param mac link-layer address; where absent the interface's own, or, where there is no interface, a local one, and
 *     then the port takes frames for any station
 * @param address our addresses with prefix length; the first is the primary one
 * @param mtu largest datagram, 68 to 65535 octets; the interface's own or 1500 where absent
 * @param vlan 802.1Q identifier, 1 to 4094; 0 or absent for untagged; of a switch the VLAN of frames without a tag, 1
 *     where neither it nor {@code taggedVlan} says otherwise
 * @param taggedVlan of a switch: VLANs whose frames carry their tag on this port, 1 to 4094
 * @param device interface behind the port, or {@code fd:N} for a descriptor that a parent process left open
 * @param options how to open the device
 */
public record PortConfig(String name, String kind, String mac, List<String> address, Integer mtu, Integer vlan,
        List<Integer> taggedVlan, String device, LinuxPortConfig options) {
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
        options = options == null ? LinuxPortConfig.defaults() : options;
        vlan = vlan == null ? 0 : vlan;
        taggedVlan = taggedVlan == null ? List.of() : List.copyOf(taggedVlan);
        check(name, kind, mac, address);
        checkDevice(name, PortKind.parse(kind), device);
        DeviceRules.check(name, PortKind.parse(kind), vlan, options);
        mtu = mtu == null && !PortKind.parse(kind).isDevice() ? Integer.valueOf(DEFAULT_MTU) : mtu;
    }

    /** A port of one VLAN. */
    public PortConfig(String name, String kind, String mac, List<String> address, Integer mtu, Integer vlan) {
        this(name, kind, mac, address, mtu, vlan, null, null, null);
    }

    private static void checkDevice(String name, PortKind kind, String device) {
        if (kind.isDevice() && (device == null || device.isBlank())) {
            throw new IllegalArgumentException(
                    "port " + name + " device: kind \"" + kind.label() + "\" needs an interface's name");
        }
        if (!kind.isDevice() && device != null) {
            throw new IllegalArgumentException(
                    "port " + name + " device: kind \"" + kind.label() + "\" has none");
        }
        if (device != null) {
            checkDevice(name, device);
        }
    }

    /** What the kernel takes for an interface's name, or a descriptor. */
    private static void checkDevice(String name, String device) {
        if (device.startsWith(PortRequest.INHERITED)) {
            if (!device.substring(PortRequest.INHERITED.length()).matches("\\d{1,9}")) {
                throw refused(name, device, "is not fd: and a number");
            }
        } else if (device.length() > Device.LONGEST_NAME) {
            throw refused(name, device, "has " + device.length() + " characters, more than the "
                    + Device.LONGEST_NAME + " of an interface's name");
        } else if (device.equals(".") || device.equals("..") || !device.chars().allMatch(PortConfig::isForDevices)) {
            throw refused(name, device, "is no interface's name");
        }
    }

    private static IllegalArgumentException refused(String name, String device, String why) {
        return new IllegalArgumentException("port " + name + " device: \"" + device + "\" " + why);
    }

    private static boolean isForDevices(int character) {
        return character > ' ' && character < 127 && character != '/' && character != ':';
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

    /** A port on an interface of the machine. */
    public static PortConfig device(String name, PortKind kind, String device, String... address) {
        return new PortConfig(name, kind.label(), null, List.of(address), null, null, null, device, null);
    }

    /** The same, its device opened in another way. */
    public PortConfig withOptions(LinuxPortConfig newOptions) {
        return new PortConfig(name, kind, mac, address, mtu, vlan, taggedVlan, device, newOptions);
    }

    /** The same with a link-layer address. */
    public PortConfig withMac(String newMac) {
        return new PortConfig(name, kind, newMac, address, mtu, vlan, taggedVlan, device, options);
    }

    /** The same with another MTU. */
    public PortConfig withMtu(int newMtu) {
        return new PortConfig(name, kind, mac, address, newMtu, vlan, taggedVlan, device, options);
    }

    /** The same inside a VLAN. */
    public PortConfig withVlan(int newVlan) {
        return new PortConfig(name, kind, mac, address, mtu, newVlan, taggedVlan, device, options);
    }

    /** The same in more VLANs, whose frames carry their tag. */
    public PortConfig withTaggedVlans(Integer... vlans) {
        return new PortConfig(name, kind, mac, address, mtu, vlan, List.of(vlans), device, options);
    }

    /** Link-layer address of the port at a position among all ports, where it has none from anywhere else. */
    public static long localMac(int index) {
        return LOCAL_MAC + index;
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
        long linkAddress = mac == null ? localMac(index) : MacAddress.parse(mac);
        return new Interface(index, name, linkAddress, mac == null, mtu == null ? DEFAULT_MTU : mtu, vlan, prefixes);
    }
}
