package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Extended echo, "PROBE" (RFC 8335 sections 2 and 3), and its interface identification object.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | Type (42, 43) |     Code      |           Checksum            |
 * +---------------+---------------+---------------+-------------+-+
 * |          Identifier           |Sequence Number|  (reserved) |L|   request; an extension structure follows
 * |          Identifier           |Sequence Number|State|Res|A|4|6|   reply
 * +-------------------------------+---------------+-----+---+-+-+-+
 * </pre>
 *
 * <p>The object has class 3 and names the probed interface by its C-Type: a name padded with zeros, a 32-bit index, or
 * <pre>
 * +-------------------------------+---------------+---------------+
 * |        Address family         |Address length |  (reserved)   |
 * +-------------------------------+---------------+---------------+
 * |               Address, padded with zeros to 4 octets          |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class ExtendedEcho {
    /** Octets of a reply, and of a request before its extension structure. */
    public static final int LENGTH = 8;

    /** Class of the interface identification object. */
    public static final int OBJECT_CLASS = 3;

    /** C-Type: the interface by name. */
    public static final int BY_NAME = 1;

    /** C-Type: the interface by index. */
    public static final int BY_INDEX = 2;

    /** C-Type: the interface by address. */
    public static final int BY_ADDRESS = 3;

    /** Reply flag: the interface is active. */
    public static final int ACTIVE = 0x04;

    /** Reply flag: IPv4 runs on the interface. */
    public static final int IPV4 = 0x02;

    /** Reply flag: IPv6 runs on the interface. */
    public static final int IPV6 = 0x01;

    /** Neighbour state of a reply whose query had L clear: resolution under way. */
    public static final int STATE_INCOMPLETE = 1;

    /** Neighbour state: reachable. */
    public static final int STATE_REACHABLE = 2;

    /** Neighbour state: not confirmed lately. */
    public static final int STATE_STALE = 3;

    /** Neighbour state: waiting before a probe. */
    public static final int STATE_DELAY = 4;

    /** Neighbour state: being probed. */
    public static final int STATE_PROBE = 5;

    /** Neighbour state: resolution failed. */
    public static final int STATE_FAILED = 6;

    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;
    private static final int FLAGS = 7;
    private static final int LOCAL = 0x01;
    private static final int FLAG_MASK = 0x07;
    private static final int STATE_SHIFT = 5;
    private static final int ADDRESS_HEADER = 4;
    private static final int ADDRESS_LENGTH = 2;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the ICMP message that starts at {@code offset}. */
    public ExtendedEcho wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Opaque, returned unchanged. */
    public int identifier() {
        return buffer.getShort(offset + IDENTIFIER, BIG_ENDIAN) & 0xFFFF;
    }

    /** Opaque, returned unchanged; one octet, unlike the sequence of an echo. */
    public int sequence() {
        return buffer.getByte(offset + SEQUENCE) & 0xFF;
    }

    /** Request: the probed interface is on the probed node itself, not on one directly connected to it. */
    public boolean isLocal() {
        return (buffer.getByte(offset + FLAGS) & LOCAL) != 0;
    }

    /** Reply: one of the {@code STATE_} values, 0 when the query had L set. */
    public int state() {
        return (buffer.getByte(offset + FLAGS) & 0xE0) >> STATE_SHIFT;
    }

    /** Reply: {@link #ACTIVE}, {@link #IPV4} and {@link #IPV6}. */
    public int flags() {
        return buffer.getByte(offset + FLAGS) & FLAG_MASK;
    }

    /** Writes every octet of the request's header, checksum 0. */
    public ExtendedEcho writeRequest(int identifier, int sequence, boolean local) {
        return write(IcmpType.EXTENDED_ECHO_REQUEST, 0, identifier, sequence, local ? LOCAL : 0);
    }

    /** Writes every octet of a reply, checksum 0; state and flags are 0 unless the code is 0 (RFC 8335 section 4). */
    public ExtendedEcho writeReply(int code, int identifier, int sequence, int state, int flags) {
        int last = code == 0 ? state << STATE_SHIFT | (flags & FLAG_MASK) : 0;
        return write(IcmpType.EXTENDED_ECHO_REPLY, code, identifier, sequence, last);
    }

    /** True when the payload of an object fits its C-Type. */
    public static boolean isValidObject(UnsafeBuffer buffer, int payload, int length, int cType) {
        return switch (cType) {
            case BY_NAME -> length > 0 && buffer.getByte(payload) != 0;
            case BY_INDEX -> length == Integer.BYTES;
            case BY_ADDRESS -> length >= ADDRESS_HEADER && isAddressRight(buffer, payload, length);
            default -> false;
        };
    }

    /** Octets of the name in a valid object, up to the first zero. */
    public static int nameLength(UnsafeBuffer buffer, int payload, int length) {
        int end = 0;
        while (end < length && buffer.getByte(payload + end) != 0) {
            end++;
        }
        return end;
    }

    /** Interface index of a valid object. */
    public static int index(UnsafeBuffer buffer, int payload) {
        return buffer.getInt(payload, BIG_ENDIAN);
    }

    /** Address family number of a valid object; 1 IPv4, 2 IPv6, 16389 a 48-bit MAC address. */
    public static int addressFamily(UnsafeBuffer buffer, int payload) {
        return buffer.getShort(payload, BIG_ENDIAN) & 0xFFFF;
    }

    /** The {@link Ipv4Address} of a valid object of that family. */
    public static int address(UnsafeBuffer buffer, int payload) {
        return buffer.getInt(payload + ADDRESS_HEADER, BIG_ENDIAN);
    }

    /** Writes the eight octets of a payload that names the interface by IPv4 address and returns their number. */
    public static int writeAddress(UnsafeBuffer buffer, int payload, int address) {
        buffer.putInt(payload, InterfaceInformation.FAMILY_IPV4 << 16 | Integer.BYTES << 8, BIG_ENDIAN);
        buffer.putInt(payload + ADDRESS_HEADER, address, BIG_ENDIAN);
        return ADDRESS_HEADER + Integer.BYTES;
    }

    /** Writes the four octets of a payload that names the interface by index and returns their number. */
    public static int writeIndex(UnsafeBuffer buffer, int payload, int index) {
        buffer.putInt(payload, index, BIG_ENDIAN);
        return Integer.BYTES;
    }

    /** Writes a payload that names the interface, padded with zeros to a multiple of 4, and returns its octets. */
    public static int writeName(UnsafeBuffer buffer, int payload, byte[] name) {
        int padded = (name.length + 3) & ~3;
        buffer.putBytes(payload, name);
        buffer.setMemory(payload + name.length, padded - name.length, (byte) 0);
        return padded;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        boolean reply = (buffer.getByte(offset) & 0xFF) == IcmpType.EXTENDED_ECHO_REPLY.number();
        builder.append(reply ? "extended-echo-reply id " : "extended-echo-request id ").append(identifier());
        builder.append(" sequence ").append(sequence());
        if (reply) {
            return builder.append(" state ").append(state()).append(" flags ").append(flags());
        }
        return builder.append(isLocal() ? " local" : "");
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private ExtendedEcho write(IcmpType type, int code, int identifier, int sequence, int last) {
        buffer.putInt(offset, type.number() << 24 | (code & 0xFF) << 16, BIG_ENDIAN);
        buffer.putInt(offset + IDENTIFIER, identifier << 16 | (sequence & 0xFF) << 8 | last, BIG_ENDIAN);
        return this;
    }

    private static boolean isAddressRight(UnsafeBuffer buffer, int payload, int length) {
        int family = addressFamily(buffer, payload);
        int octets = buffer.getByte(payload + ADDRESS_LENGTH) & 0xFF;
        boolean sized = switch (family) {
            case InterfaceInformation.FAMILY_IPV4 -> octets == 4;
            case InterfaceInformation.FAMILY_IPV6 -> octets == 16;
            default -> octets > 0;
        };
        return sized && length == ADDRESS_HEADER + ((octets + 3) & ~3);
    }
}
