package org.hopwire.membership;

import org.hopwire.memory.OffHeap;

/**
 * A group that needs more than its slot: a header, the words of the ports that want every source nobody named, an
 * index of the named sources, and the words of the ports that want each of them. All sets of a block have the same
 * words: those from the first to the last that has a port anywhere. Immutable once a slot refers to it.
 */
final class GroupBlock {
    // header: sources in bits 0 to 23, words in 24 to 30, first word in 32 to 37, log2 of the index in 40 to 44
    private static final int WORDS_SHIFT = 24;
    private static final int FIRST_SHIFT = 32;
    private static final int LOG2_SHIFT = 40;
    private static final int MOST_LINEAR = 4;

    private GroupBlock() {}

    static long header(int sources, int first, int words) {
        // up to four are searched one by one, more are hashed into an index at most half full
        int log2 = sources <= MOST_LINEAR ? 0 : 33 - Integer.numberOfLeadingZeros(sources - 1);
        return (long) log2 << LOG2_SHIFT | (long) first << FIRST_SHIFT | (long) words << WORDS_SHIFT | sources;
    }

    static int sources(long header) {
        return (int) header & 0xff_ffff;
    }

    static int words(long header) {
        return (int) (header >>> WORDS_SHIFT) & 0x7f;
    }

    static int first(long header) {
        return (int) (header >>> FIRST_SHIFT) & 0x3f;
    }

    static int log2(long header) {
        return (int) (header >>> LOG2_SHIFT) & 0x1f;
    }

    static int indexSlots(long header) {
        int log2 = log2(header);
        return log2 == 0 ? sources(header) : 1 << log2;
    }

    static long bytes(long header) {
        return setOffset(header, sources(header));
    }

    /** Distance of a named source's words from the block's start. */
    static long setOffset(long header, int ordinal) {
        return 8L * (1 + indexSlots(header) + (1L + ordinal) * words(header));
    }

    static long indexOffset(long header) {
        return 8L * (1 + words(header));
    }

    /** The ports that want a source, as a set for {@link PortSet}. */
    static long find(long block, int source, long sourceHash) {
        long header = OffHeap.getLong(block);
        int ordinal = log2(header) == 0
                ? linear(block, header, source)
                : hashed(block, header, source, sourceHash);
        return set(block, header, ordinal);
    }

    /** The set of a named source, or with -1 of all others. */
    static long set(long block, long header, int ordinal) {
        long offset = ordinal < 0 ? 8 : setOffset(header, ordinal);
        return PortSet.pointer(block + offset, first(header), words(header));
    }

    // a slot of the index is the source above its number from 1 on
    private static int linear(long block, long header, int source) {
        long index = block + indexOffset(header);
        for (int i = sources(header) - 1; i >= 0; i--) {
            if (Slots.key(OffHeap.getLong(index + ((long) i << 3))) == source) {
                return i;
            }
        }
        return -1;
    }

    private static int hashed(long block, long header, int source, long sourceHash) {
        return Slots.value(Slots.table(block + indexOffset(header), log2(header)), sourceHash, source) - 1;
    }

    /** Takes a port out of every set, one word after the other. */
    static void clear(long block, int port) {
        long header = OffHeap.getLong(block);
        long word = 8L * ((port >>> 6) - first(header));
        for (int i = -1; i < sources(header); i++) {
            long at = block + (i < 0 ? 8 : setOffset(header, i)) + word;
            OffHeap.putLongRelease(at, OffHeap.getLong(at) & ~(1L << port));
        }
    }
}
