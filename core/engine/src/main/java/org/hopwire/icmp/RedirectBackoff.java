package org.hopwire.icmp;

import java.util.random.RandomGenerator;

/**
 * How often a sender is told of a better first hop: at growing intervals, then not at all until it has been quiet for
 * the time of silence. A sender that goes on regardless hears nothing more; silence counts from the last packet that
 * called for a redirect.
 *
 * <p>Fixed size: sets of four senders, found by a keyed hash. Where a set is full of senders that are being told, a new
 * one is not: a redirect is advice, and whoever fills the table can only hold back advice.
 */
final class RedirectBackoff {
    private static final int SETS = 256;
    private static final int WAYS = 4;
    private static final int SET_SHIFT = 64 - 8;
    private static final long NS_PER_MS = 1_000_000;

    private final int count;
    private final long silenceNs;
    private final long[] intervalNs;
    private final long key;
    private final long multiplier;

    private final int[] sources = new int[SETS * WAYS];
    private final byte[] told = new byte[SETS * WAYS];
    private final long[] lastNs = new long[SETS * WAYS];

    RedirectBackoff(IcmpConfig.RedirectLimit limit, RandomGenerator random) {
        count = limit.count();
        silenceNs = limit.silenceMs() * NS_PER_MS;
        intervalNs = intervals(limit);
        key = random.nextLong();
        multiplier = random.nextLong() | 1;
    }

    /** {@code intervalNs[n]}: least time after the n-th redirect; longer than the silence never pays. */
    private long[] intervals(IcmpConfig.RedirectLimit limit) {
        long[] intervals = new long[count + 1];
        long next = limit.initialIntervalMs() * NS_PER_MS;
        for (int n = 1; n <= count; n++) {
            intervals[n] = next;
            next = Math.min(next * limit.backoffFactor(), silenceNs);
        }
        return intervals;
    }

    /** Whether {@code source} is told now; if so, that is taken note of. */
    boolean mayTell(int source, long nowNs) {
        int slot = find(source, nowNs);
        if (slot < 0) {
            return false;
        }
        if (told[slot] == 0 || sources[slot] != source || nowNs - lastNs[slot] > silenceNs) {
            sources[slot] = source;
            told[slot] = 0;
        } else if (told[slot] >= count) {
            lastNs[slot] = nowNs;
            return false;
        } else if (nowNs - lastNs[slot] < intervalNs[told[slot]]) {
            return false;
        }
        told[slot]++;
        lastNs[slot] = nowNs;
        return true;
    }

    /** The sender's slot, else one that is free or forgotten, else -1. */
    private int find(int source, long nowNs) {
        int first = (int) (((source ^ key) * multiplier) >>> SET_SHIFT) * WAYS;
        int free = -1;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (told[slot] != 0 && sources[slot] == source) {
                return slot;
            }
            if (told[slot] == 0 || nowNs - lastNs[slot] > silenceNs) {
                free = slot;
            }
        }
        return free;
    }
}
