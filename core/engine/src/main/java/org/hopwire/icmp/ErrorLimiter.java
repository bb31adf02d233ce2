package org.hopwire.icmp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * between a quarter and seven quarters of the burst. With a burst of 50 no level is likelier than 1 in 50, which bounds
 * what one probe tells to a guess that is right 51 times of 100, and with a larger one it tells less; a quarter of the
 * burst always passes after a rest.
 *
 * <p>The workers of one engine take from the same buckets ({@link Credit}), so that the limit is one for all, whoever
 * needs it. Of the common ones a worker gets, from one lump to the next, no more than its part of what was there, among
 * those that have asked of late: a worker whose turn comes first does not starve the others, and what nobody took goes
 * to whoever asks for more.
 */
final class ErrorLimiter {
    private static final int LEVEL_BITS = 24;
    private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;
    private static final long PERIOD_MASK = (1L << (Long.SIZE - LEVEL_BITS)) - 1;
    /** After so many periods without use a bucket has overflowed almost certainly. */
    private static final int REST_PERIODS = 8;
    private static final int LEAST_FRAGMENTATION_BURST = 50;

    // cells of the common credit, each bucket's on two cache lines of its own
    private static final int STRIDE = 16;
    private static final int STAGE = STRIDE;
    private static final int GLOBAL = 2 * STRIDE;
    private static final int FRAGMENTATION = 3 * STRIDE;
    private static final int CELLS = 5;
    private static final int LEVEL = 1;
    private static final int ASKED = 2;
    private static final int ASKED_BEFORE = 3;

    private final boolean[] limited = new boolean[RejectCause.values().length];
    private final RedirectBackoff redirects;
    private final Credit credit;
    private final Rate prefixRate;
    private final Share global;
    private final Share fragmentation;
    private long randomState;
    private long periodsAtNs;
    private boolean started;

    /** The only limiter of its limits. */
    ErrorLimiter(IcmpConfig.Limits limits, RandomGenerator random) {
        this(limits, random, null, 0);
    }

    /** A limiter of another worker, from 0 to 63, on the same credit. */
    ErrorLimiter(ErrorLimiter first, RandomGenerator random, int worker) {
        this(first.credit.limits, random, first.credit, worker);
        credit.isShared = true;
    }

    private ErrorLimiter(IcmpConfig.Limits limits, RandomGenerator random, Credit shared, int worker) {
        for (RejectCause cause : RejectCause.values()) {
            limited[index(cause)] = limits.limitedTypes().contains(IcmpType.of(cause.type()));
        }
        redirects = new RedirectBackoff(limits.redirects(), random);
        credit = shared == null ? new Credit(limits, random) : shared;
        IcmpConfig.PrefixLimit perPrefix = limits.perPrefix();
        prefixRate = new Rate(perPrefix.errorsPerSecond(), perPrefix.burst());
        global = new Share(GLOBAL, new Rate(limits.errorsPerSecond(), limits.burst()), worker);
        int perSecond = limits.fragmentationNeededPerSecond();
        fragmentation = new Share(FRAGMENTATION, new Rate(perSecond,
                Math.clamp(perSecond / 20, LEAST_FRAGMENTATION_BURST, IcmpConfig.Limits.MAX_BURST)), worker);
        randomState = random.nextLong();
    }

    /** The limit that forbids an error to {@code source} now; null, and its credit spent, when none does. */
    SuppressionRule rule(int source, RejectCause cause, long nowNs) {
        if (cause.rest() == RejectCause.Rest.GATEWAY) {
            return redirects.mayTell(source, nowNs) ? null : SuppressionRule.REDIRECT_BACKOFF;
        }
        if ((nowNs != periodsAtNs || !started) && !advance(nowNs)) {
            return SuppressionRule.GLOBAL_LIMIT;
        }
        if (cause == RejectCause.FRAGMENTATION_NEEDED) {
            return take(fragmentation) ? null : SuppressionRule.FRAGMENTATION_LIMIT;
        }
        return limited[index(cause)] ? take(source) : null;
    }

    private SuppressionRule take(int source) {
        if (!takePrefix(credit.bucketOf(source))) {
            return SuppressionRule.PREFIX_LIMIT;
        }
        return take(global) ? null : SuppressionRule.GLOBAL_LIMIT;
    }

    private boolean takePrefix(int bucket) {
        while (true) {
            long before = credit.prefix(bucket);
            long state = refilled(before, prefixRate);
            long after = spent(state);
            if (after == before || credit.replacePrefix(bucket, before, after)) {
                return hasCredit(state);
            }
        }
    }

    /** Whoever fails to replace a bucket has seen another succeed. */
    private boolean take(Share share) {
        while (true) {
            long before = credit.cell(share.at);
            long state = refilled(before, share.rate);
            if (state != before && !credit.replace(share.at, before, state)) {
                continue;
            }
            if (state != before) {
                credit.begin(share.at, state & LEVEL_MASK);
            }
            // asked for, too, where nothing is left: part of the next lump is this worker's then
            if (!share.mayTake(credit) || !hasCredit(state)) {
                return false;
            }
            if (credit.replace(share.at, state, state - 1)) {
                share.taken++;
                return true;
            }
        }
    }

    private static boolean hasCredit(long state) {
        return (state & LEVEL_MASK) != 0;
    }

    private static long spent(long state) {
        return hasCredit(state) ? state - 1 : state;
    }

    /** False for the moment in which another worker sets the beginning of time. */
    private boolean advance(long nowNs) {
        if (!credit.hasBegun(nowNs)) {
            return false;
        }
        started = true;
        periodsAtNs = nowNs;
        long elapsedNs = Math.max(0, nowNs - credit.startNs);
        prefixRate.advance(elapsedNs);
        global.rate.advance(elapsedNs);
        fragmentation.rate.advance(elapsedNs);
        return true;
    }

    private long refilled(long state, Rate rate) {
        // another worker's burst may have begun a little later than ours
        long missed = (rate.period - (state >>> LEVEL_BITS)) << LEVEL_BITS >> LEVEL_BITS;
        return missed <= 0 ? state : refill((int) (state & LEVEL_MASK), missed, rate);
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

    /**
     * What all workers of an engine may send: buckets of groups of sources, and the common ones. A single worker needs
     * no atomic operation; several change a bucket by comparing and setting it.
     */
    private static final class Credit {
        private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int FRESH = 0;
        private static final int CLAIMED = 1;
        private static final int READY = 2;

        final IcmpConfig.Limits limits;
        /** Set while the engine is put together, before a worker runs. */
        boolean isShared;
        /** Written before {@link #STAGE} is ready. */
        long startNs;
        /** Bucket of a prefix: number of its last period and, in the low bits, credit left. */
        private final long[] prefixes;
        private final long[] cells = new long[CELLS * STRIDE];
        private final int prefixShift;
        private final int bucketShift;
        private final long key;
        private final long firstMultiplier;
        private final long secondMultiplier;

        Credit(IcmpConfig.Limits limits, RandomGenerator random) {
            this.limits = limits;
            IcmpConfig.PrefixLimit perPrefix = limits.perPrefix();
            prefixes = new long[perPrefix.buckets()];
            prefixShift = Integer.SIZE - perPrefix.length();
            bucketShift = Long.numberOfLeadingZeros(perPrefix.buckets()) + 1;
            key = random.nextLong();
            firstMultiplier = random.nextLong() | 1;
            secondMultiplier = random.nextLong() | 1;
        }

        int bucketOf(int source) {
            long mixed = ((source >>> prefixShift) ^ key) * firstMultiplier;
            return (int) (((mixed ^ (mixed >>> 32)) * secondMultiplier) >>> bucketShift);
        }

        boolean hasBegun(long nowNs) {
            if ((long) CELL.getAcquire(cells, STAGE) == READY) {
                return true;
            }
            if (!CELL.compareAndSet(cells, STAGE, (long) FRESH, (long) CLAIMED)) {
                return false;
            }
            startNs = nowNs;
            CELL.setRelease(cells, STAGE, (long) READY);
            return true;
        }

        long prefix(int bucket) {
            return (long) CELL.getOpaque(prefixes, bucket);
        }

        boolean replacePrefix(int bucket, long before, long after) {
            return replace(prefixes, bucket, before, after);
        }

        long cell(int at) {
            return (long) CELL.getOpaque(cells, at);
        }

        boolean replace(int at, long before, long after) {
            return replace(cells, at, before, after);
        }

        private boolean replace(long[] in, int at, long before, long after) {
            if (isShared) {
                return CELL.compareAndSet(in, at, before, after);
            }
            in[at] = after;
            return true;
        }

        /** A lump has come: what is there now is to be divided among those who ask. */
        void begin(int at, long level) {
            if (isShared) {
                CELL.setOpaque(cells, at + LEVEL, level);
                CELL.setOpaque(cells, at + ASKED_BEFORE, (long) CELL.getOpaque(cells, at + ASKED));
                CELL.setOpaque(cells, at + ASKED, 0L);
            }
        }

        /** Credit a worker may take of this lump, the odd ones by turns; notes that it has asked. */
        long part(int at, long bit, long period) {
            long asked = (long) CELL.getOpaque(cells, at + ASKED);
            if ((asked & bit) == 0) {
                asked = (long) CELL.getAndBitwiseOr(cells, at + ASKED, bit) | bit;
            }
            long workers = asked | (long) CELL.getOpaque(cells, at + ASKED_BEFORE);
            long level = (long) CELL.getOpaque(cells, at + LEVEL);
            int asking = Long.bitCount(workers);
            long turn = (period + Long.bitCount(workers & (bit - 1))) % asking;
            return level / asking + (turn < level % asking ? 1 : 0);
        }
    }

    /** One worker's part of a common bucket. */
    private static final class Share {
        final int at;
        final Rate rate;
        private final long bit;
        private long period;
        long taken;

        Share(int at, Rate rate, int worker) {
            this.at = at;
            this.rate = rate;
            bit = 1L << worker;
        }

        boolean mayTake(Credit credit) {
            if (!credit.isShared) {
                return true;
            }
            if (period != rate.period) {
                period = rate.period;
                taken = 0;
            }
            return taken < credit.part(at, bit, period);
        }
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
