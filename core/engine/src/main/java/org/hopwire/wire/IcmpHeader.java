package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * ICMP message (RFC 792): eight octets that every type has, and the fixed fields of the types that have more.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |          Identifier           |        Sequence Number        |   echo, timestamp, information, address mask
 * |                        Gateway address                        |   redirect
 * |    Pointer    |    Length     |            unused             |   parameter problem
 * |    unused     |    Length     |         Next-Hop MTU          |   destination unreachable; MTU only in code 4
 * +---------------------------------------------------------------+
 * |                 Originate timestamp, or address mask          |
 * +---------------------------------------------------------------+
 * |                       Receive timestamp                       |
 * +---------------------------------------------------------------+
 * |                       Transmit timestamp                      |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class IcmpHeader {
    /** Octets every message has. */
    public static final int LENGTH = 8;

    /** Octets of a timestamp request or reply. */
    public static final int TIMESTAMP_LENGTH = 20;

    /** Octets of an address mask request or reply (RFC 950 appendix I). */
    public static final int ADDRESS_MASK_LENGTH = 12;

    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 2;

    /** High-order bit of a timestamp that is not milliseconds since midnight UT (RFC 792). */
    public static final int NON_STANDARD_TIMESTAMP = 0x8000_0000;

    private static final int CODE_OFFSET = 1;
    private static final int REST_OFFSET = 4;
    private static final int LENGTH_OFFSET = 5;
    private static final int LOW_HALF_OFFSET = 6;
    private static final int ORIGINATE_OFFSET = 8;
    private static final int RECEIVE_OFFSET = 12;
    private static final int TRANSMIT_OFFSET = 16;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the message that starts at {@code offset}. */
    public IcmpHeader wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Type octet; its row is {@link IcmpType#of}. */
    public int type() {
        return buffer.getByte(offset) & 0xFF;
    }

    /** Code octet; its name is {@link IcmpCodes#name}. */
    public int code() {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    /** Checksum as it stands, over the whole message. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Octets 4 to 7, whatever the type makes of them. */
    public int restOfHeader() {
        return buffer.getInt(offset + REST_OFFSET, BIG_ENDIAN);
    }

    /** Identifier of a query; opaque, returned unchanged. */
    public int identifier() {
        return buffer.getShort(offset + REST_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Sequence number of a query; opaque, returned unchanged. */
    public int sequence() {
        return buffer.getShort(offset + LOW_HALF_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Gateway of a redirect, an {@link Ipv4Address}. */
    public int gateway() {
        return restOfHeader();
    }

    /** Octet of the quoted datagram a parameter problem blames. */
    public int pointer() {
        return buffer.getByte(offset + REST_OFFSET) & 0xFF;
    }

    /** Length of the quoted datagram in 32-bit words, 0 without extensions (RFC 4884 section 3). */
    public int quoteWords() {
        return buffer.getByte(offset + LENGTH_OFFSET) & 0xFF;
    }

    /** MTU of the next hop in octets; 0 from a router older than RFC 1191. */
    public int nextHopMtu() {
        return sequence();
    }

    /** Milliseconds since midnight UT when the sender last touched the request, or non-standard. */
    public int originateTimestamp() {
        return buffer.getInt(offset + ORIGINATE_OFFSET, BIG_ENDIAN);
    }

    /** Milliseconds since midnight UT when the answerer received it, or non-standard. */
    public int receiveTimestamp() {
        return buffer.getInt(offset + RECEIVE_OFFSET, BIG_ENDIAN);
    }

    /** Milliseconds since midnight UT when the answerer sent the reply, or non-standard. */
    public int transmitTimestamp() {
        return buffer.getInt(offset + TRANSMIT_OFFSET, BIG_ENDIAN);
    }

    /** Mask of an address mask message. */
    public int addressMask() {
        return buffer.getInt(offset + ORIGINATE_OFFSET, BIG_ENDIAN);
    }

    /** Writes the low 8 bits. */
    public IcmpHeader type(int type) {
        buffer.putByte(offset, (byte) type);
        return this;
    }

    /** Writes the low 8 bits. */
    public IcmpHeader code(int code) {
        buffer.putByte(offset + CODE_OFFSET, (byte) code);
        return this;
    }

    /** Writes the low 16 bits; computes nothing. */
    public IcmpHeader checksum(int checksum) {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /** Writes octets 4 to 7. */
    public IcmpHeader restOfHeader(int rest) {
        buffer.putInt(offset + REST_OFFSET, rest, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public IcmpHeader identifier(int identifier) {
        buffer.putShort(offset + REST_OFFSET, (short) identifier, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public IcmpHeader sequence(int sequence) {
        buffer.putShort(offset + LOW_HALF_OFFSET, (short) sequence, BIG_ENDIAN);
        return this;
    }

    /** Writes an {@link Ipv4Address}. */
    public IcmpHeader gateway(int address) {
        return restOfHeader(address);
    }

    /** Writes the low 8 bits. */
    public IcmpHeader pointer(int octet) {
        buffer.putByte(offset + REST_OFFSET, (byte) octet);
        return this;
    }

    /** Length of the quoted datagram in 32-bit words, 0 to 255. */
    public IcmpHeader quoteWords(int words) {
        buffer.putByte(offset + LENGTH_OFFSET, (byte) words);
        return this;
    }

    /** MTU of the next hop in octets, up to 65535. */
    public IcmpHeader nextHopMtu(int mtu) {
        return sequence(mtu);
    }

    /** Milliseconds since midnight UT. */
    public IcmpHeader originateTimestamp(int millisOfDay) {
        buffer.putInt(offset + ORIGINATE_OFFSET, millisOfDay, BIG_ENDIAN);
        return this;
    }

    /** Milliseconds since midnight UT. */
    public IcmpHeader receiveTimestamp(int millisOfDay) {
        buffer.putInt(offset + RECEIVE_OFFSET, millisOfDay, BIG_ENDIAN);
        return this;
    }

    /** Milliseconds since midnight UT. */
    public IcmpHeader transmitTimestamp(int millisOfDay) {
        buffer.putInt(offset + TRANSMIT_OFFSET, millisOfDay, BIG_ENDIAN);
        return this;
    }

    /** Writes the 32-bit mask. */
    public IcmpHeader addressMask(int mask) {
        return originateTimestamp(mask);
    }

    /** Writes every one of the first eight octets, the checksum as 0. */
    public IcmpHeader writeFresh(int type, int code, int rest) {
        buffer.putInt(offset, type << 24 | (code & 0xFF) << 16, BIG_ENDIAN);
        return restOfHeader(rest);
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        IcmpType type = IcmpType.of(type());
        builder.append("icmp ").append(type.label());
        if (type == IcmpType.UNKNOWN) {
            builder.append('-').append(type());
        }
        String code = IcmpCodes.name(type(), code());
        if (!code.equals("none")) {
            builder.append(' ').append(code);
        }
        return appendRest(builder, type);
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private StringBuilder appendRest(StringBuilder builder, IcmpType type) {
        if (type == IcmpType.REDIRECT) {
            return Ipv4Address.appendTo(builder.append(" gateway "), gateway());
        }
        if (type == IcmpType.PARAMETER_PROBLEM) {
            return builder.append(" pointer ").append(pointer());
        }
        if (type == IcmpType.DESTINATION_UNREACHABLE && code() == IcmpCodes.FRAGMENTATION_NEEDED) {
            return builder.append(" mtu ").append(nextHopMtu());
        }
        if (type.isErrorOrUnknown()) {
            return builder;
        }
        return builder.append(" id ").append(identifier()).append(" sequence ").append(sequence());
    }
}
