package org.hopwire.port.file;

import java.math.BigInteger;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampScaleTest {
    private static final BigInteger NS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private static long oracle(int resolution, long offsetSeconds, long ticks) {
        BigInteger count = new BigInteger(Long.toUnsignedString(ticks));
        BigInteger base = BigInteger.valueOf((resolution & 0x80) == 0 ? 10 : 2);
        BigInteger ns = count.multiply(NS).divide(base.pow(resolution & 0x7f));
        if (ns.compareTo(LARGEST) > 0) {
            return -1;
        }
        BigInteger sum = ns.add(BigInteger.valueOf(offsetSeconds).multiply(NS));
        return sum.signum() < 0 || sum.compareTo(LARGEST) > 0 ? -1 : sum.longValueExact();
    }

    @Test
    void shouldAgreeWithExactArithmeticForEveryResolution() {
        long seed = 20_260_729;
        SplittableRandom random = new SplittableRandom(seed);
        for (int resolution = 0; resolution < 256; resolution++) {
            TimestampScale scale = new TimestampScale(resolution, 0);
            for (int bits = 0; bits <= 64; bits++) {
                long ticks = bits == 64 ? -1 : random.nextLong() >>> (63 - Math.min(bits, 63));
                assertThat(scale.toNs(ticks)).as("seed %s resolution %s ticks %s", seed, resolution, ticks)
                        .isEqualTo(oracle(resolution, 0, ticks));
            }
        }
    }

    @Test
    void shouldAddTheOffsetAndRefuseWhatLeavesTheRange() {
        long[] offsets = {0, 1, -1, 1_700_000_000, -1_700_000_000, 9_223_372_036L, -9_223_372_036L};
        long[] ticks = {0, 1, 999_999_999, 1_700_000_000_000_000_000L, Long.MAX_VALUE, -1};
        for (long offset : offsets) {
            for (long tick : ticks) {
                assertThat(new TimestampScale(9, offset).toNs(tick)).as("offset %s ticks %s", offset, tick)
                        .isEqualTo(oracle(9, offset, tick));
            }
        }
    }

    @Test
    void shouldRefuseAnOffsetThatNoTimeCanBring() {
        for (long offset : new long[] {9_223_372_037L, -9_223_372_037L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(new TimestampScale(6, offset).toNs(0)).isEqualTo(TimestampScale.OUT_OF_RANGE);
        }
    }
}
