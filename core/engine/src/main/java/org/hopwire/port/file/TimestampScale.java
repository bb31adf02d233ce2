package org.hopwire.port.file;

/** Turns an interface's ticks into nanoseconds since 1970 UTC, exactly, rounding down what is finer than those. */
final class TimestampScale {
    static final int MICROSECONDS = 6;
    static final int NANOSECONDS = 9;
    /** What {@link #toNs} gives for a time before 1970 or after April 2262. */
    static final long OUT_OF_RANGE = -1;

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long LARGEST_SECONDS = Long.MAX_VALUE / NS_PER_SECOND;
    private static final int BINARY = 0x80;
    private static final int EXPONENT = 0x7f;
    /** 10^19 is the last power of ten in 64 bits. */
    private static final int LAST_POWER = 19;

    private final boolean binary;
    private final int exponent;
    private final long factor;
    private final long largestTicks;
    private final long offsetNs;
    private final boolean offsetFits;

    /**
     * A scale.
     *
     * @param resolution if_tsresol: negative power of 10, or of 2 where the high bit is set
     * @param offsetSeconds if_tsoffset, added to every time
     */
    TimestampScale(int resolution, long offsetSeconds) {
        binary = (resolution & BINARY) != 0;
        exponent = resolution & EXPONENT;
        factor = binary ? 1 : powerOfTen(Math.abs(NANOSECONDS - exponent));
        largestTicks = Long.MAX_VALUE / (exponent <= NANOSECONDS ? factor : 1);
        offsetFits = offsetSeconds >= -LARGEST_SECONDS && offsetSeconds <= LARGEST_SECONDS;
        offsetNs = offsetFits ? offsetSeconds * NS_PER_SECOND : 0;
    }

    /** Unsigned; 0 where it does not fit, which no resolution up to 10^-28 needs. */
    private static long powerOfTen(int n) {
        if (n > LAST_POWER) {
            return 0;
        }
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= 10;
        }
        return power;
    }

    /** Nanoseconds, or {@link #OUT_OF_RANGE}; ticks are unsigned. */
    long toNs(long ticks) {
        long ns = binary ? fromBinary(ticks) : fromDecimal(ticks);
        long sum = ns + offsetNs;
        // a sum that wrapped is negative too: ns is not, and both fit 63 bits
        return ns < 0 || sum < 0 || !offsetFits ? OUT_OF_RANGE : sum;
    }

    private long fromDecimal(long ticks) {
        if (exponent <= NANOSECONDS) {
            return Long.compareUnsigned(ticks, largestTicks) > 0 ? OUT_OF_RANGE : ticks * factor;
        }
        return factor == 0 ? 0 : Long.divideUnsigned(ticks, factor);
    }

    private long fromBinary(long ticks) {
        long high = Math.unsignedMultiplyHigh(ticks, NS_PER_SECOND);
        long low = ticks * NS_PER_SECOND;
        if (exponent >= Long.SIZE) {
            return high >>> (exponent - Long.SIZE);
        }
        if (high >>> exponent != 0) {
            return OUT_OF_RANGE;
        }
        long ns = exponent == 0 ? low : (high << (Long.SIZE - exponent)) | (low >>> exponent);
        return ns < 0 ? OUT_OF_RANGE : ns;
    }
}
