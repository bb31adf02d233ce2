package org.hopwire.checksum;

import org.agrona.UnsafeApi;

import static org.hopwire.checksum.Words.fold;
import static org.hopwire.checksum.Words.halvesAt;
import static org.hopwire.checksum.Words.long64;

/**
 * Eight bytes at a time in general registers: the twin that runs everywhere, and the one for short ranges.
 *
 * <p>The loops end on {@code !=} on purpose. C2 turns a counted loop into a main loop with a pre-loop and a
 * post-loop, which for ranges of packet size costs more than it saves.
 */
final class ScalarKernel implements SumKernel {
    static final ScalarKernel INSTANCE = new ScalarKernel();

    private ScalarKernel() {}

    @Override
    public int sum(long address, int length) {
        return sumOf(address, length);
    }

    @Override
    public int copyAndSum(long from, long to, int length) {
        return copyAndSumOf(from, to, length);
    }

    static int sumOf(long address, int length) {
        if (length < 8) {
            return fold(Words.few(address, length));
        }
        long at = address;
        long end = address + (length & -32);
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
            at += 32;
        }
        long high = high0 + high1;
        return fold(all0 + all1 - (high << 32) + high + rest(at, length) + Words.trailing(address, length));
    }

    /** The whole words among the last {@code length & 31} bytes. */
    private static long rest(long address, int length) {
        long sum = 0;
        long at = address;
        if ((length & 16) != 0) {
            sum = halvesAt(at) + halvesAt(at + 8);
            at += 16;
        }
        return (length & 8) != 0 ? sum + halvesAt(at) : sum;
    }

    static int copyAndSumOf(long from, long to, int length) {
        if (length < 8) {
            return copyFew(from, to, length);
        }
        long sum = 0;
        long at = from;
        long end = from + (length & -16);
        long shift = to - from;
        while (at != end) {
            sum += copyWord(at, at + shift) + copyWord(at + 8, at + 8 + shift);
            at += 16;
        }
        if ((length & 8) != 0) {
            sum += copyWord(at, at + shift);
        }
        // the last 8 bytes again: rewriting a few equal bytes is cheaper than branching on how many are left
        copyWord(from + length - 8, to + length - 8);
        return fold(sum + Words.trailing(from, length));
    }

    private static long copyWord(long from, long to) {
        UnsafeApi.putLong(to, UnsafeApi.getLong(from));
        return halvesAt(from);
    }

    private static int copyFew(long from, long to, int length) {
        for (int i = 0; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(from + i));
        }
        return fold(Words.few(from, length));
    }
}
