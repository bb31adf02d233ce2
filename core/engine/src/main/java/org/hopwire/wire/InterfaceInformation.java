package org.hopwire.wire;

import java.nio.charset.StandardCharsets;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Interface information as an ICMP extension object, class 2 (RFC 5837 section 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        Interface index                        |   with C-Type bit 0x08
 * +-------------------------------+-------------------------------+
 * |    Address family (1 or 2)    |          (reserved)           |   with C-Type bit 0x04
 * |                 Address, 4 or 16 octets                       |
 * +---------------+-----------------------------------------------+
 * |    Length     | Name in UTF-8, padded with zeros to 4 octets  |   with C-Type bit 0x02
 * +---------------+-----------------------------------------------+
 * |                              MTU                              |   with C-Type bit 0x01
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The C-Type also holds the role, in its two high bits. Present parts stand in this order. To read:
 * {@link #wrap}, {@link #isValid()}, then the parts. To write: {@link #begin}, the parts in this order, then
 * {@link #cType()} and {@link #length()} for the object's header.
 */
public final class InterfaceInformation {
    /** Class of the extension object. */
    public static final int OBJECT_CLASS = 2;

    /** Role: the IP interface the datagram came in by. */
    public static final int ROLE_INCOMING = 0;

    /** Role: the member of that interface (a link of a bundle, say) it came in by. */
    public static final int ROLE_INCOMING_COMPONENT = 1;

    /** Role: the IP interface it would have left by. */
    public static final int ROLE_OUTGOING = 2;

    /** Role: the next hop it would have gone to. */
    public static final int ROLE_NEXT_HOP = 3;

    /** C-Type bit: the interface index is present. */
    public static final int HAS_INDEX = 0x08;

    /** C-Type bit: an address is present. */
    public static final int HAS_ADDRESS = 0x04;

    /** C-Type bit: the name is present. */
    public static final int HAS_NAME = 0x02;

    /** C-Type bit: the MTU is present. */
    public static final int HAS_MTU = 0x01;

    /** Address family number of IPv4. */
    public static final int FAMILY_IPV4 = 1;

    /** Address family number of IPv6. */
    public static final int FAMILY_IPV6 = 2;

    /** Octets of the longest name; what is longer is cut. */
    public static final int MAX_NAME_LENGTH = 63;

    private static final int ROLE_SHIFT = 6;
    private static final int WORD = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int ABSENT = -1;

    private UnsafeBuffer buffer;
    private int offset;
    private int length;
    private int cType;
    private boolean valid;
    private int indexAt;
    private int addressAt;
    private int nameAt;
    private int nameLength;
    private int mtuAt;

    /** Binds the view to the payload of an object and walks its parts. */
    public InterfaceInformation wrap(UnsafeBuffer buffer, int offset, int length, int cType) {
        begin(buffer, offset, cType >> ROLE_SHIFT);
        this.cType = cType & 0xFF;
        valid = walk(length) && this.length == length;
        return this;
    }

    /** True when every announced part lies inside the payload, in range, and nothing is left over. */
    public boolean isValid() {
        return valid;
    }

    /** One of the {@code ROLE_} values. */
    public int role() {
        return cType >> ROLE_SHIFT;
    }

    /** True when all parts of the mask of {@code HAS_} bits are present. */
    public boolean has(int parts) {
        return (cType & parts) == parts;
    }

    /** The ifIndex of the interface MIB. */
    public int index() {
        return buffer.getInt(indexAt, BIG_ENDIAN);
    }

    /** {@link #FAMILY_IPV4} or {@link #FAMILY_IPV6}. */
    public int addressFamily() {
        return buffer.getShort(addressAt, BIG_ENDIAN) & 0xFFFF;
    }

    /** The IPv4 address, or the first 32 bits of an IPv6 address. */
    public int address() {
        return buffer.getInt(addressOffset(), BIG_ENDIAN);
    }

    /** Index of the first octet of the address. */
    public int addressOffset() {
        return addressAt + WORD;
    }

    /** Index of the first octet of the name. */
    public int nameOffset() {
        return nameAt + 1;
    }

    /** Octets of the name without padding, 0 to 63. */
    public int nameLength() {
        return nameLength;
    }

    /** The name; allocates. */
    public String name() {
        byte[] octets = new byte[nameLength];
        buffer.getBytes(nameOffset(), octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** MTU of the interface in octets. */
    public int mtu() {
        return buffer.getInt(mtuAt, BIG_ENDIAN);
    }

    /** Starts to write an empty payload. */
    public InterfaceInformation begin(UnsafeBuffer newBuffer, int newOffset, int role) {
        buffer = newBuffer;
        offset = newOffset;
        length = 0;
        cType = role << ROLE_SHIFT;
        valid = true;
        indexAt = addressAt = nameAt = mtuAt = ABSENT;
        nameLength = 0;
        return this;
    }

    /** Appends the interface index. */
    public InterfaceInformation index(int index) {
        indexAt = append(HAS_INDEX, WORD);
        buffer.putInt(indexAt, index, BIG_ENDIAN);
        return this;
    }

    /** Appends an {@link Ipv4Address}. */
    public InterfaceInformation address(int address) {
        addressAt = append(HAS_ADDRESS, WORD + WORD);
        buffer.putInt(addressAt, FAMILY_IPV4 << 16, BIG_ENDIAN);
        buffer.putInt(addressAt + WORD, address, BIG_ENDIAN);
        return this;
    }

    /** Appends a name in UTF-8, cut to 63 octets, padded with zeros. */
    public InterfaceInformation name(byte[] utf8) {
        nameLength = cut(utf8);
        int size = nameSize(nameLength);
        nameAt = append(HAS_NAME, size);
        buffer.putByte(nameAt, (byte) size);
        buffer.putBytes(nameAt + 1, utf8, 0, nameLength);
        buffer.setMemory(nameAt + 1 + nameLength, size - 1 - nameLength, (byte) 0);
        return this;
    }

    /** Appends the MTU in octets. */
    public InterfaceInformation mtu(int mtu) {
        mtuAt = append(HAS_MTU, WORD);
        buffer.putInt(mtuAt, mtu, BIG_ENDIAN);
        return this;
    }

    /** Role and present parts, for the object's header. */
    public int cType() {
        return cType;
    }

    /** Octets of the payload so far. */
    public int length() {
        return length;
    }

    /** Octets the payload will have with the parts of a mask and an IPv4 address. */
    public static int length(int parts, int nameLength) {
        int words = Integer.bitCount(parts & (HAS_INDEX | HAS_MTU)) + ((parts & HAS_ADDRESS) != 0 ? 2 : 0);
        int name = (parts & HAS_NAME) != 0 ? nameSize(Math.min(nameLength, MAX_NAME_LENGTH)) : 0;
        return words * WORD + name;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("interface role ").append(role());
        if (has(HAS_INDEX)) {
            builder.append(" index ").append(index());
        }
        if (has(HAS_ADDRESS) && addressFamily() == FAMILY_IPV4) {
            Ipv4Address.appendTo(builder.append(" address "), address());
        }
        if (has(HAS_NAME)) {
            builder.append(" name ").append(name());
        }
        if (has(HAS_MTU)) {
            builder.append(" mtu ").append(mtu());
        }
        return builder;
    }

    @Override
    public String toString() {
        return valid ? appendTo(new StringBuilder()).toString() : "interface malformed";
    }

    private boolean walk(int room) {
        if (has(HAS_INDEX)) {
            indexAt = append(0, WORD);
        }
        if (has(HAS_ADDRESS) && !walkAddress(room)) {
            return false;
        }
        if (has(HAS_NAME) && !walkName(room)) {
            return false;
        }
        if (has(HAS_MTU)) {
            mtuAt = append(0, WORD);
        }
        return length <= room;
    }

    private boolean walkAddress(int room) {
        addressAt = append(0, WORD);
        if (length > room) {
            return false;
        }
        int family = addressFamily();
        append(0, family == FAMILY_IPV6 ? IPV6_LENGTH : WORD);
        return length <= room && (family == FAMILY_IPV4 || family == FAMILY_IPV6);
    }

    private boolean walkName(int room) {
        if (length >= room) {
            return false;
        }
        int size = buffer.getByte(offset + length) & 0xFF;
        nameAt = append(0, size);
        boolean sized = size >= WORD && size % WORD == 0 && size <= MAX_NAME_LENGTH + 1;
        if (!sized || length > room) {
            return false;
        }
        nameLength = size - 1;
        while (nameLength > 0 && buffer.getByte(nameAt + nameLength) == 0) {
            nameLength--;
        }
        return true;
    }

    private int append(int part, int octets) {
        int at = offset + length;
        length += octets;
        cType |= part;
        return at;
    }

    private static int nameSize(int nameLength) {
        return (1 + nameLength + WORD - 1) & -WORD;
    }

    /** Cuts a long name between characters: an octet 10xxxxxx continues the one before it. */
    private static int cut(byte[] utf8) {
        int end = Math.min(utf8.length, MAX_NAME_LENGTH);
        while (end > 0 && end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
