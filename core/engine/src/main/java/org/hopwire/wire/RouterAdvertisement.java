package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * ICMP router advertisement and solicitation (RFC 1256 section 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |   Type (9)    |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |   Addresses   |Entry size (2) |      Lifetime in seconds      |
 * +---------------+---------------+-------------------------------+
 * |                       Router address 1                        |
 * +---------------------------------------------------------------+
 * |                      Preference level 1                       |
 * +---------------------------------------------------------------+
 * |                              ...                              |
 * </pre>
 *
 * <p>A solicitation is type 10 with four octets of zero in the second row and nothing behind.
 */
public final class RouterAdvertisement {
    /** Octets before the first entry, and of a whole solicitation. */
    public static final int LENGTH = 8;

    /** Size of an entry as RFC 1256 defines it, in 32-bit words. */
    public static final int ENTRY_WORDS = 2;

    /** Octets of an entry of {@link #ENTRY_WORDS}. */
    public static final int ENTRY_LENGTH = 8;

    /** Preference that forbids the address as a default router. */
    public static final int NOT_A_DEFAULT = 0x8000_0000;

    private static final int COUNT = 4;
    private static final int ENTRY_SIZE = 5;
    private static final int LIFETIME = 6;
    private static final int PREFERENCE = 4;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the ICMP message that starts at {@code offset}. */
    public RouterAdvertisement wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /**
     * The checks of RFC 1256 section 5.2 on an advertisement: code 0 (or 16, RFC 5944 section 2.1.1), at least one
     * address, entries of at least two words, and all of them inside the message.
     *
     * @param length octets of the ICMP message
     */
    public boolean isValidAdvertisement(int length) {
        if (length < LENGTH) {
            return false;
        }
        int code = buffer.getByte(offset + 1);
        int count = count();
        int words = entryWords();
        boolean known = code == 0 || code == IcmpCodes.DOES_NOT_ROUTE_COMMON_TRAFFIC;
        return known && count >= 1 && words >= ENTRY_WORDS && LENGTH + count * words * Integer.BYTES <= length;
    }

    /**
     * The checks of RFC 1256 section 4.2 on a solicitation: code 0 and eight octets or more.
     *
     * @param length octets of the ICMP message
     */
    public boolean isValidSolicitation(int length) {
        return length >= LENGTH && buffer.getByte(offset + 1) == 0;
    }

    /** Number of entries, 0 to 255. */
    public int count() {
        return buffer.getByte(offset + COUNT) & 0xFF;
    }

    /** Size of one entry in 32-bit words, 0 to 255. */
    public int entryWords() {
        return buffer.getByte(offset + ENTRY_SIZE) & 0xFF;
    }

    /** Seconds the addresses stay valid, 0 to 65535; 0 withdraws them. */
    public int lifetimeSeconds() {
        return buffer.getShort(offset + LIFETIME, BIG_ENDIAN) & 0xFFFF;
    }

    /** Address of the entry, an {@link Ipv4Address}. */
    public int address(int index) {
        return buffer.getInt(entry(index), BIG_ENDIAN);
    }

    /** Preference of the entry: signed, higher wins, {@link #NOT_A_DEFAULT} is lowest. */
    public int preference(int index) {
        return buffer.getInt(entry(index) + PREFERENCE, BIG_ENDIAN);
    }

    /** Writes every octet before the entries, the checksum as 0. */
    public RouterAdvertisement writeAdvertisement(int count, int lifetimeSeconds) {
        buffer.putInt(offset, IcmpType.ROUTER_ADVERTISEMENT.number() << 24, BIG_ENDIAN);
        buffer.putByte(offset + COUNT, (byte) count);
        buffer.putByte(offset + ENTRY_SIZE, (byte) ENTRY_WORDS);
        buffer.putShort(offset + LIFETIME, (short) lifetimeSeconds, BIG_ENDIAN);
        return this;
    }

    /** Writes one entry; the header comes first, since it says how large an entry is. */
    public RouterAdvertisement entry(int index, int address, int preference) {
        int entry = entry(index);
        buffer.putInt(entry, address, BIG_ENDIAN);
        buffer.putInt(entry + PREFERENCE, preference, BIG_ENDIAN);
        return this;
    }

    /** Writes all eight octets of a solicitation, the checksum as 0. */
    public RouterAdvertisement writeSolicitation() {
        buffer.putInt(offset, IcmpType.ROUTER_SOLICITATION.number() << 24, BIG_ENDIAN);
        buffer.putInt(offset + COUNT, 0, BIG_ENDIAN);
        return this;
    }

    /** Appends one line without the entries and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        if ((buffer.getByte(offset) & 0xFF) == IcmpType.ROUTER_SOLICITATION.number()) {
            return builder.append("router-solicitation");
        }
        return builder.append("router-advertisement addresses ").append(count()).append(" lifetime ")
                .append(lifetimeSeconds());
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private int entry(int index) {
        return offset + LENGTH + index * entryWords() * Integer.BYTES;
    }
}
