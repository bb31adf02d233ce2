package org.hopwire.packet;

import java.util.Arrays;
import java.util.List;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.OffHeap;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.TcpHeader;
import org.hopwire.wire.UdpHeader;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** The parser's second half: what lies behind the IP header of a packet that is delivered here. */
final class PayloadParser {
    private static final PacketClass[] ICMP_CLASSES = icmpClasses();

    private final InterfaceTable interfaces;
    private final boolean router;

    PayloadParser(InterfaceTable interfaces, boolean router) {
        this.interfaces = interfaces;
        this.router = router;
    }

    private static PacketClass[] icmpClasses() {
        PacketClass[] classes = new PacketClass[256];
        Arrays.fill(classes, PacketClass.ICMP_OTHER);
        classes[IcmpType.ECHO_REQUEST.number()] = PacketClass.ECHO;
        for (IcmpType query : List.of(IcmpType.ROUTER_SOLICITATION, IcmpType.TIMESTAMP_REQUEST,
                IcmpType.INFORMATION_REQUEST, IcmpType.ADDRESS_MASK_REQUEST, IcmpType.EXTENDED_ECHO_REQUEST)) {
            classes[query.number()] = PacketClass.ICMP_QUERY;
        }
        for (IcmpType error : List.of(IcmpType.DESTINATION_UNREACHABLE, IcmpType.SOURCE_QUENCH, IcmpType.REDIRECT,
                IcmpType.TIME_EXCEEDED, IcmpType.PARAMETER_PROBLEM)) {
            classes[error.number()] = PacketClass.ICMP_ERROR;
        }
        return classes;
    }

    void parseMulticast(Packet packet) {
        if (packet.protocol() == IpProtocol.IGMP) {
            packet.sort(packet.is(Packet.FRAGMENTED) ? PacketClass.FRAGMENT : PacketClass.IGMP);
        } else if (packet.protocol() == IpProtocol.PIM && packet.destination() == Ipv4Address.ALL_PIM_ROUTERS) {
            parsePim(packet);
        } else if (packet.protocol() == IpProtocol.ICMP && isJoined(packet.destination())) {
            parse(packet);
        } else {
            packet.sort(PacketClass.MULTICAST);
        }
    }

    private static void parsePim(Packet packet) {
        if (packet.is(Packet.FRAGMENTED)) {
            packet.sort(PacketClass.FRAGMENT);
        } else if (isSumRight(packet, InternetChecksum.sum(packet.address + packet.headerLength(),
                packet.payloadLength()))) {
            packet.sort(PacketClass.PIM);
        } else {
            packet.drop(DropReason.BAD_L4_CHECKSUM);
        }
    }

    private boolean isJoined(int group) {
        return group == Ipv4Address.ALL_SYSTEMS || (router && group == Ipv4Address.ALL_ROUTERS);
    }

    void parse(Packet packet) {
        if (!interfaces.isRemote(packet.source())) {
            // our own address or a broadcast as source: whoever answers it answers a crowd or itself (R-REFL-02)
            packet.drop(DropReason.BAD_SOURCE);
        } else if (packet.is(Packet.FRAGMENTED)) {
            packet.sort(PacketClass.FRAGMENT);
        } else {
            parseTransport(packet);
        }
    }

    private static void parseTransport(Packet packet) {
        switch (packet.protocol()) {
            case IpProtocol.ICMP -> parseIcmp(packet);
            case IpProtocol.IGMP -> packet.sort(PacketClass.IGMP);
            case IpProtocol.UDP -> parseUdp(packet);
            case IpProtocol.TCP -> parseTcp(packet);
            default -> packet.sort(PacketClass.LOCAL);
        }
    }

    private static void parseIcmp(Packet packet) {
        int length = packet.payloadLength();
        if (length < IcmpHeader.LENGTH) {
            packet.drop(DropReason.ICMP_SHORT);
        } else if (!isSumRight(packet, InternetChecksum.sum(packet.address + packet.headerLength(), length))) {
            packet.drop(DropReason.ICMP_BAD_CHECKSUM);
        } else {
            // by its address: the length is known to do, and to make a view costs more than the look
            packet.icmpType = (byte) OffHeap.getByte(packet.address + packet.headerLength());
            packet.sort(ICMP_CLASSES[packet.icmpType()]);
        }
    }

    private static boolean isSumRight(Packet packet, int sum) {
        return sum == 0xffff || packet.is(Packet.CHECKSUM_NOT_READY);
    }

    private static void parseUdp(Packet packet) {
        int at = packet.headerLength();
        if (packet.payloadLength() < UdpHeader.LENGTH) {
            packet.drop(DropReason.BAD_L4_LENGTH);
            return;
        }
        int udpLength = packet.view().getShort(at + 4, BIG_ENDIAN) & 0xffff;
        int checksum = packet.view().getShort(at + 6, BIG_ENDIAN);
        if (udpLength < UdpHeader.LENGTH || udpLength > packet.payloadLength()) {
            packet.drop(DropReason.BAD_L4_LENGTH);
        } else if (checksum == 0) {
            // RFC 768: the sender computed none
            packet.sort(PacketClass.LOCAL);
        } else {
            judgeTransport(packet, udpLength);
        }
    }

    private static void parseTcp(Packet packet) {
        if (packet.payloadLength() < TcpHeader.MIN_LENGTH) {
            packet.drop(DropReason.BAD_L4_LENGTH);
        } else {
            judgeTransport(packet, packet.payloadLength());
        }
    }

    private static void judgeTransport(Packet packet, int length) {
        int pseudo = InternetChecksum.pseudoHeader(packet.source(), packet.destination(), packet.protocol(), length);
        int sum = InternetChecksum.sum(packet.address + packet.headerLength(), length);
        if (isSumRight(packet, InternetChecksum.add(pseudo, sum))) {
            packet.sort(PacketClass.LOCAL);
        } else {
            packet.drop(DropReason.BAD_L4_CHECKSUM);
        }
    }
}
