package org.hopwire.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Frames for tests, right by default and wrong where asked.
 *
 * <pre>
 * byte[] frame = Packets.frame().eth("02:00:00:00:00:01", "02:00:00:00:00:02").vlan(7)
 *         .ip("10.0.0.2", "10.0.1.9").ttl(1).options("94 04 00 00").udp(33434, 33435, new byte[8]).build();
 * </pre>
 *
 * <p>Without {@code eth} the result starts at the IPv4 header. Lengths and checksums are computed when the frame is
 * built; {@code totalLength}, {@code ihl}, {@code ipChecksum}, {@code badIpChecksum}, {@code l4Checksum},
 * {@code badL4Checksum} and {@code udpLength} override them. Nothing here uses the code under test.
 */
public final class Packets {
    private static final int AUTO = -1;

    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final ByteArrayOutputStream tags = new ByteArrayOutputStream();
    private byte[] ethernet = new byte[0];
    private int etherType = 0x0800;
    private boolean hasIp;
    private int version = 4;
    private int ihl = AUTO;
    private int tos;
    private int totalLength = AUTO;
    private int id = 1;
    private int flags;
    private int fragmentOffset;
    private int ttl = 64;
    private int protocol;
    private int ipChecksum = AUTO;
    private boolean badIpChecksum;
    private int source;
    private int destination;
    private byte[] options = new byte[0];
    private byte[] payload = new byte[0];
    private int checksumAt = AUTO;
    private int l4Checksum = AUTO;
    private boolean badL4Checksum;
    private boolean zeroMeansNone;
    private byte[] trailer = new byte[0];
    private int minimum;
    private int truncate = AUTO;

    private Packets() {}

    /** An empty frame: 0.0.0.0 to 0.0.0.0, TTL 64, identification 1, no data. */
    public static Packets frame() {
        return new Packets();
    }

    /** Shorthand for {@code frame().ip(source, destination)}: a packet without Ethernet. */
    public static Packets ipv4(String source, String destination) {
        return frame().ip(source, destination);
    }

    /** An ARP packet for Ethernet and IPv4 (operation 1 request, 2 reply), without the Ethernet header. */
    public static byte[] arp(int operation, String senderMac, String senderIp, String targetMac, String targetIp) {
        return ByteBuffer.allocate(28).putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4)
                .putShort((short) operation).put(mac(senderMac)).putInt(address(senderIp)).put(mac(targetMac))
                .putInt(address(targetIp)).array();
    }

    /** Ethernet source and destination. */
    public Packets eth(String sourceMac, String destinationMac) {
        ethernet = ByteBuffer.allocate(12).put(mac(destinationMac)).put(mac(sourceMac)).array();
        return this;
    }

    /** Adds an 802.1Q tag; several calls stack from the outside in. */
    public Packets vlan(int id) {
        return tag(0x8100, id);
    }

    /** Adds a tag with any TPID and the whole TCI (priority, DEI, VLAN). */
    public Packets tag(int tpid, int tci) {
        tags.writeBytes(ByteBuffer.allocate(4).putShort((short) tpid).putShort((short) tci).array());
        return this;
    }

    /** Type of the innermost Ethernet payload, 0x0800 by default. */
    public Packets etherType(int type) {
        etherType = type;
        return this;
    }

    /** Bytes behind the Ethernet header that are not IPv4 (ARP, garbage). */
    public Packets raw(int type, byte... bytes) {
        etherType = type;
        payload = bytes.clone();
        return this;
    }

    /** IPv4 source and destination. */
    public Packets ip(String sourceAddress, String destinationAddress) {
        return ip(address(sourceAddress), address(destinationAddress));
    }

    /** IPv4 source and destination as integers, 10.0.0.1 is 0x0a000001. */
    public Packets ip(int sourceAddress, int destinationAddress) {
        hasIp = true;
        source = sourceAddress;
        destination = destinationAddress;
        return this;
    }

    public Packets version(int value) {
        version = value;
        return this;
    }

    /** Overrides the header length field (32-bit words). */
    public Packets ihl(int words) {
        ihl = words;
        return this;
    }

    public Packets tos(int value) {
        tos = value;
        return this;
    }

    /** Overrides the total length field. */
    public Packets totalLength(int octets) {
        totalLength = octets;
        return this;
    }

    public Packets id(int value) {
        id = value;
        return this;
    }

    public Packets dontFragment() {
        flags |= 0x4000;
        return this;
    }

    public Packets moreFragments() {
        flags |= 0x2000;
        return this;
    }

    /** Sets the reserved flag. */
    public Packets reservedFlag() {
        flags |= 0x8000;
        return this;
    }

    /** Fragment offset in octets, a multiple of 8. */
    public Packets fragmentOffset(int octets) {
        fragmentOffset = octets;
        return this;
    }

    public Packets ttl(int value) {
        ttl = value;
        return this;
    }

    /** Overrides the protocol the payload call set. */
    public Packets protocol(int value) {
        protocol = value;
        return this;
    }

    /** Options in hexadecimal, padded with zeros (end of list) to a multiple of 4. */
    public Packets options(String hex) {
        return options(Hex.parse(hex));
    }

    /** Options, padded with zeros (end of list) to a multiple of 4. */
    public Packets options(byte... octets) {
        options = Arrays.copyOf(octets, (octets.length + 3) & ~3);
        return this;
    }

    /** The router alert option of RFC 2113. */
    public Packets routerAlert() {
        return options("94 04 00 00");
    }

    public Packets ipChecksum(int value) {
        ipChecksum = value;
        return this;
    }

    public Packets badIpChecksum() {
        badIpChecksum = true;
        return this;
    }

    /** Any payload of any protocol, without a checksum of its own. */
    public Packets payload(int ipProtocol, byte... bytes) {
        return payload(ipProtocol, bytes, AUTO);
    }

    /** ICMP message: octets 4 to 7 and what follows. */
    public Packets icmp(int type, int code, int rest, byte... body) {
        byte[] message = ByteBuffer.allocate(8 + body.length).put((byte) type).put((byte) code).putShort((short) 0)
                .putInt(rest).put(body).array();
        return payload(ICMP, message, 2);
    }

    /** Echo request. */
    public Packets echo(int identifier, int sequence, byte... data) {
        return icmp(8, 0, identifier << 16 | (sequence & 0xFFFF), data);
    }

    /** Echo reply. */
    public Packets echoReply(int identifier, int sequence, byte... data) {
        return icmp(0, 0, identifier << 16 | (sequence & 0xFFFF), data);
    }

    /** IGMP message as it is, octets 2 and 3 replaced by its checksum. */
    public Packets igmp(byte... message) {
        return payload(IGMP, message, 2);
    }

    /** UDP datagram with a checksum; {@link #noUdpChecksum} for none. */
    public Packets udp(int sourcePort, int destinationPort, byte... data) {
        byte[] datagram = ByteBuffer.allocate(8 + data.length).putShort((short) sourcePort)
                .putShort((short) destinationPort).putShort((short) (8 + data.length)).putShort((short) 0).put(data)
                .array();
        return payload(UDP, datagram, 6);
    }

    /** Overrides the UDP length field; call after {@code udp}. */
    public Packets udpLength(int octets) {
        ByteBuffer.wrap(payload).putShort(4, (short) octets);
        return this;
    }

    /** UDP checksum field 0: none was computed. */
    public Packets noUdpChecksum() {
        zeroMeansNone = true;
        return this;
    }

    /** TCP segment without options, window 65535. */
    public Packets tcp(int sourcePort, int destinationPort, int sequence, int tcpFlags, byte... data) {
        byte[] segment = ByteBuffer.allocate(20 + data.length).putShort((short) sourcePort)
                .putShort((short) destinationPort).putInt(sequence).putInt(0).put((byte) 0x50).put((byte) tcpFlags)
                .putShort((short) 0xFFFF).putInt(0).put(data).array();
        return payload(TCP, segment, 16);
    }

    /** Overrides the checksum of the ICMP, IGMP, UDP or TCP message. */
    public Packets l4Checksum(int value) {
        l4Checksum = value;
        return this;
    }

    public Packets badL4Checksum() {
        badL4Checksum = true;
        return this;
    }

    /** Bytes behind the IP packet that do not belong to it, as Ethernet padding. */
    public Packets trailer(byte... bytes) {
        trailer = bytes.clone();
        return this;
    }

    /** Pads with zeros to the 60 octets of a shortest Ethernet frame. */
    public Packets padToMinimum() {
        minimum = 60;
        return this;
    }

    /** Cuts the finished frame, as a snap length does. */
    public Packets truncateTo(int octets) {
        truncate = octets;
        return this;
    }

    /** The frame; the builder can be changed and built again. */
    public byte[] build() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (ethernet.length > 0) {
            out.writeBytes(ethernet);
            out.writeBytes(tags.toByteArray());
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) etherType).array());
        }
        if (hasIp) {
            out.writeBytes(ipHeader());
        }
        out.writeBytes(message());
        out.writeBytes(trailer);
        byte[] frame = out.toByteArray();
        frame = frame.length < minimum ? Arrays.copyOf(frame, minimum) : frame;
        return truncate == AUTO ? frame : Arrays.copyOf(frame, Math.min(truncate, frame.length));
    }

    /** RFC 1071 checksum, the plain way: 0 over a correct message. */
    public static int checksum(byte[] bytes, int offset, int length) {
        return ~sum(bytes, offset, length, 0) & 0xFFFF;
    }

    /** Checksum of a TCP or UDP message with its pseudo header: 0 over a correct message. */
    public static int checksum(byte[] packet) {
        int header = (packet[0] & 0xF) * 4;
        ByteBuffer in = ByteBuffer.wrap(packet);
        int length = (in.getShort(2) & 0xFFFF) - header;
        int sum = pseudoSum(in.getInt(12), in.getInt(16), packet[9] & 0xFF, length);
        return ~sum(packet, header, length, sum) & 0xFFFF;
    }

    /** What lies behind Ethernet header and tags; the frame must be Ethernet. */
    public static byte[] withoutEthernet(byte[] frame) {
        int at = 12;
        while (isTag(ByteBuffer.wrap(frame).getShort(at) & 0xFFFF)) {
            at += 4;
        }
        return Arrays.copyOfRange(frame, at + 2, frame.length);
    }

    /** Dotted quad to integer. */
    public static int address(String dottedQuad) {
        int address = 0;
        for (String octet : dottedQuad.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(octet);
        }
        return address;
    }

    /** The six octets of {@code 02:00:00:00:00:01}. */
    public static byte[] mac(String text) {
        return Hex.parse(text);
    }

    private Packets payload(int ipProtocol, byte[] bytes, int checksumOffset) {
        protocol = ipProtocol;
        payload = bytes.clone();
        checksumAt = checksumOffset;
        return this;
    }

    private byte[] ipHeader() {
        int length = 20 + options.length;
        int words = ihl == AUTO ? length / 4 : ihl;
        int total = totalLength == AUTO ? length + payload.length : totalLength;
        byte[] header = ByteBuffer.allocate(length).put((byte) (version << 4 | words)).put((byte) tos)
                .putShort((short) total).putShort((short) id).putShort((short) (flags | fragmentOffset / 8))
                .put((byte) ttl).put((byte) protocol).putShort((short) 0).putInt(source).putInt(destination)
                .put(options).array();
        int summed = Math.max(20, Math.min(words * 4, length));
        ByteBuffer.wrap(header).putShort(10, (short) checked(checksum(header, 0, summed), ipChecksum, badIpChecksum));
        return header;
    }

    private byte[] message() {
        byte[] message = payload.clone();
        boolean summed = checksumAt != AUTO && message.length >= checksumAt + 2;
        if (!summed || fragmentOffset > 0) {
            return message;
        }
        ByteBuffer out = ByteBuffer.wrap(message).putShort(checksumAt, (short) 0);
        boolean ports = checksumAt == 6 || checksumAt == 16;
        int start = ports ? pseudoSum(source, destination, protocol, message.length) : 0;
        int value = ~sum(message, 0, message.length, start) & 0xFFFF;
        value = checksumAt == 6 && value == 0 ? 0xFFFF : value;
        out.putShort(checksumAt, (short) (zeroMeansNone ? 0 : checked(value, l4Checksum, badL4Checksum)));
        return message;
    }

    private static int checked(int right, int override, boolean bad) {
        if (override != AUTO) {
            return override;
        }
        return bad ? right ^ 0x5555 : right;
    }

    private static int pseudoSum(int source, int destination, int protocol, int length) {
        byte[] pseudo = ByteBuffer.allocate(12).putInt(source).putInt(destination).putShort((short) protocol)
                .putShort((short) length).array();
        return sum(pseudo, 0, pseudo.length, 0);
    }

    private static int sum(byte[] bytes, int offset, int length, int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            int octet = bytes[offset + i] & 0xFF;
            sum += i % 2 == 0 ? octet << 8 : octet;
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88A8 || type == 0x9100;
    }
}
