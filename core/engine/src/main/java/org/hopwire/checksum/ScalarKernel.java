package org.hopwire.checksum;

import static org.hopwire.checksum.Words.copy64;
import static org.hopwire.checksum.Words.fold;
import static org.hopwire.checksum.Words.halves;
import static org.hopwire.checksum.Words.int32;
import static org.hopwire.checksum.Words.long64;
import static org.hopwire.checksum.Words.trailing;

/**
 * Eight bytes at a time in general registers: the twin that runs everywhere, and the one for short ranges.
 *
 * <p>The loops end on {@code !=} on purpose. C2 turns a counted loop into a main loop with a pre-loop and a
 * post-loop, which for ranges of packet size costs more than it saves.
 */
final class ScalarKernel implements SumKernel {
    static final ScalarKernel INSTANCE = new ScalarKernel();

    /**
     * Below this many bytes there is no loop, and nothing shorter fits a vector of 256 bits.
     */
    static final int SHORT = 32;

    /** Up to this many bytes the sum takes no loop and no vector: a call and the end of a vector cost more. */
    static final int BRIEF = 2 * SHORT;

    private ScalarKernel() {}

    @Override
    public int sum(long address, int length) {
        return sumOf(address, length);
    }

    @Override
    public int copyAndSum(long from, long to, int length) {
        return copyAndSumOf(from, to, length);
    }

    private static int sumOf(long address, int length) {
        if (length < SHORT) {
            return shortSum(address, length);
        }
        long at = address;
        long end = address + (length & -SHORT);
        // all = sum of whole words modulo 2^64, high = exact sum of upper halves: the lower halves are the difference
        long all0 = 0;
        long high0 = 0;
        long all1 = 0;
        long high1 = 0;
        while (at != end) {
            long a = long64(at);
            long b = long64(at + 8);
            long c = long64(at + 16);
            long d = long64(at + 24);
            all0 += a;
            high0 += a >>> 32;
            all1 += b;
            high1 += b >>> 32;
            all0 += c;
            high0 += c >>> 32;
            all1 += d;
            high1 += d >>> 32;
            at += SHORT;
        }
        long high = high0 + high1;
        return fold(all0 + all1 - (high << 32) + high + rest(at, length) + trailing(address, length));
    }

    /** The sum of a range of at most 31 bytes: small enough to be inlined wherever it is called. */
    static int shortSum(long address, int length) {
        return fold(length < 8 ? Words.few(address, length) : rest(address, length) + trailing(address, length));
    }

    /** The sum of a range of {@link #SHORT} to {@link #BRIEF} bytes. */
    static int briefSum(long address, int length) {
        long sum = eightWords(address);
        return fold(length == BRIEF
                ? sum + eightWords(address + SHORT)
                : sum + rest(address + SHORT, length) + trailing(address, length));
    }

    /** Loads of 32 bits, with nothing to mask, beat half as many of 64 bits that must be split. */
    private static long eightWords(long at) {
        return int32(at) + int32(at + 4) + int32(at + 8) + int32(at + 12) + int32(at + 16) + int32(at + 20)
                + int32(at + 24) + int32(at + 28);
    }

    /** The whole words among the last {@code length & 31} bytes. */
    private static long rest(long address, int length) {
        long sum = 0;
        long at = address;
        if ((length & 16) != 0) {
            sum = halves(long64(at)) + halves(long64(at + 8));
            at += 16;
        }
        return (length & 8) != 0 ? sum + halves(long64(at)) : sum;
    }

    private static int copyAndSumOf(long from, long to, int length) {
        if (length < SHORT) {
            return shortCopyAndSum(from, to, length);
        }
        long at = from;
        long end = from + (length & -SHORT);
        long shift = to - from;
        long all0 = 0;
        long high0 = 0;
        long all1 = 0;
        long high1 = 0;
        while (at != end) {
            long a = copy64(at, at + shift);
            long b = copy64(at + 8, at + shift + 8);
            long c = copy64(at + 16, at + shift + 16);
            long d = copy64(at + 24, at + shift + 24);
            all0 += a;
            high0 += a >>> 32;
            all1 += b;
            high1 += b >>> 32;
            all0 += c;
            high0 += c >>> 32;
            all1 += d;
            high1 += d >>> 32;
            at += SHORT;
        }
        long high = high0 + high1;
        long rest = copyRest(at, at + shift, length) + copyTrailing(from, to, length);
        return fold(all0 + all1 - (high << 32) + high + rest);
    }

    /** {@link #copyAndSum} of a range of at most 31 bytes. */
    static int shortCopyAndSum(long from, long to, int length) {
        return fold(length < 8
                ? Words.copyFew(from, to, length)
                : copyRest(from, to, length) + copyTrailing(from, to, length));
    }

    private static long copyRest(long from, long to, int length) {
        long sum = 0;
        int done = length & 16;
        if (done != 0) {
            sum = halves(copy64(from, to)) + halves(copy64(from + 8, to + 8));
        }
        return (length & 8) != 0 ? sum + halves(copy64(from + done, to + done)) : sum;
    }

    /** Copies the last 8 bytes: rewriting a few equal bytes is cheaper than branching on how many are left. */
    private static long copyTrailing(long from, long to, int length) {
        copy64(from + length - 8, to + length - 8);
        return trailing(from, length);
    }
}
