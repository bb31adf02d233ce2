package org.hopwire.testkit;

import java.util.HexFormat;

/** Octets as people write them. */
public final class Hex {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Hex() {}

    /** Reads hexadecimal digits; white space, ':' and '|' between octets are ignored. */
    public static byte[] parse(String text) {
        return HexFormat.of().parseHex(text.replaceAll("[\\s:|]", ""));
    }

    /** Lower-case octets separated by one space. */
    public static String format(byte... octets) {
        return SPACED.formatHex(octets);
    }

    /** Lower-case octets of a part, separated by one space. */
    public static String format(byte[] octets, int offset, int length) {
        return SPACED.formatHex(octets, offset, offset + length);
    }
}
