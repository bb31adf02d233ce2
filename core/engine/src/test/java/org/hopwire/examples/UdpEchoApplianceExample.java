package org.hopwire.examples;

import java.util.HexFormat;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.UdpHeader;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** A router that is an appliance besides: what a client sends to its own UDP port 7 it sends back (RFC 862). */
public final class UdpEchoApplianceExample {
    private static final int ECHO_PORT = 7;
    private static final int FIRST_CLIENT_PORT = 1024;
    private static final int TTL = 64;
    private static final String DATAGRAM = "020000000001" + "020000000002" + "0800" // from a neighbour: IPv4
            + "4500002000010000051161cb" + "0a000002" + "0a000001" // 10.0.0.2 to 10.0.0.1, TTL 5, UDP
            + "13880007000c0000" + "6d757365"; // port 5000 to 7, no checksum, four octets

    private UdpEchoApplianceExample() {}

    /** Decides on everything that is for us and no ICMP; the engine has judged its lengths and checksums. */
    static void onLocal(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (isEcho(packet)) {
                sendBack(packet);
            } else {
                boolean udp = packet.protocol() == IpProtocol.UDP;
                packet.reject(udp ? RejectCause.PORT_UNREACHABLE : RejectCause.PROTOCOL_UNREACHABLE, 0);
            }
        }
    }

    private static boolean isEcho(Packet packet) {
        return packet.protocol() == IpProtocol.UDP && !packet.is(Packet.GROUP | Packet.OPTIONS)
                && packet.payloadLength() >= UdpHeader.LENGTH && isQuestion(packet);
    }

    /** What comes from a service's port may be another service's answer: two that echo would never come to rest. */
    private static boolean isQuestion(Packet packet) {
        int ports = packet.view().getInt(packet.headerLength(), BIG_ENDIAN);
        return (ports & 0xFFFF) == ECHO_PORT && ports >>> 16 >= FIRST_CLIENT_PORT;
    }

    /** In place: what is exchanged sums to the same, so that only the time to live changes a checksum. */
    private static void sendBack(Packet packet) {
        UnsafeBuffer view = packet.view();
        int us = packet.destination();
        int requester = packet.source();
        int lifetime = view.getInt(Ipv4Header.TTL_OFFSET, BIG_ENDIAN);
        int fresh = TTL << 8 | IpProtocol.UDP;
        view.putInt(Ipv4Header.TTL_OFFSET,
                fresh << 16 | InternetChecksum.update16(lifetime & 0xFFFF, lifetime >>> 16, fresh), BIG_ENDIAN);
        view.putInt(Ipv4Header.SOURCE_OFFSET, us, BIG_ENDIAN);
        view.putInt(Ipv4Header.DESTINATION_OFFSET, requester, BIG_ENDIAN);
        int ports = view.getInt(packet.headerLength(), BIG_ENDIAN);
        view.putInt(packet.headerLength(), Integer.rotateLeft(ports, 16), BIG_ENDIAN);
        packet.readdress(us, requester);
        packet.output();
    }

    public static void main(String[] args) {
        MemoryPort lan = new MemoryPort("lan");
        PortConfig config = PortConfig.memory("lan", "10.0.0.1/24").withMac("02:00:00:00:00:01");
        try (Engine engine = Engine.builder().port(config, lan)
                .handler(PacketClass.LOCAL, UdpEchoApplianceExample::onLocal).build()) {
            lan.inject(HexFormat.of().parseHex(DATAGRAM));
            engine.invoke();
            lan.drain().forEach(frame -> System.out.println("sent " + HexFormat.of().formatHex(frame)));
            System.out.println("consumed " + engine.snapshot().consumed());
        }
    }
}
