package org.hopwire.membership;

import org.hopwire.memory.OffHeap;

/**
 * Reads the port sets that {@link MembershipReader} finds. A set is a {@code long} that means something to this class
 * alone, until its reader's next {@link MembershipReader#quiesce()}; ports are 0 to 4,095. All functions are static
 * and allocate nothing.
 *
 * <p>To walk a set: {@code for (int p = next(set, 0); p >= 0; p = next(set, p + 1))}.
 */
public final class PortSet {
    /** What a lookup says of a group nobody is a member of. */
    public static final long UNKNOWN = 0;
    /** Ports a set may hold. */
    public static final int PORTS = 4096;
    /** Words of 64 ports that make up a whole set. */
    public static final int WORDS = PORTS / 64;

    // small sets: 22 bits from a multiple of 8 on, all in one word; the word's number above them
    private static final int SMALL_BITS = 22;
    private static final long SMALL_MASK = (1L << SMALL_BITS) - 1;
    private static final int SMALL_WORD_SHIFT = 25;

    // others: address of the words, how many there are, and the number of the first
    private static final long POINTER = 1L << 62;
    private static final int COUNT_SHIFT = 48;
    private static final int FIRST_SHIFT = 55;
    private static final long ADDRESS_MASK = (1L << COUNT_SHIFT) - 1;

    private PortSet() {}

    /** The set in 31 bits, or 0 where it needs more. */
    static int small(int word, long bits) {
        int step = Long.numberOfTrailingZeros(bits) >>> 3;
        long moved = bits >>> (step << 3);
        return bits == 0 || (moved & ~SMALL_MASK) != 0
                ? 0
                : (word << SMALL_WORD_SHIFT) | (step << SMALL_BITS) | (int) moved;
    }

    static long smallBits(long set) {
        return (set & SMALL_MASK) << ((set >>> (SMALL_BITS - 3)) & 0x38);
    }

    static int smallWord(long set) {
        return (int) (set >>> SMALL_WORD_SHIFT) & WORDS - 1;
    }

    static long pointer(long address, int first, int count) {
        return POINTER | (long) first << FIRST_SHIFT | (long) count << COUNT_SHIFT | address;
    }

    private static boolean isSmall(long set) {
        return (set & POINTER) == 0;
    }

    /** Whether the group has a member at all; the set may still be empty, where no member wants the source. */
    public static boolean isKnown(long set) {
        return set != UNKNOWN;
    }

    /** Whether no port is in the set. */
    public static boolean isEmpty(long set) {
        return next(set, 0) < 0;
    }

    /** Ports 0 to 63, lowest bit first. */
    public static long ports(long set) {
        return wordAt(set, 0);
    }

    /** Number of the first word that may have a port: {@code word * 64} is its first port. */
    public static int firstWord(long set) {
        return isSmall(set) ? smallWord(set) : (int) (set >>> FIRST_SHIFT) & WORDS - 1;
    }

    /** How many words, from {@link #firstWord} on, may have a port: 1 to {@value #WORDS}. */
    public static int words(long set) {
        return isSmall(set) ? 1 : (int) (set >>> COUNT_SHIFT) & 2 * WORDS - 1;
    }

    /** Ports {@code word * 64} to {@code word * 64 + 63}, lowest bit first; {@code word} is 0 or more. */
    public static long wordAt(long set, int word) {
        int index = word - firstWord(set);
        if (index < 0 || index >= words(set)) {
            return 0;
        }
        return isSmall(set) ? smallBits(set) : OffHeap.getLong((set & ADDRESS_MASK) + ((long) index << 3));
    }

    /** Whether a port is in the set. */
    public static boolean contains(long set, int port) {
        return (wordAt(set, port >>> 6) >>> port & 1) != 0;
    }

    /** The lowest port of the set from {@code from} on, or -1; {@code from} is 0 or more. */
    public static int next(long set, int from) {
        int word = from >>> 6;
        long bits = wordAt(set, word) & -1L << from;
        int end = firstWord(set) + words(set);
        while (bits == 0) {
            if (++word >= end) {
                return -1;
            }
            bits = wordAt(set, word);
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Ports in the set. */
    public static int count(long set) {
        int count = 0;
        int first = firstWord(set);
        for (int i = words(set) - 1; i >= 0; i--) {
            count += Long.bitCount(wordAt(set, first + i));
        }
        return count;
    }
}
