package org.hopwire.bench.reference;

/**
 * A kernel that never changes: half arithmetic, half loads out of the second-level cache. It is measured against itself
 * before anything is compared, and its nanoseconds tell how fast a machine was on the day. A test holds the digest of
 * this file.
 */
final class ReferenceKernel {
    private static final int WORDS = 1 << 14;
    private static final int STEPS = 64;

    private final long[] table = new long[WORDS];
    private long state = 1;

    ReferenceKernel() {
        long value = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < WORDS; i++) {
            value = mix(value + i);
            table[i] = value;
        }
    }

    long sum() {
        long sum = 0;
        long at = state;
        for (int i = 0; i < STEPS; i++) {
            at = mix(at);
            sum += table[(int) at & (WORDS - 1)] ^ at;
        }
        state = at;
        return sum;
    }

    private static long mix(long value) {
        long mixed = value ^ value << 13;
        mixed ^= mixed >>> 7;
        return mixed ^ mixed << 17;
    }
}
