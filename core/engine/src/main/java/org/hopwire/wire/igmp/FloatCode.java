package org.hopwire.wire.igmp;

/**
 * The octet that stands for up to 31,744 units: Max Resp Code in tenths of a second and QQIC in seconds (RFC 9776
 * sections 4.1.1 and 4.1.7). Below 128 it is the value; from there on it is a floating-point number.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-----+-------+
 * |1| exp | mant  |    value = (mant | 0x10) &lt;&lt; (exp + 3)
 * +-+-----+-------+
 * </pre>
 *
 * <p>Only version 3 reads it this way: the Max Resp Time of version 2 is linear up to 25.5 s (RFC 2236 section 2.2).
 * Intervals are {@code long} nanoseconds.
 */
public final class FloatCode {
    /** Value of code 255, the largest. */
    public static final int MAX_VALUE = 31_744;

    private static final int LINEAR_LIMIT = 128;
    private static final int LINEAR_BITS = 7;
    private static final int MANTISSA_BITS = 4;
    private static final int MANTISSA_MASK = 0xF;
    private static final int HIDDEN_BIT = 0x10;
    private static final int EXPONENT_MASK = 7;
    private static final int EXPONENT_BIAS = 3;
    private static final int MAX_OCTET = 255;
    private static final long TENTH_NS = 100_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private FloatCode() {}

    /** The value of a code, 0 to 31,744; only the low 8 bits count. */
    public static int decode(int code) {
        int octet = code & 0xFF;
        if (octet < LINEAR_LIMIT) {
            return octet;
        }
        int exponent = octet >> MANTISSA_BITS & EXPONENT_MASK;
        return ((octet & MANTISSA_MASK) | HIDDEN_BIT) << (exponent + EXPONENT_BIAS);
    }

    /** The code with the largest value not above the given one: 0 below 1, 255 from 31,744 on. */
    public static int encode(long value) {
        if (value < LINEAR_LIMIT) {
            return (int) Math.max(0, value);
        }
        int capped = (int) Math.min(value, MAX_VALUE);
        int exponent = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(capped) - LINEAR_BITS;
        int mantissa = (capped >> (exponent + EXPONENT_BIAS)) & MANTISSA_MASK;
        return LINEAR_LIMIT | exponent << MANTISSA_BITS | mantissa;
    }

    /** Nanoseconds a version 3 query grants for an answer; 0 asks for it at once. */
    public static long maxResponseNs(int code) {
        return decode(code) * TENTH_NS;
    }

    /** Nanoseconds a version 2 query grants for an answer: linear, at most 25.5 s. */
    public static long maxResponseNsV2(int code) {
        return (code & 0xFF) * TENTH_NS;
    }

    /** Nanoseconds between general queries; 0 where the querier does not tell. */
    public static long queryIntervalNs(int qqic) {
        return decode(qqic) * SECOND_NS;
    }

    /**
     * Max Resp Code of a version 3 query: the longest that can be told and is not above the interval. An interval above
     * 0 never becomes 0, which would ask every host to answer at the same moment.
     */
    public static int maxRespCode(long intervalNs) {
        return atLeastOne(encode(intervalNs / TENTH_NS), intervalNs);
    }

    /** Max Resp Time of a version 2 query, 1 to 255: 0 would make it a query of version 1 (RFC 2236 section 4). */
    public static int maxRespCodeV2(long intervalNs) {
        return (int) Math.max(1, Math.min(MAX_OCTET, intervalNs / TENTH_NS));
    }

    /** QQIC: the longest that can be told and is not above the interval; above 0 never 0, which tells nothing. */
    public static int qqic(long intervalNs) {
        return atLeastOne(encode(intervalNs / SECOND_NS), intervalNs);
    }

    private static int atLeastOne(int code, long intervalNs) {
        return code == 0 && intervalNs > 0 ? 1 : code;
    }
}
