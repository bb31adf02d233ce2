package org.hopwire.checksum;

import java.nio.ByteOrder;

import org.agrona.UnsafeApi;

/**
 * Raw memory as little-endian words, and the arithmetic that brings their sum down to 16 bits.
 *
 * <p>Ones'-complement sums do not care about byte order but for one swap at the end (RFC 1071, section 2 (B)), nor
 * about word size (2^16, 2^32 and 2^64 are all 1 modulo 65535), so the kernels add the widest words they can load
 * and {@link #fold} swaps once.
 *
 * <p>Addresses are not checked here. That is safe because every caller outside this package passes a range that was
 * checked against the captured length when the packet was parsed, and no method of this package touches a byte
 * outside the range it was given.
 */
final class Words {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private Words() {}

    static long long64(long address) {
        long value = UnsafeApi.getLong(address);
        return BIG_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** Copies 8 bytes and returns them: read once, because after a write the JIT must read again. */
    static long copy64(long from, long to) {
        long value = UnsafeApi.getLong(from);
        UnsafeApi.putLong(to, value);
        return BIG_ENDIAN ? Long.reverseBytes(value) : value;
    }

    static long int32(long address) {
        int value = UnsafeApi.getInt(address);
        return (BIG_ENDIAN ? Integer.reverseBytes(value) : value) & LOW_32;
    }

    static long int16(long address) {
        short value = UnsafeApi.getShort(address);
        return (BIG_ENDIAN ? Short.reverseBytes(value) : value) & 0xffffL;
    }

    /** The sum of the two 32-bit halves: at most 33 bits, so that 2^31 of them fit a long. */
    static long halves(long word) {
        return (word & LOW_32) + (word >>> 32);
    }

    /** {@link #halves} of the last {@code length & 7} bytes of a range of at least 8: one load, no branch. */
    static long trailing(long address, int length) {
        // two shifts, because a shift by 64 (nothing left over) would be a shift by 0
        return halves(long64(address + length - 8) >>> 8 >>> (56 - ((length & 7) << 3)));
    }

    /** The sum of fewer than 8 bytes. */
    static long few(long address, int length) {
        long sum = 0;
        long at = address;
        if ((length & 4) != 0) {
            sum = int32(at);
            at += 4;
        }
        if ((length & 2) != 0) {
            sum += int16(at);
            at += 2;
        }
        return (length & 1) != 0 ? sum + (UnsafeApi.getByte(at) & 0xff) : sum;
    }

    /** Copies fewer than 8 bytes and returns their sum. */
    static long copyFew(long from, long to, int length) {
        for (int i = 0; i < length; i++) {
            UnsafeApi.putByte(to + i, UnsafeApi.getByte(from + i));
        }
        return few(from, length);
    }

    /** The 16-bit sum in network order, of a sum of little-endian words; only zero becomes zero. */
    static int fold(long sum) {
        // adding the rotated word leaves both halves plus their carry in the upper half: end-around carry in one add
        int sum32 = (int) ((sum + Long.rotateLeft(sum, 32)) >>> 32);
        return Integer.reverseBytes(sum32 + Integer.rotateLeft(sum32, 16)) & 0xffff;
    }
}
