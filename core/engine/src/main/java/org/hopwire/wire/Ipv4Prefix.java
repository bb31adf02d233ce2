package org.hopwire.wire;

/**
 * An address with a prefix length, as in 10.0.0.1/24.
 *
 * <p>The host bits are kept: {@link #parse} serves an interface's own address, {@link #parseNetwork} and
 * {@link #network()} give the canonical form of a route.
 *
 * @param address any address inside the prefix
 * @param length prefix length, 0 to 32
 */
public record Ipv4Prefix(int address, int length) {
    /** 0.0.0.0/0, the default route. */
    public static final Ipv4Prefix DEFAULT_ROUTE = new Ipv4Prefix(0, 0);

    private static final int BITS = 32;

    /**
     * @throws IllegalArgumentException when the length is not 0 to 32
     */
    public Ipv4Prefix {
        if (length < 0 || length > BITS) {
            throw new IllegalArgumentException("prefix length is not 0 to 32: " + length);
        }
    }

    /**
     * Reads {@code a.b.c.d/n} and keeps the host bits.
     *
     * @throws IllegalArgumentException naming the text
     */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw notAPrefix(text);
        }
        return new Ipv4Prefix(address(text, slash), length(text, slash + 1));
    }

    /**
     * Reads {@code a.b.c.d/n} and refuses host bits, as a route needs it.
     *
     * @throws IllegalArgumentException naming the text and the network that may have been meant
     */
    public static Ipv4Prefix parseNetwork(String text) {
        Ipv4Prefix prefix = parse(text);
        if (prefix.address() != prefix.network()) {
            throw new IllegalArgumentException(
                    "prefix \"" + text + "\" has host bits set (the network is " + prefix.canonical() + ")");
        }
        return prefix;
    }

    /** Netmask: 0 for length 0, 0xFFFFFFFF for 32. */
    public int mask() {
        return mask(length);
    }

    /** Netmask of a prefix length of 0 to 32. */
    public static int mask(int length) {
        return length == 0 ? 0 : -1 << (BITS - length);
    }

    /** Lowest address of the prefix: all host bits 0. */
    public int network() {
        return address & mask();
    }

    /** The same prefix without host bits. */
    public Ipv4Prefix canonical() {
        return address == network() ? this : new Ipv4Prefix(network(), length);
    }

    /** True when the other address shares the first {@code length} bits. */
    public boolean contains(int other) {
        return ((other ^ address) & mask()) == 0;
    }

    /** True when the prefix has a broadcast address; /31 (RFC 3021 section 2.1) and /32 have none. */
    public boolean hasDirectedBroadcast() {
        return length < BITS - 1;
    }

    /** All host bits 1 (RFC 1812 section 4.2.3.1); 0 where the prefix has none. */
    public int directedBroadcast() {
        return hasDirectedBroadcast() ? address | ~mask() : 0;
    }

    /** True for the directed broadcast; never for /31 and /32. */
    public boolean isDirectedBroadcast(int other) {
        return hasDirectedBroadcast() && other == directedBroadcast();
    }

    @Override
    public String toString() {
        return Ipv4Address.appendTo(new StringBuilder(18), address).append('/').append(length).toString();
    }

    private static int address(String text, int slash) {
        try {
            return Ipv4Address.parse(text.substring(0, slash));
        } catch (IllegalArgumentException e) {
            throw notAPrefix(text, e);
        }
    }

    private static int length(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > 2 || (digits == 2 && text.charAt(start) == '0')) {
            throw notAPrefix(text);
        }
        int value = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw notAPrefix(text);
            }
            value = value * 10 + digit;
        }
        if (value > BITS) {
            throw notAPrefix(text);
        }
        return value;
    }

    private static IllegalArgumentException notAPrefix(String text) {
        return notAPrefix(text, null);
    }

    private static IllegalArgumentException notAPrefix(String text, Throwable cause) {
        return new IllegalArgumentException(
                "not an IPv4 prefix: \"" + text + "\" (expected address/length, like 10.0.0.0/24)", cause);
    }
}
