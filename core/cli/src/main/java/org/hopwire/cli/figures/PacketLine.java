package org.hopwire.cli.figures;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.cli.Json;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.wire.ArpHeader;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.MacAddress;
import org.hopwire.wire.UdpHeader;
import org.hopwire.wire.VlanTag;
import org.hopwire.wire.igmp.IgmpKind;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * One packet as a flat JSON object, and the same as a line for people. What a frame does not hold, whole or in its
 * first octets, is absent: nothing is believed that is not there.
 */
public final class PacketLine {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS")
            .withZone(ZoneOffset.UTC);

    private final ObjectNode node = Json.object();
    private final UnsafeBuffer frame;

    private PacketLine(byte[] head) {
        frame = new UnsafeBuffer(head);
    }

    /** All that is known of a packet; {@code inPort} and {@code outPort} are names, empty where there is none. */
    public static ObjectNode toJson(ObservedPacket packet, String inPort, String outPort) {
        PacketLine line = new PacketLine(packet.head());
        line.node.put("time_ns", packet.epochNs()).put("in", inPort).put("out", outPort)
                .put("verdict", packet.fate().label()).put("reason", packet.reason())
                .put("length", packet.frameLength());
        line.readLink();
        return line.node;
    }

    private boolean has(int offset, int octets) {
        return frame.capacity() - offset >= octets;
    }

    private void readLink() {
        if (!has(0, EthernetHeader.LENGTH)) {
            return;
        }
        EthernetHeader link = new EthernetHeader().wrap(frame, 0);
        node.put("source_mac", MacAddress.format(link.source())).put("target_mac",
                MacAddress.format(link.destination()));
        int at = EthernetHeader.LENGTH;
        int type = link.etherType();
        if (EtherType.isVlan(type) && has(VlanTag.FIRST_OFFSET, VlanTag.LENGTH + Short.BYTES)) {
            node.put("vlan", new VlanTag().wrap(frame, VlanTag.FIRST_OFFSET).vlanId());
            at += VlanTag.LENGTH;
            type = frame.getShort(at - Short.BYTES, BIG_ENDIAN) & 0xFFFF;
        }
        node.put("protocol", EtherType.name(type));
        if (type == EtherType.ARP && has(at, ArpHeader.LENGTH)) {
            readArp(new ArpHeader().wrap(frame, at));
        } else if (type == EtherType.IPV4 && has(at, Ipv4Header.MIN_LENGTH)) {
            readIp(at);
        }
    }

    private void readArp(ArpHeader arp) {
        node.put("source", Ipv4Address.format(arp.senderIp())).put("destination", Ipv4Address.format(arp.targetIp()))
                .put("type", switch (arp.operation()) {
                    case ArpHeader.REQUEST -> "request";
                    case ArpHeader.REPLY -> "reply";
                    default -> "operation " + arp.operation();
                });
    }

    private void readIp(int at) {
        Ipv4Header ip = new Ipv4Header().wrap(frame, at);
        node.put("protocol", IpProtocol.name(ip.protocol())).put("source", Ipv4Address.format(ip.source()))
                .put("destination", Ipv4Address.format(ip.destination())).put("ttl", ip.ttl());
        if (ip.isFragment()) {
            node.put("fragment", ip.fragmentOffset() * Long.BYTES);
        }
        int payload = at + ip.headerLength();
        if (ip.fragmentOffset() == 0 && ip.headerLength() >= Ipv4Header.MIN_LENGTH) {
            readPayload(ip.protocol(), payload, Math.max(0, ip.totalLength() - ip.headerLength()));
        }
    }

    private void readPayload(int protocol, int at, int length) {
        switch (protocol) {
            case IpProtocol.ICMP -> readIcmp(at);
            case IpProtocol.IGMP -> readIgmp(at, length);
            case IpProtocol.UDP, IpProtocol.TCP -> readPorts(at);
            default -> node.put("payload", length);
        }
    }

    private void readIcmp(int at) {
        if (has(at, IcmpHeader.LENGTH)) {
            IcmpHeader icmp = new IcmpHeader().wrap(frame, at);
            IcmpType type = IcmpType.of(icmp.type());
            node.put("type", type == null ? "type " + icmp.type() : type.label()).put("code", icmp.code());
        }
    }

    private void readIgmp(int at, int length) {
        if (has(at, IgmpKind.MIN_LENGTH)) {
            node.put("type", IgmpKind.of(frame, at, Math.min(length, frame.capacity() - at)).label());
        }
    }

    /** UDP and TCP begin alike. */
    private void readPorts(int at) {
        if (has(at, UdpHeader.LENGTH)) {
            UdpHeader ports = new UdpHeader().wrap(frame, at);
            node.put("source_port", ports.sourcePort()).put("destination_port", ports.destinationPort());
        }
    }

    /** The line of a packet that {@link #toJson} has told. */
    public static String toText(JsonNode packet) {
        long timeNs = packet.path("time_ns").asLong();
        String time = TIME.format(Instant.ofEpochSecond(timeNs / NANOS_PER_SECOND, timeNs % NANOS_PER_SECOND));
        return words(Stream.of(time, way(packet), endpoint(packet, "source", "source_mac") + " > "
                + endpoint(packet, "destination", "target_mac"), text(packet, "protocol"), text(packet, "type"),
                labelled(packet, "ttl"), labelled(packet, "fragment"), labelled(packet, "vlan"),
                labelled(packet, "length"), text(packet, "verdict"), text(packet, "reason")).toList());
    }

    private static String words(List<String> parts) {
        return parts.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String way(JsonNode packet) {
        return text(packet, "in") + ">" + text(packet, "out");
    }

    private static String endpoint(JsonNode packet, String address, String mac) {
        String port = text(packet, address + "_port");
        return packet.has(address)
                ? text(packet, address) + (port.isEmpty() ? "" : ":" + port)
                : text(packet, mac);
    }

    private static String text(JsonNode packet, String field) {
        return packet.path(field).asText("");
    }

    private static String labelled(JsonNode packet, String field) {
        return packet.has(field) ? field + " " + text(packet, field) : "";
    }
}
