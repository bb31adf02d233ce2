package org.hopwire.time;

/**
 * Memory of the timers: 32 bytes each, in chunks of 4096 that are taken when timers need them and given back when they
 * empty. A timer is named by its index; the lowest chunk with room is filled first, so that the upper ones drain.
 * <p>
 * Layout of a timer, four longs: deadline as given; payload; generation and kind; next and previous of its list.
 * Generations come from one sequence for the whole pool, so a chunk that went and came back cannot revive a handle.
 */
final class TimerPool {
    static final int CHUNK_TIMERS = 4096;
    static final int MAX_TIMERS = CHUNK_TIMERS * ChunkSet.MAX_SIZE;
    /** Empty chunks that are kept: load that swings by fewer timers than this holds allocates nothing. */
    static final int SPARE_CHUNKS = 4;

    private static final int CHUNK_SHIFT = 12;
    private static final int STRIDE_SHIFT = 2;
    private static final int PAYLOAD = 1;
    private static final int IDENTITY = 2;
    private static final int LINKS = 3;
    private static final long LOW = 0xFFFF_FFFFL;

    private final int maxTimers;
    private final long[][] chunks;
    private final int[] firstFree;
    private final int[] usedOf;
    private final ChunkSet withRoom = new ChunkSet();
    private final ChunkSet absent = new ChunkSet();
    private int residentChunks;
    private int emptyChunks;
    private int active;
    private int lastGeneration;

    TimerPool(int maxTimers) {
        if (maxTimers < 1 || maxTimers > MAX_TIMERS) {
            throw new IllegalArgumentException("maxTimers is " + maxTimers + ", must be 1 to " + MAX_TIMERS);
        }
        this.maxTimers = maxTimers;
        int count = (maxTimers + CHUNK_TIMERS - 1) >>> CHUNK_SHIFT;
        this.chunks = new long[count][];
        this.firstFree = new int[count];
        this.usedOf = new int[count];
        for (int chunk = 0; chunk < count; chunk++) {
            absent.add(chunk);
        }
    }

    /** Takes a timer with a generation of its own and the given content, in no list; -1 if there is no room. */
    int take(long deadline, long payload, int kind) {
        if (active == maxTimers) {
            return -1;
        }
        int chunk = withRoom.first();
        if (chunk < 0) {
            chunk = addChunk();
        }
        int slot = takeSlot(chunk);
        int at = slot << STRIDE_SHIFT;
        long[] timers = chunks[chunk];
        timers[at] = deadline;
        timers[at + PAYLOAD] = payload;
        timers[at + IDENTITY] = pack(nextGeneration(), kind);
        active++;
        return (chunk << CHUNK_SHIFT) | slot;
    }

    private int addChunk() {
        int chunk = absent.first();
        absent.remove(chunk);
        withRoom.add(chunk);
        chunks[chunk] = new long[CHUNK_TIMERS << STRIDE_SHIFT];
        firstFree[chunk] = 0;
        residentChunks++;
        emptyChunks++;
        return chunk;
    }

    // a free timer's link is relative to its neighbour: a fresh chunk of zeros is a complete free list
    private int takeSlot(int chunk) {
        int slot = firstFree[chunk];
        firstFree[chunk] = slot + 1 + (int) chunks[chunk][(slot << STRIDE_SHIFT) + LINKS];
        int used = usedOf[chunk]++;
        if (used == 0) {
            emptyChunks--;
        }
        if (used == CHUNK_TIMERS - 1) {
            withRoom.remove(chunk);
        }
        return slot;
    }

    // zero marks a free timer
    private int nextGeneration() {
        lastGeneration = lastGeneration == -1 ? 1 : lastGeneration + 1;
        return lastGeneration;
    }

    /** Gives a timer back: its handle is dead, and a chunk that has emptied may go. */
    void release(int index) {
        int chunk = index >>> CHUNK_SHIFT;
        int slot = index & (CHUNK_TIMERS - 1);
        int at = slot << STRIDE_SHIFT;
        long[] timers = chunks[chunk];
        timers[at + IDENTITY] = 0;
        timers[at + LINKS] = (long) firstFree[chunk] - (slot + 1);
        firstFree[chunk] = slot;
        withRoom.add(chunk);
        active--;
        if (--usedOf[chunk] == 0) {
            onEmpty(chunk);
        }
    }

    private void onEmpty(int chunk) {
        if (emptyChunks < SPARE_CHUNKS) {
            emptyChunks++;
        } else {
            chunks[chunk] = null;
            withRoom.remove(chunk);
            absent.add(chunk);
            residentChunks--;
        }
    }

    /** Index of the live timer this handle names, or -1. */
    int find(long handle) {
        int index = (int) handle;
        int chunk = index >>> CHUNK_SHIFT;
        if (chunk >= chunks.length || chunks[chunk] == null) {
            return -1;
        }
        int generation = high(chunks[chunk][at(index) + IDENTITY]);
        return generation != 0 && generation == high(handle) ? index : -1;
    }

    long handle(int index) {
        return pack(high(chunk(index)[at(index) + IDENTITY]), index);
    }

    long deadline(int index) {
        return chunk(index)[at(index)];
    }

    long payload(int index) {
        return chunk(index)[at(index) + PAYLOAD];
    }

    int kind(int index) {
        return (int) chunk(index)[at(index) + IDENTITY];
    }

    int next(int index) {
        return high(chunk(index)[at(index) + LINKS]);
    }

    void next(int index, int next) {
        long[] timers = chunk(index);
        int at = at(index) + LINKS;
        timers[at] = pack(next, (int) timers[at]);
    }

    int previous(int index) {
        return (int) chunk(index)[at(index) + LINKS];
    }

    void previous(int index, int previous) {
        long[] timers = chunk(index);
        int at = at(index) + LINKS;
        timers[at] = pack(high(timers[at]), previous);
    }

    void links(int index, int next, int previous) {
        chunk(index)[at(index) + LINKS] = pack(next, previous);
    }

    /** Timers taken and not released. */
    int active() {
        return active;
    }

    /** Timers there is memory for at this moment. */
    int capacity() {
        return residentChunks * CHUNK_TIMERS;
    }

    /** Lets a test start near the wrap of the generation. */
    void lastGeneration(int generation) {
        lastGeneration = generation;
    }

    private long[] chunk(int index) {
        return chunks[index >>> CHUNK_SHIFT];
    }

    private static int at(int index) {
        return (index & (CHUNK_TIMERS - 1)) << STRIDE_SHIFT;
    }

    private static long pack(int high, int low) {
        return ((long) high << 32) | (low & LOW);
    }

    private static int high(long pair) {
        return (int) (pair >>> 32);
    }
}
