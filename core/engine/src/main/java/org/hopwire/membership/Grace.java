package org.hopwire.membership;

import org.hopwire.memory.OffHeap;

/**
 * What the writer has replaced and some reader may still look at. Each reader repeats the epoch it last saw at its
 * quiescent point in a cell of its own; a thing that was retired in one epoch may go once every reader has seen a
 * later one.
 */
final class Grace {
    static final int MOST_READERS = 256;
    /** What a reader says that looks at nothing. */
    static final long AWAY = Long.MAX_VALUE;
    // two cache lines each: the line next door is prefetched with its neighbour
    static final int CELL = 128;

    private final long epochCell;
    private int readers;
    private long epoch = 1;
    private long[] things = new long[256];
    private long[] epochs = new long[256];
    private int head;
    private int size;

    /** Needs {@code CELL * (MOST_READERS + 1)} zeroed bytes. */
    Grace(long address) {
        epochCell = address;
        OffHeap.putLongRelease(epochCell, epoch);
    }

    /** The cell of one more reader. */
    long register() {
        if (readers == MOST_READERS) {
            throw new IllegalStateException("membership readers: no more than " + MOST_READERS);
        }
        long cell = epochCell + (long) CELL * ++readers;
        OffHeap.putLongRelease(cell, epoch);
        return cell;
    }

    long epochCell() {
        return epochCell;
    }

    int size() {
        return size;
    }

    void retire(long thing) {
        if (size == things.length) {
            grow();
        }
        int at = head + size++ & things.length - 1;
        things[at] = thing;
        epochs[at] = epoch;
    }

    private void grow() {
        long[] moreThings = new long[2 * size];
        long[] moreEpochs = new long[2 * size];
        for (int i = 0; i < size; i++) {
            moreThings[i] = things[head + i & size - 1];
            moreEpochs[i] = epochs[head + i & size - 1];
        }
        things = moreThings;
        epochs = moreEpochs;
        head = 0;
    }

    /** Starts a new epoch and learns which one all readers have seen; {@link #poll} judges by it. */
    long advance() {
        OffHeap.putLongRelease(epochCell, ++epoch);
        long seen = epoch;
        for (int i = 1; i <= readers; i++) {
            seen = Math.min(seen, OffHeap.getLongAcquire(epochCell + (long) CELL * i));
        }
        return seen;
    }

    /** The oldest thing, if nobody can look at it any more, or 0. */
    long poll(long seen) {
        if (size == 0 || epochs[head] >= seen) {
            return 0;
        }
        long thing = things[head];
        head = head + 1 & things.length - 1;
        size--;
        return thing;
    }
}
