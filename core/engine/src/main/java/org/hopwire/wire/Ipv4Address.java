package org.hopwire.wire;

/**
 * IPv4 addresses as {@code int}, most significant octet first: 10.0.0.1 is 0x0a000001.
 *
 * <p>The predicates follow the special cases of RFC 1122 section 3.2.1.3 and RFC 1112 section 4.
 */
public final class Ipv4Address {
    /** 0.0.0.0, "this host on this network" (RFC 1122 section 3.2.1.3). */
    public static final int ANY = 0;

    /** 255.255.255.255, limited broadcast (RFC 919 section 7). */
    public static final int LIMITED_BROADCAST = 0xFFFF_FFFF;

    /** 224.0.0.1, all systems on this subnet (RFC 1112 section 4). */
    public static final int ALL_SYSTEMS = 0xE000_0001;

    /** 224.0.0.2, all routers on this subnet. */
    public static final int ALL_ROUTERS = 0xE000_0002;

    /** 224.0.0.13, all PIM routers on this subnet (RFC 7761 section 4.9). */
    public static final int ALL_PIM_ROUTERS = 0xE000_000D;

    /** 224.0.0.22, all IGMPv3-capable routers (RFC 9776 section 4.2.14). */
    public static final int ALL_IGMPV3_ROUTERS = 0xE000_0016;

    /** 224.0.0.106, all snoopers: switches that learn where routers are (RFC 4286 section 2). */
    public static final int ALL_SNOOPERS = 0xE000_006A;

    private static final int OCTETS = 4;
    private static final int MAX_OCTET_DIGITS = 3;

    private Ipv4Address() {}

    /**
     * Reads a strict dotted quad: four decimal octets of one to three digits, no leading zero, no sign, no spaces.
     *
     * @throws IllegalArgumentException naming the text
     */
    public static int parse(String text) {
        int address = 0;
        int position = 0;
        for (int octet = 0; octet < OCTETS; octet++) {
            if (octet > 0) {
                requireDot(text, position++);
            }
            int end = digitsEnd(text, position);
            address = address << 8 | octet(text, position, end);
            position = end;
        }
        if (position != text.length()) {
            throw notAnAddress(text);
        }
        return address;
    }

    /** Dotted quad; allocates. */
    public static String format(int address) {
        return appendTo(new StringBuilder(15), address).toString();
    }

    /** Appends the dotted quad and returns the builder. */
    public static StringBuilder appendTo(StringBuilder builder, int address) {
        return builder.append(address >>> 24).append('.').append(address >>> 16 & 0xFF).append('.')
                .append(address >>> 8 & 0xFF).append('.').append(address & 0xFF);
    }

    /** 224.0.0.0/4 (RFC 1112 section 4). */
    public static boolean isMulticast(int address) {
        return address >>> 28 == 0xE;
    }

    /** 224.0.0.0/24, never forwarded by a router (RFC 5771 section 4). */
    public static boolean isLinkLocalMulticast(int address) {
        return address >>> 8 == 0xE0_0000;
    }

    /** 127.0.0.0/8, never outside a host (RFC 1122 section 3.2.1.3 (g)). */
    public static boolean isLoopback(int address) {
        return address >>> 24 == 127;
    }

    /** 0.0.0.0/8, "this network", valid only as a source while a host learns its address. */
    public static boolean isThisNetwork(int address) {
        return address >>> 24 == 0;
    }

    /** 240.0.0.0/4, reserved (RFC 1112 section 4), limited broadcast included. */
    public static boolean isClassE(int address) {
        return address >>> 28 == 0xF;
    }

    /** 169.254.0.0/16, which is good on one link (RFC 3927). */
    public static boolean isLinkLocal(int address) {
        return address >>> 16 == 0xA9FE;
    }

    /** 255.255.255.255. */
    public static boolean isLimitedBroadcast(int address) {
        return address == LIMITED_BROADCAST;
    }

    private static void requireDot(String text, int position) {
        if (position >= text.length() || text.charAt(position) != '.') {
            throw notAnAddress(text);
        }
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int octet(String text, int start, int end) {
        int digits = end - start;
        boolean leadingZero = digits > 1 && text.charAt(start) == '0';
        if (digits == 0 || digits > MAX_OCTET_DIGITS || leadingZero) {
            throw notAnAddress(text);
        }
        int value = Integer.parseInt(text, start, end, 10);
        if (value > 255) {
            throw notAnAddress(text);
        }
        return value;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: \"" + text + "\" (expected four decimal octets, like 10.0.0.1)");
    }
}
