package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * UDP header (RFC 768).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |            Length             |           Checksum            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class UdpHeader {
    /** Octets of the header. */
    public static final int LENGTH = 8;

    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 6;

    /** Lowest port of classic traceroute. */
    public static final int TRACEROUTE_PORT = 33_434;

    private static final int DESTINATION_PORT = 2;
    private static final int LENGTH_FIELD = 4;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the header that starts at {@code offset}. */
    public UdpHeader wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Source port, 0 when the sender wants no answer. */
    public int sourcePort() {
        return buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF;
    }

    /** Destination port, 0 to 65535. */
    public int destinationPort() {
        return buffer.getShort(offset + DESTINATION_PORT, BIG_ENDIAN) & 0xFFFF;
    }

    /** Octets of header and data, 8 or more when valid. */
    public int length() {
        return buffer.getShort(offset + LENGTH_FIELD, BIG_ENDIAN) & 0xFFFF;
    }

    /** Checksum as it stands; 0 when the sender computed none. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Writes the low 16 bits. */
    public UdpHeader sourcePort(int port) {
        buffer.putShort(offset, (short) port, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public UdpHeader destinationPort(int port) {
        buffer.putShort(offset + DESTINATION_PORT, (short) port, BIG_ENDIAN);
        return this;
    }

    /** Octets of header and data. */
    public UdpHeader length(int octets) {
        buffer.putShort(offset + LENGTH_FIELD, (short) octets, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits; computes nothing. */
    public UdpHeader checksum(int checksum) {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        return builder.append("udp ").append(sourcePort()).append(" > ").append(destinationPort()).append(" length ")
                .append(length());
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }
}
