package org.hopwire.memory;

import java.lang.invoke.VarHandle;

/**
 * What the writer has replaced and some reader may still look at. Each reader repeats the epoch it last saw at its
 * quiescent point in a cell of its own; a thing that was retired in one epoch may go once every reader has seen a
 * later one.
 *
 * <p>Belongs to the writer. A reader says by its {@link Cell} when it looks and when it looks no more.
 */
public final class Grace {
    /** Most cells one writer minds. */
    public static final int MOST_READERS = 256;
    /** What a reader says that looks at nothing. */
    public static final long AWAY = Long.MAX_VALUE;
    /** Bytes of a cell: two cache lines, for the line next door is prefetched with its neighbour. */
    public static final int CELL = 128;
    /** Bytes all cells take. */
    public static final long BYTES = (long) CELL * (MOST_READERS + 1);

    private final long epochCell;
    private int readers;
    private long epoch = 1;
    private long[] things = new long[256];
    private long[] epochs = new long[256];
    private int head;
    private int size;

    /** Needs {@link #BYTES} zeroed bytes. */
    public Grace(long address) {
        epochCell = address;
        OffHeap.putLongRelease(epochCell, epoch);
    }

    /** One reader's cell; its methods are for that reader's thread. */
    public static final class Cell {
        private final long own;
        private final long epochCell;

        private Cell(long own, long epochCell) {
            this.own = own;
            this.epochCell = epochCell;
        }

        /** Says that nothing found so far will be looked at again, and that the reader looks now. */
        public void quiesce() {
            OffHeap.putLongRelease(own, OffHeap.getLongAcquire(epochCell));
            // whoever was away must not look before the writer can see it is back
            VarHandle.fullFence();
        }

        /** Says that the reader looks at nothing until its next {@link #quiesce()}. */
        public void away() {
            OffHeap.putLongRelease(own, AWAY);
        }
    }

    /**
     * The cell of one more reader, which holds up nobody until its first {@link Cell#quiesce()}.
     *
     * @throws IllegalStateException if there are {@link #MOST_READERS} already
     */
    public Cell register() {
        if (readers == MOST_READERS) {
            throw new IllegalStateException("readers of one table: no more than " + MOST_READERS);
        }
        long cell = epochCell + (long) CELL * ++readers;
        OffHeap.putLongRelease(cell, AWAY);
        return new Cell(cell, epochCell);
    }

    /** Things that wait. */
    public int size() {
        return size;
    }

    /** Keeps a thing, not 0, until nobody looks at it. */
    public void retire(long thing) {
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

    /** Forgets what waits: no reader looks at anything at this moment, and all of it is gone. */
    public void clear() {
        head = 0;
        size = 0;
    }

    /** Starts a new epoch and learns which one all readers have seen; {@link #poll} judges by it. */
    public long advance() {
        OffHeap.putLongRelease(epochCell, ++epoch);
        long seen = epoch;
        for (int i = 1; i <= readers; i++) {
            seen = Math.min(seen, OffHeap.getLongAcquire(epochCell + (long) CELL * i));
        }
        return seen;
    }

    /** The oldest thing, if nobody can look at it any more, or 0. */
    public long poll(long seen) {
        if (size == 0 || epochs[head] >= seen) {
            return 0;
        }
        long thing = things[head];
        head = head + 1 & things.length - 1;
        size--;
        return thing;
    }
}
