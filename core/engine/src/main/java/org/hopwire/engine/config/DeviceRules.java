package org.hopwire.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.hopwire.counter.RowLabels;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;

/** What must hold of ports on interfaces of the machine: what nobody would look at is a mistake, too. */
final class DeviceRules {
    private static final Set<String> OF_AF_PACKET = Set.of("ring_frames", "version", "vnet_hdr", "fanout_group",
            "promiscuous", "all_multicast", "namespace", "exclusive");
    /** What is of {@code af_packet} counts where it falls back to that. */
    private static final Set<String> OF_AF_XDP = Set.of("ring_frames", "version", "vnet_hdr", "fanout_group",
            "promiscuous", "all_multicast", "namespace", "exclusive", "xdp_mode", "queue", "pass_others");
    private static final Set<String> OF_TAP = Set.of("namespace");

    private DeviceRules() {}

    /** Checks one port by itself. */
    static void check(String name, PortKind kind, int vlan, LinuxPortConfig options) {
        if (kind == PortKind.TUN && vlan != 0) {
            throw new IllegalArgumentException("port " + name + " vlan: " + vlan + ": a \"tun\" has no link layer");
        }
        Set<String> known = switch (kind) {
            case AF_PACKET -> OF_AF_PACKET;
            case AF_XDP -> OF_AF_XDP;
            case TAP, TUN -> OF_TAP;
            case PCAP, MEMORY -> Set.of();
        };
        written(options).forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("port " + name + " options." + key + ": " + value
                        + ": kind \"" + kind.label() + "\" does not go by it");
            }
        });
    }

    /** Options that are not what they are where absent. */
    private static Map<String, Object> written(LinuxPortConfig options) {
        LinuxPortConfig absent = LinuxPortConfig.defaults();
        Map<String, Object> written = new LinkedHashMap<>();
        put(written, "ring_frames", options.ringFrames(), absent.ringFrames());
        put(written, "vnet_hdr", options.vnetHdr(), absent.vnetHdr());
        put(written, "version", options.version(), absent.version());
        put(written, "fanout_group", options.fanoutGroup(), absent.fanoutGroup());
        put(written, "promiscuous", options.promiscuous(), absent.promiscuous());
        put(written, "all_multicast", options.allMulticast(), absent.allMulticast());
        put(written, "namespace", options.namespace(), absent.namespace());
        put(written, "xdp_mode", RowLabels.of(options.xdpMode()), RowLabels.of(absent.xdpMode()));
        put(written, "queue", options.queue(), absent.queue());
        put(written, "pass_others", options.passOthers(), absent.passOthers());
        put(written, "exclusive", options.exclusive(), absent.exclusive());
        return written;
    }

    private static void put(Map<String, Object> written, String key, Object value, Object absent) {
        if (!Objects.equals(value, absent)) {
            written.put(key, value);
        }
    }

    /** Two ports on one interface see the same frames and are one station, unless a VLAN or a MAC tells them apart. */
    static void requireOwnDevices(List<PortConfig> ports) {
        Map<List<Object>, PortConfig> owners = new HashMap<>();
        for (PortConfig each : ports) {
            PortConfig owner = each.device() == null ? null : owners.putIfAbsent(identity(each), each);
            if (owner != null) {
                throw shared(each, owner, "");
            }
        }
        requireNothingBesideXdp(ports);
    }

    /** The program of an AF_XDP port takes an interface's frames before anybody else sees them, tagged or not. */
    private static void requireNothingBesideXdp(List<PortConfig> ports) {
        Map<List<Object>, PortConfig> first = new HashMap<>();
        for (PortConfig each : ports) {
            PortConfig other = each.device() == null ? null : first.putIfAbsent(place(each), each);
            if (other != null && (isXdp(each) || isXdp(other))) {
                throw shared(each, other, ", and af_xdp takes all its frames");
            }
        }
    }

    private static IllegalArgumentException shared(PortConfig port, PortConfig owner, String why) {
        return new IllegalArgumentException("port " + port.name() + " device: \"" + port.device()
                + "\" is that of port \"" + owner.name() + "\", too" + why);
    }

    private static boolean isXdp(PortConfig port) {
        return PortKind.parse(port.kind()) == PortKind.AF_XDP;
    }

    private static List<Object> place(PortConfig port) {
        return List.of(port.device(), port.options().namespace() == null ? "" : port.options().namespace());
    }

    /** A TAP has one end for us, and a descriptor is one socket; of an interface there may be parts. */
    private static List<Object> identity(PortConfig port) {
        PortKind kind = PortKind.parse(port.kind());
        List<Object> parts = new ArrayList<>(place(port));
        boolean isWhole = kind == PortKind.TAP || kind == PortKind.TUN
                || port.device().startsWith(PortRequest.INHERITED);
        if (!isWhole) {
            parts.add(port.vlan());
            parts.add(port.mac() == null ? "" : port.mac());
        }
        return parts;
    }
}
