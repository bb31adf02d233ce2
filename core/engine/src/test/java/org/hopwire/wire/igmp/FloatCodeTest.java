package org.hopwire.wire.igmp;

import java.math.BigInteger;
import java.util.SplittableRandom;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FloatCodeTest {
    private static final long SEED = 0x9776_4101L;

    /** Codes 128 to 255, a row per exponent. */
    private static final int[][] VALUES = {
        {128, 136, 144, 152, 160, 168, 176, 184, 192, 200, 208, 216, 224, 232, 240, 248},
        {256, 272, 288, 304, 320, 336, 352, 368, 384, 400, 416, 432, 448, 464, 480, 496},
        {512, 544, 576, 608, 640, 672, 704, 736, 768, 800, 832, 864, 896, 928, 960, 992},
        {1024, 1088, 1152, 1216, 1280, 1344, 1408, 1472, 1536, 1600, 1664, 1728, 1792, 1856, 1920, 1984},
        {2048, 2176, 2304, 2432, 2560, 2688, 2816, 2944, 3072, 3200, 3328, 3456, 3584, 3712, 3840, 3968},
        {4096, 4352, 4608, 4864, 5120, 5376, 5632, 5888, 6144, 6400, 6656, 6912, 7168, 7424, 7680, 7936},
        {8192, 8704, 9216, 9728, 10240, 10752, 11264, 11776, 12288, 12800, 13312, 13824, 14336, 14848, 15360, 15872},
        {16384, 17408, 18432, 19456, 20480, 21504, 22528, 23552, 24576, 25600, 26624, 27648, 28672, 29696, 30720,
            31744}};

    @Test
    @DisplayName("R-IGMP-01: the value of all 256 codes, by table and by the RFC's picture, and back")
    void shouldDecodeAndEncodeEveryCode() {
        for (int code = 0; code < 256; code++) {
            int value = code < 128 ? code : VALUES[(code - 128) / 16][code % 16];
            assertThat(FloatCode.decode(code)).as("code %d", code).isEqualTo(value)
                    .isEqualTo((int) IgmpReference.floating(code));
            assertThat(FloatCode.decode((byte) code)).isEqualTo(value);
            assertThat(FloatCode.encode(value)).as("value %d", value).isEqualTo(code);
        }
        assertThat(FloatCode.decode(255)).isEqualTo(FloatCode.MAX_VALUE);
    }

    @Test
    @DisplayName("the code of every value has the largest value not above it")
    void shouldRoundDown() {
        for (int value = 0; value <= 40_000; value++) {
            int best = 0;
            for (int code = 0; code < 256; code++) {
                best = IgmpReference.floating(code) <= value ? code : best;
            }
            assertThat(FloatCode.encode(value)).as("value %d", value).isEqualTo(best);
        }
        assertThat(FloatCode.encode(-1)).isZero();
        assertThat(FloatCode.encode(Long.MIN_VALUE)).isZero();
        assertThat(FloatCode.encode(Long.MAX_VALUE)).isEqualTo(255);
    }

    @ParameterizedTest(name = "code {0}: {1} ms in version 2, {2} ms in version 3")
    @DisplayName("E17: version 2 is linear up to 25.5 s, version 3 floats up to 3174.4 s; the same code differs")
    @CsvSource({"0, 0, 0", "1, 100, 100", "100, 10000, 10000", "127, 12700, 12700", "128, 12800, 12800",
        "131, 13100, 15200", "255, 25500, 3174400"})
    void shouldReadTheCodeByVersion(int code, long v2Millis, long v3Millis) {
        assertThat(FloatCode.maxResponseNsV2(code)).isEqualTo(v2Millis * 1_000_000);
        assertThat(FloatCode.maxResponseNs(code)).isEqualTo(v3Millis * 1_000_000);
    }

    @Test
    @DisplayName("R-TIMER-03: every interval of every code agrees with BigInteger, QRV 7 x QQI 31744 s included")
    void shouldNotOverflow() {
        for (int code = 0; code < 256; code++) {
            BigInteger value = BigInteger.valueOf(IgmpReference.floating(code));
            assertThat(BigInteger.valueOf(FloatCode.maxResponseNs(code)))
                    .isEqualTo(value.multiply(BigInteger.TEN.pow(8)));
            assertThat(BigInteger.valueOf(FloatCode.queryIntervalNs(code)))
                    .isEqualTo(value.multiply(BigInteger.TEN.pow(9)));
            for (int response = 0; response < 256; response++) {
                BigInteger membership = BigInteger.valueOf(7).multiply(value).multiply(BigInteger.TEN.pow(9))
                        .add(BigInteger.valueOf(IgmpReference.floating(response)).multiply(BigInteger.TEN.pow(8)));
                assertThat(7 * FloatCode.queryIntervalNs(code) + FloatCode.maxResponseNs(response))
                        .isEqualTo(membership.longValueExact());
            }
        }
    }

    @Test
    @DisplayName("R-TIMER-03: an interval told and heard again is never longer, and at most 1/16 and a unit shorter")
    void shouldTellIntervals() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200_000; i++) {
            long interval = random.nextLong(1L << random.nextInt(30, 63));
            BigInteger exact = BigInteger.valueOf(interval);
            checkTold("max response", exact, FloatCode.maxResponseNs(FloatCode.maxRespCode(interval)), 100_000_000L);
            checkTold("query interval", exact, FloatCode.queryIntervalNs(FloatCode.qqic(interval)), 1_000_000_000L);
        }
    }

    private static void checkTold(String what, BigInteger interval, long toldNs, long unitNs) {
        BigInteger told = BigInteger.valueOf(toldNs);
        BigInteger unit = BigInteger.valueOf(unitNs);
        if (interval.compareTo(unit) < 0) {
            assertThat(told).as("%s of %s ns", what, interval).isEqualTo(interval.signum() == 0 ? interval : unit);
            return;
        }
        BigInteger capped = interval.min(unit.multiply(BigInteger.valueOf(FloatCode.MAX_VALUE)));
        assertThat(told).as("%s of %s ns, seed %d", what, interval, SEED).isLessThanOrEqualTo(capped)
                .isGreaterThan(capped.subtract(unit).subtract(capped.shiftRight(4)));
    }

    @ParameterizedTest(name = "{0} ns: {1}, {2}, {3}")
    @DisplayName("R-IGMP-01: 0 is special: in version 2 it is never written, elsewhere only for an interval of 0")
    @CsvSource({"0, 1, 0, 0", "1, 1, 1, 1", "99999999, 1, 1, 1", "100000000, 1, 1, 1", "200000000, 2, 2, 1",
        "1000000000, 10, 10, 1", "10000000000, 100, 100, 10", "25500000000, 255, 143, 25",
        "25600000000, 255, 144, 25", "125000000000, 255, 179, 125", "31744000000000, 255, 255, 255",
        "9223372036854775807, 255, 255, 255"})
    void shouldNotTellZeroByAccident(long intervalNs, int v2, int v3, int qqic) {
        assertThat(FloatCode.maxRespCodeV2(intervalNs)).isEqualTo(v2);
        assertThat(FloatCode.maxRespCode(intervalNs)).isEqualTo(v3);
        assertThat(FloatCode.qqic(intervalNs)).isEqualTo(qqic);
    }
}
