package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * +-------+-------+---------------+-----+-------------------------+
 * |         Identification        |0|D|M|     Fragment Offset     |
 * +---------------+---------------+-----+-------------------------+
 * |  Time to Live |    Protocol   |        Header Checksum        |
 * +---------------+---------------+-------------------------------+
 * |                        Source Address                         |
 * +---------------------------------------------------------------+
 * |                      Destination Address                      |
 * +---------------------------------------------------------------+
 * |                     Options, 0 to 40 octets                   |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv4Header {
    /** Octets without options, IHL 5. */
    public static final int MIN_LENGTH = 20;

    /** Octets with all the options that fit, IHL 15. */
    public static final int MAX_LENGTH = 60;

    /** Version of this protocol. */
    public static final int VERSION = 4;

    /** Largest total length. */
    public static final int MAX_TOTAL_LENGTH = 65_535;

    /** Every host accepts, every link carries in fragments, datagrams of this size (RFC 791 section 3.1). */
    public static final int MIN_REASSEMBLY = 576;

    /** Every link carries datagrams of this size whole (RFC 791 section 3.2). */
    public static final int MIN_MTU = 68;

    /** Where the identification lies. */
    public static final int ID_OFFSET = 4;

    /** Where {@link #flagsAndOffset()} lies. */
    public static final int FLAGS_OFFSET = 6;

    /** Flag "don't fragment" in {@link #flagsAndOffset()}. */
    public static final int DONT_FRAGMENT = 0x4000;

    /** Flag "more fragments" in {@link #flagsAndOffset()}. */
    public static final int MORE_FRAGMENTS = 0x2000;

    /** Reserved flag, must be zero. */
    public static final int RESERVED_FLAG = 0x8000;

    /** Fragment offset, in units of 8 octets, in {@link #flagsAndOffset()}. */
    public static final int OFFSET_MASK = 0x1FFF;

    /** Where the type of service lies; a Parameter Problem points by these offsets. */
    public static final int TOS_OFFSET = 1;

    /** Where the total length lies. */
    public static final int TOTAL_LENGTH_OFFSET = 2;

    /** Where the time to live lies. */
    public static final int TTL_OFFSET = 8;

    /** Where the protocol lies. */
    public static final int PROTOCOL_OFFSET = 9;

    /** Where the header checksum lies. */
    public static final int CHECKSUM_OFFSET = 10;

    /** Where the source address lies. */
    public static final int SOURCE_OFFSET = 12;

    /** Where the destination address lies. */
    public static final int DESTINATION_OFFSET = 16;

    private static final int VERSION_IHL_MIN = 0x45;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the header that starts at {@code offset}. */
    public Ipv4Header wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** 4 for IPv4. */
    public int version() {
        return (buffer.getByte(offset) & 0xF0) >> 4;
    }

    /** Header length in 32-bit words, 5 to 15 when valid. */
    public int ihl() {
        return buffer.getByte(offset) & 0xF;
    }

    /** Header length in octets: four times the IHL. */
    public int headerLength() {
        return ihl() << 2;
    }

    /** Type of service, the whole octet (DSCP and ECN). */
    public int tos() {
        return buffer.getByte(offset + TOS_OFFSET) & 0xFF;
    }

    /** Octets of header and data. */
    public int totalLength() {
        return buffer.getShort(offset + TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Identification, 0 to 65535. */
    public int id() {
        return buffer.getShort(offset + ID_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** The 16 bits of flags and fragment offset together. */
    public int flagsAndOffset() {
        return buffer.getShort(offset + FLAGS_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** The DF flag. */
    public boolean dontFragment() {
        return (flagsAndOffset() & DONT_FRAGMENT) != 0;
    }

    /** The MF flag. */
    public boolean moreFragments() {
        return (flagsAndOffset() & MORE_FRAGMENTS) != 0;
    }

    /** Fragment offset in octets, a multiple of 8. */
    public int fragmentOffset() {
        return (flagsAndOffset() & OFFSET_MASK) << 3;
    }

    /** True for every fragment, the first included: MF set or offset not 0. */
    public boolean isFragment() {
        return (flagsAndOffset() & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    /** Time to live, 0 to 255. */
    public int ttl() {
        return buffer.getByte(offset + TTL_OFFSET) & 0xFF;
    }

    /** Protocol number, see {@link IpProtocol}. */
    public int protocol() {
        return buffer.getByte(offset + PROTOCOL_OFFSET) & 0xFF;
    }

    /** Header checksum as it stands. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** An {@link Ipv4Address}. */
    public int source() {
        return buffer.getInt(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    /** An {@link Ipv4Address}. */
    public int destination() {
        return buffer.getInt(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    /** Writes version 4 and the IHL of a header of 20 to 60 octets, a multiple of 4. */
    public Ipv4Header headerLength(int octets) {
        buffer.putByte(offset, (byte) (VERSION << 4 | octets >> 2));
        return this;
    }

    /** Writes the whole octet. */
    public Ipv4Header tos(int tos) {
        buffer.putByte(offset + TOS_OFFSET, (byte) tos);
        return this;
    }

    /** Octets of header and data, up to 65535. */
    public Ipv4Header totalLength(int octets) {
        buffer.putShort(offset + TOTAL_LENGTH_OFFSET, (short) octets, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 16 bits. */
    public Ipv4Header id(int id) {
        buffer.putShort(offset + ID_OFFSET, (short) id, BIG_ENDIAN);
        return this;
    }

    /** Writes flags and fragment offset together. */
    public Ipv4Header flagsAndOffset(int flagsAndOffset) {
        buffer.putShort(offset + FLAGS_OFFSET, (short) flagsAndOffset, BIG_ENDIAN);
        return this;
    }

    /** Writes the low 8 bits. */
    public Ipv4Header ttl(int ttl) {
        buffer.putByte(offset + TTL_OFFSET, (byte) ttl);
        return this;
    }

    /** Writes the low 8 bits. */
    public Ipv4Header protocol(int protocol) {
        buffer.putByte(offset + PROTOCOL_OFFSET, (byte) protocol);
        return this;
    }

    /** Writes the low 16 bits; computes nothing. */
    public Ipv4Header checksum(int checksum) {
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    /** Writes an {@link Ipv4Address}. */
    public Ipv4Header source(int address) {
        buffer.putInt(offset + SOURCE_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    /** Writes an {@link Ipv4Address}. */
    public Ipv4Header destination(int address) {
        buffer.putInt(offset + DESTINATION_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    /**
     * Writes every octet of a 20-octet header: version 4, IHL 5, identification 0, no fragment, checksum 0. What the
     * caller wants otherwise (identification, flags, checksum) it sets afterwards.
     */
    public Ipv4Header writeFresh(int tos, int totalLength, int ttl, int protocol, int source, int destination) {
        buffer.putInt(offset, VERSION_IHL_MIN << 24 | (tos & 0xFF) << 16 | (totalLength & 0xFFFF), BIG_ENDIAN);
        buffer.putInt(offset + ID_OFFSET, 0, BIG_ENDIAN);
        buffer.putInt(offset + TTL_OFFSET, ttl << 24 | (protocol & 0xFF) << 16, BIG_ENDIAN);
        return source(source).destination(destination);
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        Ipv4Address.appendTo(builder.append("ipv4 "), source());
        Ipv4Address.appendTo(builder.append(" > "), destination());
        builder.append(' ').append(IpProtocol.name(protocol())).append(" ttl ").append(ttl());
        builder.append(" tos ").append(tos()).append(" id ").append(id()).append(" length ").append(totalLength());
        return appendOddities(builder);
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private StringBuilder appendOddities(StringBuilder builder) {
        if (version() != VERSION) {
            builder.append(" version ").append(version());
        }
        if (headerLength() != MIN_LENGTH) {
            builder.append(" header ").append(headerLength());
        }
        if (dontFragment()) {
            builder.append(" df");
        }
        if (isFragment()) {
            builder.append(" fragment ").append(fragmentOffset()).append(moreFragments() ? "+" : "");
        }
        return builder;
    }
}
