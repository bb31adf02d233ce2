package org.hopwire.bench;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.UdpHeader;

/** Frames the benchmarks feed in: from 192.0.2.10 on the router's first link, lengths without frame check sequence. */
public final class Frames {
    /** Link-layer address of the router's first port. */
    public static final long ROUTER_MAC = 0x0200_0000_0101L;
    /** Link-layer address of the sender. */
    public static final long HOST_MAC = 0x0200_0000_010aL;
    /** 192.0.2.10. */
    public static final int HOST = 0xc000_020a;
    /** 192.0.2.1. */
    public static final int ROUTER = 0xc000_0201;
    /** 198.51.100.10. */
    public static final int FAR_HOST = 0xc633_640a;

    private static final int IP = EthernetHeader.LENGTH;
    private static final int PAYLOAD = IP + Ipv4Header.MIN_LENGTH;

    private Frames() {}

    /** An echo request to the router. */
    public static byte[] echo(int frameLength, int sequence) {
        byte[] frame = ipv4(frameLength, 64, IpProtocol.ICMP, ROUTER);
        UnsafeBuffer buffer = new UnsafeBuffer(frame);
        IcmpHeader icmp = new IcmpHeader().wrap(buffer, PAYLOAD);
        icmp.type(8).code(0).checksum(0).identifier(0x4242).sequence(sequence);
        icmp.checksum(InternetChecksum.checksum(InternetChecksum.sum(buffer, PAYLOAD, frameLength - PAYLOAD)));
        return frame;
    }

    /** A datagram in transit to 198.51.100.10. */
    public static byte[] udp(int frameLength, int ttl, int destination) {
        byte[] frame = ipv4(frameLength, ttl, IpProtocol.UDP, destination);
        new UdpHeader().wrap(new UnsafeBuffer(frame), PAYLOAD).sourcePort(4000).destinationPort(33_434)
                .length(frameLength - PAYLOAD).checksum(0);
        return frame;
    }

    /** The same frame from another IPv4 source. */
    public static byte[] from(byte[] frame, int source) {
        byte[] other = frame.clone();
        UnsafeBuffer buffer = new UnsafeBuffer(other);
        Ipv4Header ip = new Ipv4Header().wrap(buffer, IP);
        ip.source(source).checksum(0);
        ip.checksum(InternetChecksum.checksum(InternetChecksum.sum(buffer, IP, Ipv4Header.MIN_LENGTH)));
        return other;
    }

    private static byte[] ipv4(int frameLength, int ttl, int protocol, int destination) {
        byte[] frame = new byte[frameLength];
        for (int i = PAYLOAD; i < frameLength; i++) {
            frame[i] = (byte) (i * 31);
        }
        UnsafeBuffer buffer = new UnsafeBuffer(frame);
        new EthernetHeader().wrap(buffer, 0).destination(ROUTER_MAC).source(HOST_MAC).etherType(EtherType.IPV4);
        Ipv4Header ip = new Ipv4Header().wrap(buffer, IP);
        ip.writeFresh(0, frameLength - IP, ttl, protocol, HOST, destination).checksum(0);
        ip.checksum(InternetChecksum.checksum(InternetChecksum.sum(buffer, IP, Ipv4Header.MIN_LENGTH)));
        return frame;
    }
}
