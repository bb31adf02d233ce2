package org.hopwire.icmp;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.icmp.IcmpConfig.PrefixLimit;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorLimiterTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final RejectCause CAUSE = RejectCause.TTL_EXCEEDED;
    private static final int SENDER = Packets.address("203.0.113.9");
    private static final Limits DEFAULTS = Limits.defaults();
    private static final Limits WIDE_PREFIX = new Limits(1000, 50,
            new PrefixLimit(32, Limits.MAX_RATE, Limits.MAX_BURST, 16), null, null, null);

    private final RandomGenerator seeded = new SplittableRandom(11);

    private static int passed(ErrorLimiter limiter, int source, int attempts, long nowNs) {
        int passed = 0;
        for (int i = 0; i < attempts; i++) {
            passed += limiter.rule(source, CAUSE, nowNs) == null ? 1 : 0;
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - SECOND, Long.MIN_VALUE, 123_456_789})
    @DisplayName("RFC 1812 4.3.2.8: the mean rate is kept, whatever the clock's zero")
    void shouldKeepTheMeanRate(long startNs) {
        ErrorLimiter limiter = new ErrorLimiter(WIDE_PREFIX, seeded);
        long passed = 0;
        for (int ms = 0; ms < 100_000; ms++) {
            passed += passed(limiter, SENDER, 20, startNs + ms * MS);
        }
        assertThat(passed).isBetween(98_000L, 102_000L);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: a burst after a rest, a quarter of it always")
    void shouldPassABurstAfterARest() {
        int least = Integer.MAX_VALUE;
        int most = 0;
        ErrorLimiter limiter = new ErrorLimiter(WIDE_PREFIX, seeded);
        for (int i = 0; i < 10_000; i++) {
            int passed = passed(limiter, SENDER, 200, i * SECOND);
            least = Math.min(least, passed);
            most = Math.max(most, passed);
        }
        assertThat(least).isEqualTo(12);
        assertThat(most).isEqualTo(87);
    }

    @Test
    @DisplayName("R-RATE-01: the source's own bucket is asked before the common one")
    void shouldAskThePrefixFirst() {
        ErrorLimiter limiter = new ErrorLimiter(new Limits(null, 2000, null, null, null, null), seeded);
        assertThat(passed(limiter, SENDER, 1000, 0)).isBetween(50, 350);
        assertThat(limiter.rule(SENDER, CAUSE, 0)).isEqualTo(SuppressionRule.PREFIX_LIMIT);
        assertThat(limiter.rule(Packets.address("192.0.2.1"), CAUSE, 0)).as("the common bucket is not drained")
                .isNull();
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: many prefixes share the common bucket")
    void shouldLimitAllPrefixesTogether() {
        ErrorLimiter limiter = new ErrorLimiter(DEFAULTS, seeded);
        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            passed += passed(limiter, SENDER + (i << 8), 1, 0);
        }
        assertThat(passed).isBetween(125, 875);
        assertThat(limiter.rule(Packets.address("9.9.9.9"), CAUSE, 0)).isEqualTo(SuppressionRule.GLOBAL_LIMIT);
    }

    @Test
    void shouldTreatOnePrefixAsOneSource() {
        ErrorLimiter limiter = new ErrorLimiter(DEFAULTS, seeded);
        int passed = 0;
        for (int host = 0; host < 256; host++) {
            passed += passed(limiter, Packets.address("203.0.113.0") + host, 4, 0);
        }
        assertThat(passed).isBetween(50, 350);
    }

    @Test
    @DisplayName("R-RATE-02: who shares a bucket depends on a secret of the instance")
    void shouldHashByASecretKey() {
        assertThat(firstSharer(new SplittableRandom(1))).isNotEqualTo(firstSharer(new SplittableRandom(2)))
                .isNotEqualTo(firstSharer(new SplittableRandom(3)));
    }

    /** The first prefix after 10.0.0.0/24 that finds the bucket drained by it. */
    private static int firstSharer(RandomGenerator random) {
        Limits limits = new Limits(Limits.MAX_RATE, Limits.MAX_BURST, new PrefixLimit(24, 1, 1, 64), null, null, null);
        ErrorLimiter limiter = new ErrorLimiter(limits, random);
        int drained = Packets.address("10.0.0.0");
        passed(limiter, drained, 3, 0);
        int next = drained + 256;
        while (limiter.rule(next, CAUSE, 0) == null) {
            next += 256;
        }
        return next;
    }

    @Test
    @DisplayName("RFC 1191 6.5: fragmentation needed passes drained buckets, up to a cap of its own")
    void shouldExemptFragmentationNeededAndCapIt() {
        ErrorLimiter limiter = new ErrorLimiter(new Limits(null, null, null, 1000, null, null), seeded);
        passed(limiter, SENDER, 1000, 0);
        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            passed += limiter.rule(SENDER, RejectCause.FRAGMENTATION_NEEDED, 0) == null ? 1 : 0;
        }
        assertThat(passed).isBetween(12, 87);
        assertThat(limiter.rule(SENDER, RejectCause.FRAGMENTATION_NEEDED, 0))
                .isEqualTo(SuppressionRule.FRAGMENTATION_LIMIT);
    }

    @Test
    @DisplayName("A clock that goes back behind the first error gives no credit")
    void shouldGiveNothingForTimeThatGoesBack() {
        ErrorLimiter limiter = new ErrorLimiter(DEFAULTS, seeded);
        passed(limiter, SENDER, 1000, 100 * SECOND);
        for (int second = 99; second >= 0; second--) {
            assertThat(passed(limiter, SENDER, 10, second * SECOND)).as("second %s", second).isZero();
        }
    }

    @Test
    @DisplayName("RFC 1191 6.5: the burst of fragmentation needed is a twentieth of a second's worth")
    void shouldGiveFragmentationNeededATwentiethOfASecond() {
        int passed = 0;
        for (int run = 0; run < 1000; run++) {
            ErrorLimiter limiter = new ErrorLimiter(new Limits(null, null, null, 4000, null, null), seeded);
            for (int i = 0; i < 1000; i++) {
                passed += limiter.rule(SENDER, RejectCause.FRAGMENTATION_NEEDED, 0) == null ? 1 : 0;
            }
        }
        // a fresh bucket has a burst of 200 in the mean
        assertThat(passed / 1000).isBetween(190, 210);
    }

    @ParameterizedTest
    @EnumSource(value = RejectCause.class, mode = EnumSource.Mode.EXCLUDE, names = {"REDIRECT_HOST",
        "REDIRECT_TOS_HOST", "FRAGMENTATION_NEEDED"})
    void shouldLimitOnlyTheTypesThatAreNamed(RejectCause cause) {
        IcmpType type = IcmpType.of(cause.type());
        ErrorLimiter holding = new ErrorLimiter(DEFAULTS.withLimitedTypes(Set.of(type)), seeded);
        ErrorLimiter free = new ErrorLimiter(Limits.none(), seeded);
        int held = 0;
        for (int i = 0; i < 1000; i++) {
            held += holding.rule(SENDER, cause, 0) == null ? 0 : 1;
            assertThat(free.rule(SENDER, cause, 0)).isNull();
        }
        assertThat(held).isGreaterThanOrEqualTo(650);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: redirects answer to their own backoff only")
    void shouldLeaveRedirectsToTheirBackoff() {
        ErrorLimiter limiter = new ErrorLimiter(DEFAULTS, seeded);
        passed(limiter, SENDER, 1000, 0);
        assertThat(limiter.rule(SENDER, RejectCause.REDIRECT_HOST, 0)).isNull();
        assertThat(limiter.rule(SENDER, RejectCause.REDIRECT_HOST, 1)).isEqualTo(SuppressionRule.REDIRECT_BACKOFF);
    }

    @Test
    void shouldKeepLargestAndSmallestConfiguredRates() {
        Limits slow = new Limits(1, 1, new PrefixLimit(8, 1, 1, 16), 1, null, null);
        ErrorLimiter limiter = new ErrorLimiter(slow, seeded);
        long passed = 0;
        for (int s = 0; s < 10_000; s++) {
            passed += passed(limiter, SENDER, 3, s * SECOND);
        }
        assertThat(passed).isBetween(4_000L, 11_000L);
    }
}
