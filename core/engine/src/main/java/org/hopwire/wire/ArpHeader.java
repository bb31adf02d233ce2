package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |       Hardware space (1)      |    Protocol space (0x0800)    |
 * +---------------+---------------+-------------------------------+
 * | Hw length (6) | Pr length (4) |           Operation           |
 * +---------------+---------------+-------------------------------+
 * |                    Sender hardware address                    |
 * +                               +-------------------------------+
 * |                               |   Sender protocol address     |
 * +-------------------------------+-------------------------------+
 * |  (sender protocol address)    |                               |
 * +-------------------------------+                               +
 * |                    Target hardware address                    |
 * +---------------------------------------------------------------+
 * |                    Target protocol address                    |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class ArpHeader {
    /** Octets of the packet. */
    public static final int LENGTH = 28;

    /** Operation: who has the target protocol address. */
    public static final int REQUEST = 1;

    /** Operation: the sender has it. */
    public static final int REPLY = 2;

    /** Where the sender's IPv4 address stands. */
    public static final int SENDER_IP_OFFSET = 14;

    /** Where the target's IPv4 address stands. */
    public static final int TARGET_IP_OFFSET = 24;

    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int TARGET_MAC = 18;
    private static final int SPACES = 0x0001_0800;
    private static final int LENGTHS = 0x0604;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the packet that starts at {@code offset}. */
    public ArpHeader wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** True when the spaces and lengths are those of IPv4 over Ethernet; nothing else has the layout above. */
    public boolean isIpv4OverEthernet() {
        return buffer.getInt(offset, BIG_ENDIAN) == SPACES && buffer.getShort(offset + 4, BIG_ENDIAN) == LENGTHS;
    }

    /** {@link #REQUEST}, {@link #REPLY} or something else. */
    public int operation() {
        return buffer.getShort(offset + OPERATION, BIG_ENDIAN) & 0xFFFF;
    }

    /** A {@link MacAddress}. */
    public long senderMac() {
        return EthernetHeader.mac(buffer, offset + SENDER_MAC);
    }

    /** An {@link Ipv4Address}. */
    public int senderIp() {
        return buffer.getInt(offset + SENDER_IP_OFFSET, BIG_ENDIAN);
    }

    /** A {@link MacAddress}; meaningless in a request. */
    public long targetMac() {
        return EthernetHeader.mac(buffer, offset + TARGET_MAC);
    }

    /** An {@link Ipv4Address}. */
    public int targetIp() {
        return buffer.getInt(offset + TARGET_IP_OFFSET, BIG_ENDIAN);
    }

    /** Writes the six octets that say IPv4 over Ethernet. */
    public ArpHeader ipv4OverEthernet() {
        buffer.putInt(offset, SPACES, BIG_ENDIAN);
        buffer.putShort(offset + 4, (short) LENGTHS, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public ArpHeader operation(int operation) {
        buffer.putShort(offset + OPERATION, (short) operation, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 48 bits. */
    public ArpHeader senderMac(long address) {
        EthernetHeader.mac(buffer, offset + SENDER_MAC, address);
        return this;
    }

    /** Writes an {@link Ipv4Address}. */
    public ArpHeader senderIp(int address) {
        buffer.putInt(offset + SENDER_IP_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 48 bits. */
    public ArpHeader targetMac(long address) {
        EthernetHeader.mac(buffer, offset + TARGET_MAC, address);
        return this;
    }

    /** Writes an {@link Ipv4Address}. */
    public ArpHeader targetIp(int address) {
        buffer.putInt(offset + TARGET_IP_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        int operation = operation();
        if (operation == REQUEST) {
            Ipv4Address.appendTo(builder.append("arp who-has "), targetIp());
            return Ipv4Address.appendTo(builder.append(" tell "), senderIp());
        }
        if (operation == REPLY) {
            Ipv4Address.appendTo(builder.append("arp "), senderIp());
            return MacAddress.appendTo(builder.append(" is-at "), senderMac());
        }
        return builder.append("arp operation ").append(operation);
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }
}
