package org.hopwire.time;

/** Set of chunk numbers below 4096 that finds its smallest member in two instructions: one bit each, one per word. */
final class ChunkSet {
    static final int MAX_SIZE = Long.SIZE * Long.SIZE;

    private final long[] words = new long[Long.SIZE];
    private long occupiedWords;

    void add(int chunk) {
        words[chunk >>> 6] |= 1L << chunk;
        occupiedWords |= 1L << (chunk >>> 6);
    }

    void remove(int chunk) {
        int word = chunk >>> 6;
        words[word] &= ~(1L << chunk);
        if (words[word] == 0) {
            occupiedWords &= ~(1L << word);
        }
    }

    /** Smallest member, or -1. */
    int first() {
        if (occupiedWords == 0) {
            return -1;
        }
        int word = Long.numberOfTrailingZeros(occupiedWords);
        return (word << 6) + Long.numberOfTrailingZeros(words[word]);
    }
}
