package org.hopwire.icmp;

import java.util.random.RandomGenerator;

import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpType;

/**
 * How many errors leave (RFC 1812 section 4.3.2.8): a bucket for the group of sources the error would go to, then one
 * for all errors together. Groups share buckets by a keyed hash, so that no flood of forged sources makes the table
 * grow and no stranger can tell who shares with whom.
 *
 * <p>A bucket that is refilled evenly is an oracle: who can drain it to a known level learns from one probe of his own
 * whether another of his probes drew an error (the attack on DNS of CVE-2020-25705). So credit comes in random lumps,
 * at the mean rate, once in the time that half a burst takes, and a bucket that overflows is left with a random credit
 * between a quarter and seven quarters of the burst. With the default burst of 50 no level is likelier than 1 in 50,
 * which bounds what one probe tells to a guess that is right 51 times of 100; a quarter of the burst always passes
 * after a rest.
 */
final class ErrorLimiter {
    private static final int LEVEL_BITS = 24;
    private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;
    private static final long PERIOD_MASK = (1L << (Long.SIZE - LEVEL_BITS)) - 1;
    /** After so many periods without use a bucket has overflowed almost certainly. */
    private static final int REST_PERIODS = 8;
    private static final int LEAST_FRAGMENTATION_BURST = 50;

    private final boolean[] limited = new boolean[RejectCause.values().length];
    private final RedirectBackoff redirects;
    private final Rate prefixRate;
    private final Rate globalRate;
    private final Rate fragmentationRate;

    /** Bucket of a prefix: number of its last period and, in the low bits, credit left. */
    private final long[] prefixes;
    private final int prefixShift;
    private final int bucketShift;
    private final long key;
    private final long firstMultiplier;
    private final long secondMultiplier;

    private long global;
    private long fragmentation;
    private long randomState;
    private long periodsAtNs;
    private boolean started;
    private long startNs;

    ErrorLimiter(IcmpConfig.Limits limits, RandomGenerator random) {
        for (RejectCause cause : RejectCause.values()) {
            limited[index(cause)] = limits.limitedTypes().contains(IcmpType.of(cause.type()));
        }
        redirects = new RedirectBackoff(limits.redirects(), random);
        IcmpConfig.PrefixLimit perPrefix = limits.perPrefix();
        prefixRate = new Rate(perPrefix.errorsPerSecond(), perPrefix.burst());
        globalRate = new Rate(limits.errorsPerSecond(), limits.burst());
        int perSecond = limits.fragmentationNeededPerSecond();
        fragmentationRate = new Rate(perSecond,
                Math.clamp(perSecond / 20, LEAST_FRAGMENTATION_BURST, IcmpConfig.Limits.MAX_BURST));
        prefixes = new long[perPrefix.buckets()];
        prefixShift = Integer.SIZE - perPrefix.length();
        bucketShift = Long.numberOfLeadingZeros(perPrefix.buckets()) + 1;
        key = random.nextLong();
        firstMultiplier = random.nextLong() | 1;
        secondMultiplier = random.nextLong() | 1;
        randomState = random.nextLong();
    }

    /** The limit that forbids an error to {@code source} now; null, and its credit spent, when none does. */
    SuppressionRule rule(int source, RejectCause cause, long nowNs) {
        if (cause.rest() == RejectCause.Rest.GATEWAY) {
            return redirects.mayTell(source, nowNs) ? null : SuppressionRule.REDIRECT_BACKOFF;
        }
        if (nowNs != periodsAtNs || !started) {
            advance(nowNs);
        }
        if (cause == RejectCause.FRAGMENTATION_NEEDED) {
            return takeFragmentation() ? null : SuppressionRule.FRAGMENTATION_LIMIT;
        }
        return limited[index(cause)] ? take(source) : null;
    }

    private SuppressionRule take(int source) {
        if (!takePrefix(bucketOf(source))) {
            return SuppressionRule.PREFIX_LIMIT;
        }
        return takeGlobal() ? null : SuppressionRule.GLOBAL_LIMIT;
    }

    private boolean takePrefix(int bucket) {
        long state = refilled(prefixes[bucket], prefixRate);
        prefixes[bucket] = spent(state);
        return hasCredit(state);
    }

    private boolean takeGlobal() {
        long state = refilled(global, globalRate);
        global = spent(state);
        return hasCredit(state);
    }

    private boolean takeFragmentation() {
        long state = refilled(fragmentation, fragmentationRate);
        fragmentation = spent(state);
        return hasCredit(state);
    }

    private static boolean hasCredit(long state) {
        return (state & LEVEL_MASK) != 0;
    }

    private static long spent(long state) {
        return hasCredit(state) ? state - 1 : state;
    }

    private int bucketOf(int source) {
        long mixed = ((source >>> prefixShift) ^ key) * firstMultiplier;
        return (int) (((mixed ^ (mixed >>> 32)) * secondMultiplier) >>> bucketShift);
    }

    private void advance(long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        periodsAtNs = nowNs;
        long elapsedNs = Math.max(0, nowNs - startNs);
        prefixRate.advance(elapsedNs);
        globalRate.advance(elapsedNs);
        fragmentationRate.advance(elapsedNs);
    }

    private long refilled(long state, Rate rate) {
        long missed = (rate.period - (state >>> LEVEL_BITS)) & PERIOD_MASK;
        return missed == 0 ? state : refill((int) (state & LEVEL_MASK), missed, rate);
    }

    private long refill(int credit, long missed, Rate rate) {
        int level = missed > REST_PERIODS ? rate.most + 1 : credit;
        for (long i = missed; i > 0 && level <= rate.most; i--) {
            level += upTo(rate.burst);
        }
        if (level > rate.most) {
            level = rate.least + upTo(rate.most - rate.least);
        }
        return (rate.period << LEVEL_BITS) | level;
    }

    /** Random number from 0 to {@code most}: SplitMix64, from a secret state. */
    private int upTo(int most) {
        randomState += 0x9E37_79B9_7F4A_7C15L;
        long mixed = (randomState ^ (randomState >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return (int) (((mixed >>> 32) * (most + 1L)) >>> 32);
    }

    // an index into arrays of this class; lives no longer than the process
    @SuppressWarnings("EnumOrdinal")
    private static int index(RejectCause cause) {
        return cause.ordinal();
    }

    /** A mean rate and the random lumps it comes in. */
    private static final class Rate {
        private static final long NS_PER_SECOND = 1_000_000_000;
        private static final long LEAST_PERIOD_NS = 1000;

        final int burst;
        final int least;
        final int most;
        final long periodNs;
        long period;

        Rate(int perSecond, int burst) {
            this.burst = burst;
            least = Math.max(1, burst / 4);
            most = burst + burst * 3 / 4;
            // a lump is half a burst in the mean
            periodNs = Math.max(LEAST_PERIOD_NS, burst * NS_PER_SECOND / perSecond / 2);
        }

        void advance(long elapsedNs) {
            // ahead of every bucket that was never used
            period = (elapsedNs / periodNs + REST_PERIODS + 1) & PERIOD_MASK;
        }
    }
}
