package org.hopwire.igmp.router.store;

import java.util.Arrays;

/**
 * A pool of records of a few longs each, named by number. Memory grows by chunks and goes when the pool is empty; a
 * long can also be used as two ints.
 */
public final class Records {
    /** Number of no record. */
    public static final int NONE = -1;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final long LOW = 0xFFFF_FFFFL;

    private final int stride;
    private int max;
    private long[][] chunks = new long[1][];
    private int firstFree = NONE;
    private int made;
    private int used;

    /**
     * An empty pool.
     *
     * @param stride longs of a record, 1 or more
     * @param max most records, above 0
     */
    public Records(int stride, int max) {
        this.stride = stride;
        this.max = max;
    }

    /** Changes the most records; what is there beyond it stays. */
    public void limit(int most) {
        max = most;
    }

    /** A record of zeros, or {@link #NONE} where the pool is at its limit. */
    public int take() {
        if (used >= max) {
            return NONE;
        }
        used++;
        if (firstFree != NONE) {
            int record = firstFree;
            firstFree = high(record, 0);
            Arrays.fill(chunks[record >>> CHUNK_SHIFT], at(record), at(record) + stride, 0);
            return record;
        }
        return make();
    }

    private int make() {
        int chunk = made >>> CHUNK_SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk << 1);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[stride << CHUNK_SHIFT];
        }
        return made++;
    }

    /** Gives a record back; its content is zeros, but for the upper half of its first long. */
    public void release(int record) {
        int at = at(record);
        Arrays.fill(chunks[record >>> CHUNK_SHIFT], at, at + stride, 0);
        high(record, 0, firstFree);
        firstFree = record;
        if (--used == 0) {
            reset();
        }
    }

    // numbers start anew, and make hands out what must be zeros
    private void reset() {
        Arrays.fill(chunks[0], 0);
        Arrays.fill(chunks, 1, chunks.length, null);
        firstFree = NONE;
        made = 0;
    }

    /** Records in use. */
    public int used() {
        return used;
    }

    /** One more than the highest number in use since the pool was last empty. */
    public int made() {
        return made;
    }

    /** A long of a record. */
    public long get(int record, int field) {
        return chunks[record >>> CHUNK_SHIFT][at(record) + field];
    }

    /** Sets a long of a record. */
    public void set(int record, int field, long value) {
        chunks[record >>> CHUNK_SHIFT][at(record) + field] = value;
    }

    /** Upper half of a long of a record. */
    public int high(int record, int field) {
        return (int) (get(record, field) >>> Integer.SIZE);
    }

    /** Sets the upper half of a long. */
    public void high(int record, int field, int value) {
        set(record, field, ((long) value << Integer.SIZE) | (get(record, field) & LOW));
    }

    /** Lower half of a long of a record. */
    public int low(int record, int field) {
        return (int) get(record, field);
    }

    /** Sets the lower half of a long. */
    public void low(int record, int field, int value) {
        set(record, field, (get(record, field) & ~LOW) | (value & LOW));
    }

    private int at(int record) {
        return (record & CHUNK_MASK) * stride;
    }
}
