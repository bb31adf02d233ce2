package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * TCP header (RFC 9293 section 3.1); Hopwire reads it inside quotes and never speaks TCP itself.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |                     Acknowledgment Number                     |
 * +-------+-------+---------------+-------------------------------+
 * | Offset| Rsrvd |CEUAPRSF flags |            Window             |
 * +-------+-------+---------------+-------------------------------+
 * |           Checksum            |        Urgent Pointer         |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>A quote of 8 octets ends behind the sequence number: ports and sequence can always be read, the rest may be
 * missing.
 */
public final class TcpHeader {
    /** Octets without options. */
    public static final int MIN_LENGTH = 20;

    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 16;

    /** Flag FIN. */
    public static final int FIN = 0x01;

    /** Flag SYN. */
    public static final int SYN = 0x02;

    /** Flag RST. */
    public static final int RST = 0x04;

    /** Flag PSH. */
    public static final int PSH = 0x08;

    /** Flag ACK. */
    public static final int ACK = 0x10;

    /** Flag URG. */
    public static final int URG = 0x20;

    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int DATA_OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int WINDOW = 14;
    private static final int URGENT = 18;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the header that starts at {@code offset}. */
    public TcpHeader wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Source port, 0 to 65535. */
    public int sourcePort() {
        return buffer.getShort(offset, BIG_ENDIAN) & 0xFFFF;
    }

    /** Destination port, 0 to 65535. */
    public int destinationPort() {
        return buffer.getShort(offset + DESTINATION_PORT, BIG_ENDIAN) & 0xFFFF;
    }

    /** Sequence number, 32 bits that wrap. */
    public int sequence() {
        return buffer.getInt(offset + SEQUENCE, BIG_ENDIAN);
    }

    /** Acknowledgment number, 32 bits that wrap. */
    public int acknowledgment() {
        return buffer.getInt(offset + ACKNOWLEDGMENT, BIG_ENDIAN);
    }

    /** Octets of header and options. */
    public int headerLength() {
        return (buffer.getByte(offset + DATA_OFFSET) & 0xF0) >> 2;
    }

    /** The eight flags CWR to FIN. */
    public int flags() {
        return buffer.getByte(offset + FLAGS) & 0xFF;
    }

    /** Window in octets, unscaled. */
    public int window() {
        return buffer.getShort(offset + WINDOW, BIG_ENDIAN) & 0xFFFF;
    }

    /** Checksum as it stands. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Urgent pointer, 0 to 65535. */
    public int urgentPointer() {
        return buffer.getShort(offset + URGENT, BIG_ENDIAN) & 0xFFFF;
    }

    /** Writes the low 16 bits. */
    public TcpHeader sourcePort(int port) {
        buffer.putShort(offset, (short) port, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public TcpHeader destinationPort(int port) {
        buffer.putShort(offset + DESTINATION_PORT, (short) port, BIG_ENDIAN);
        return this;
    }

    /** Writes the sequence number. */
    public TcpHeader sequence(int sequence) {
        buffer.putInt(offset + SEQUENCE, sequence, BIG_ENDIAN);
        return this;
    }

    /** Writes the acknowledgment number. */
    public TcpHeader acknowledgment(int acknowledgment) {
        buffer.putInt(offset + ACKNOWLEDGMENT, acknowledgment, BIG_ENDIAN);
        return this;
    }

    /** Octets of header and options, a multiple of 4; the reserved bits become 0. */
    public TcpHeader headerLength(int octets) {
        buffer.putByte(offset + DATA_OFFSET, (byte) (octets << 2));
        return this;
    }

    /** Writes the low 8 bits. */
    public TcpHeader flags(int flags) {
        buffer.putByte(offset + FLAGS, (byte) flags);
        return this;
    }

    /** Writes the low 16 bits. */
    public TcpHeader window(int window) {
        buffer.putShort(offset + WINDOW, (short) window, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits; computes nothing. */
    public TcpHeader checksum(int checksum) {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public TcpHeader urgentPointer(int urgentPointer) {
        buffer.putShort(offset + URGENT, (short) urgentPointer, BIG_ENDIAN);
        return this;
    }

    /** Appends one line of what every quote holds and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        return builder.append("tcp ").append(sourcePort()).append(" > ").append(destinationPort())
                .append(" sequence ").append(Integer.toUnsignedString(sequence()));
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }
}
