package org.hopwire.wire;

/** Ethernet addresses as the low 48 bits of a {@code long}, first octet on the wire most significant. */
public final class MacAddress {
    /** ff:ff:ff:ff:ff:ff. */
    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    /** Octets on the wire. */
    public static final int LENGTH = 6;

    private static final int TEXT_LENGTH = 17;
    private static final long GROUP_BIT = 1L << 40;
    private static final long IPV4_MULTICAST_BASE = 0x0100_5E00_0000L;
    private static final int IPV4_MULTICAST_BITS = 0x7F_FFFF;

    private MacAddress() {}

    /**
     * Reads six two-digit hexadecimal octets, all separated by ':' or all by '-'.
     *
     * @throws IllegalArgumentException naming the text
     */
    public static long parse(String text) {
        if (text.length() != TEXT_LENGTH || (text.charAt(2) != ':' && text.charAt(2) != '-')) {
            throw notAnAddress(text);
        }
        char separator = text.charAt(2);
        long address = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            if (i % 3 < 2) {
                address = address << 4 | digit(text, i);
            } else if (text.charAt(i) != separator) {
                throw notAnAddress(text);
            }
        }
        return address;
    }

    /** Lower case, separated by ':'; allocates. */
    public static String format(long address) {
        return appendTo(new StringBuilder(TEXT_LENGTH), address).toString();
    }

    /** Appends lower-case octets separated by ':' and returns the builder. */
    public static StringBuilder appendTo(StringBuilder builder, long address) {
        for (int shift = 44; shift >= 0; shift -= 4) {
            builder.append(Character.forDigit((int) (address >>> shift) & 0xF, 16));
            if (shift > 0 && shift % 8 == 0) {
                builder.append(':');
            }
        }
        return builder;
    }

    /** True for multicast and broadcast: the group bit, first on the wire, is set (IEEE 802). */
    public static boolean isGroup(long address) {
        return (address & GROUP_BIT) != 0;
    }

    /** True for ff:ff:ff:ff:ff:ff. */
    public static boolean isBroadcast(long address) {
        return address == BROADCAST;
    }

    /** 01:00:5e and the low 23 bits of the group (RFC 1112 section 6.4); 32 groups share each address. */
    public static long multicastOf(int group) {
        return IPV4_MULTICAST_BASE | (group & IPV4_MULTICAST_BITS);
    }

    private static int digit(String text, int index) {
        char c = text.charAt(index);
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw notAnAddress(text);
        }
        return digit;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("not a MAC address: \"" + text
                + "\" (expected six two-digit hexadecimal octets, like 02:00:00:00:00:01)");
    }
}
