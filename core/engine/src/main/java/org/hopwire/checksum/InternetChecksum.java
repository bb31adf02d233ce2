package org.hopwire.checksum;

import java.lang.foreign.Arena;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ones'-complement checksum of IPv4, ICMP, IGMP, UDP and TCP (RFC 1071), its incremental update (RFC 1624) and
 * the choice of the code that computes it.
 *
 * <p>A <em>sum</em> is folded to 16 bits, in network order and not inverted: 0 for bytes that are all zero, else 1 to
 * 0xffff. A <em>checksum field</em> is {@link #checksum} of a sum. Both are {@code int}s from 0 to 0xffff, as is every
 * argument called a word; nothing else may be passed.
 *
 * <p>No method allocates, and none reads or writes a byte outside the range it is given. Methods that take a raw
 * address do not check it: the caller has checked the range, a wrong one crashes the JVM.
 */
public final class InternetChecksum {
    /** Bytes of an IPv4 header without options. */
    public static final int HEADER_LENGTH = 20;
    /** The sum of anything that carries its own right checksum. */
    public static final int VALID_SUM = 0xffff;
    /** (2^16 - 1)(1 + 2^16 + 2^32 + 2^48) = 2^64 - 1. */
    private static final long INVERSE_OF_FFFF = -0x0001_0001_0001_0001L;

    /** C2 takes a method after 5,000 to 15,000 calls; the lengths below reach every loop and every branch. */
    private static final int WARM_UP_CALLS = 30_000;
    private static final int WARM_UP_LENGTH = 331;

    private static final KernelChoice CHOICE = KernelChoice.of(RuntimeFacts.ofThisJvm());
    private static final SumKernel KERNEL = CHOICE.kernel();

    private InternetChecksum() {}

    /**
     * Which kernel this JVM runs. An engine calls this once at start: it is where a wrong setting is refused, since
     * an exception while the class is initialised would reach nobody in readable form.
     *
     * @throws IllegalArgumentException if the system property {@code hopwire.checksum} is none of {@code scalar},
     *                                  {@code vector}, {@code vector128}, {@code vector256}, {@code vector512}, names
     *                                  a kernel that cannot be had, or if the vector module's bounds checks are off
     */
    public static ChecksumKernel kernel() {
        if (CHOICE.refusal() != null) {
            throw new IllegalArgumentException(CHOICE.refusal());
        }
        return CHOICE.description();
    }

    /**
     * Calls the kernels often enough for the JIT to compile them, so that the first packets need not: until then
     * vector code is hundreds of times slower. An engine calls this once at start, beside {@link #kernel()}.
     *
     * @return a value without meaning, so that nothing is optimised away
     */
    public static int warmUp() {
        int sink = 0;
        try (Arena arena = Arena.ofConfined()) {
            long from = arena.allocate(WARM_UP_LENGTH, Long.BYTES).address();
            long to = arena.allocate(WARM_UP_LENGTH, Long.BYTES).address();
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                int length = i % WARM_UP_LENGTH;
                sink += sum(from, length) + copyAndSum(from, to, length) + header20(from);
            }
        }
        return sink;
    }

    /**
     * The sum of off-heap bytes; an odd length counts as padded with one zero byte (RFC 1071, section 1).
     *
     * @param address of the first byte, any alignment
     * @param length  bytes, 0 or more, already checked against the captured length
     */
    public static int sum(long address, int length) {
        return length < ScalarKernel.SHORT ? ScalarKernel.shortSum(address, length) : longerSum(address, length);
    }

    /** On its own, so that {@link #sum} stays short enough to be inlined where it is rarely called, too. */
    private static int longerSum(long address, int length) {
        return length <= ScalarKernel.BRIEF ? ScalarKernel.briefSum(address, length) : KERNEL.sum(address, length);
    }

    /**
     * The sum of part of a buffer, off-heap or on a byte array (slower).
     *
     * @param offset of the first byte in the buffer
     * @param length bytes, 0 or more
     * @throws IndexOutOfBoundsException if the part is not inside the buffer
     */
    public static int sum(UnsafeBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        byte[] array = buffer.byteArray();
        return array == null
                ? sum(buffer.addressOffset() + offset, length)
                : sum(array, buffer.wrapAdjustment() + offset, length);
    }

    private static int sum(byte[] array, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (array[from + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /** The sum of the 20 bytes of an IPv4 header without options. */
    public static int header20(long address) {
        // five words of 32 bits: five loads with nothing to mask beat two of 64 bits that must be split
        return Words.fold(fiveWords(address));
    }

    /**
     * The sum of an IPv4 header with its options.
     *
     * @param lengthBytes a multiple of 4 from 20 to 60
     */
    public static int headerSum(long address, int lengthBytes) {
        long sum = fiveWords(address);
        for (int i = HEADER_LENGTH; i < lengthBytes; i += 4) {
            sum += Words.int32(address + i);
        }
        return Words.fold(sum);
    }

    private static long fiveWords(long address) {
        return Words.int32(address) + Words.int32(address + 4) + Words.int32(address + 8) + Words.int32(address + 12)
                + Words.int32(address + 16);
    }

    /**
     * Copies bytes and returns their {@link #sum(long, int)}, in one pass: summing bytes that were only just written
     * stalls on store forwarding.
     *
     * @param from   first byte to read
     * @param to     first byte to write; the two ranges do not overlap
     * @param length bytes, 0 or more; exactly this many are written
     */
    public static int copyAndSum(long from, long to, int length) {
        return length < ScalarKernel.SHORT
                ? ScalarKernel.shortCopyAndSum(from, to, length)
                : KERNEL.copyAndSum(from, to, length);
    }

    /** The ones'-complement sum of two sums or words. */
    public static int add(int a, int b) {
        int sum = a + b;
        return (sum & 0xffff) + (sum >>> 16);
    }

    /**
     * Adds the sum of a part that begins at an odd offset of the whole: its bytes change places (RFC 1071, section
     * 2 (A) and (B)).
     */
    public static int addAtOddOffset(int sum, int partSum) {
        return add(sum, (partSum >>> 8) | (partSum & 0xff) << 8);
    }

    /** What the checksum field holds for a sum that was taken with the field as zero. */
    public static int checksum(int sum) {
        return ~sum & 0xffff;
    }

    /** Whether a sum taken over bytes including their checksum field shows them intact; all zeros are not. */
    public static boolean isValid(int sum) {
        return sum == VALID_SUM;
    }

    /**
     * The same of a sum that was not folded.
     *
     * @param sum words of 16 or 32 bits, not all zero, added up: 1 to 2^47
     */
    public static boolean isValidUnfolded(long sum) {
        // a multiple of 0xffff, and no other number, times its inverse modulo 2^64 is the small quotient
        return (sum * INVERSE_OF_FFFF) >>> Integer.SIZE == 0;
    }

    /**
     * The checksum field after one covered word changes: HC' = ~(~HC + ~m + m'), RFC 1624, equation 3.
     *
     * <p>Exact wherever the covered bytes cannot all become zero, which no IPv4 header can. Where they can (an ICMP
     * echo reply without data), use {@link #updateType}.
     */
    public static int update16(int checksumField, int oldWord, int newWord) {
        int sum = (~checksumField & 0xffff) + (~oldWord & 0xffff) + newWord;
        return ~add(sum & 0xffff, sum >>> 16) & 0xffff;
    }

    /** As {@link #update16}, for two words that lie beside each other at an even offset, such as an address. */
    public static int update32(int checksumField, int oldWords, int newWords) {
        int sum = (~checksumField & 0xffff) + (~oldWords >>> 16) + (~oldWords & 0xffff) + (newWords >>> 16)
                + (newWords & 0xffff);
        return ~add(sum & 0xffff, sum >>> 16) & 0xffff;
    }

    /**
     * The header checksum field after the time to live went down by one: the word of TTL and protocol loses 0x0100,
     * whatever the protocol is.
     */
    public static int decrementTtl(int checksumField) {
        int field = checksumField + 0x0100;
        // end-around carry, and 0xffff becomes 0x0000: no IPv4 header is all zeros (RFC 1624, section 3)
        return (field + ((field + 1) >>> 16)) & 0xffff;
    }

    /**
     * The checksum field of an ICMP or IGMP message whose first word (type and code) changes.
     *
     * <p>Exact also where the message becomes all zeros but for the checksum, as the reply to an echo request without
     * identifier, number and data does: equation 3 then gives 0x0000, which no receiver accepts, for 0xffff. The
     * two cases differ only in the bytes, so this reads them, once in 65,536 messages.
     *
     * @param message address of the message; its first four bytes are not read
     * @param length  bytes of the message, 4 or more
     */
    public static int updateType(int checksumField, int oldWord, int newWord, long message, int length) {
        int field = update16(checksumField, oldWord, newWord);
        return field != 0 ? field : checksum(add(newWord, sum(message + 4, length - 4)));
    }

    /**
     * The sum of the pseudo-header of UDP (RFC 768) and TCP (RFC 9293, section 3.1).
     *
     * @param source      IPv4 address, 32 bits
     * @param destination IPv4 address, 32 bits
     * @param protocol    0 to 255
     * @param length      bytes of transport header and data, 0 to 65535
     */
    public static int pseudoHeader(int source, int destination, int protocol, int length) {
        int sum = (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol
                + length;
        return add(sum & 0xffff, sum >>> 16);
    }

    /** What UDP sends for a computed checksum field: 0 would mean "none", so the other zero goes out (RFC 768). */
    public static int udpChecksumOnSend(int checksumField) {
        return checksumField == 0 ? 0xffff : checksumField;
    }
}
