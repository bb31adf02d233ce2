package org.hopwire.memory;

/**
 * One block of whole pages cut into fixed slots of headroom and frame, with a plain free list. A page costs memory only
 * once a frame touches it.
 *
 * <p>A slot's stride is an odd number of cache lines: a power-of-two stride makes the same fields of all frames compete
 * for the same cache sets. The owner of a slot is whoever acquired it last; a slot released twice is refused. Not
 * thread safe: slots that travel to another thread come home over a link.
 */
public final class FrameSlab implements AutoCloseable {
    private static final int CACHE_LINE = 64;

    private final long base;
    private final int stride;
    private final int headroom;
    private final int frameCapacity;
    private final int[] free;
    private final boolean[] taken;
    private int freeCount;
    private boolean mapped = true;

    /**
     * Maps the slab.
     *
     * @param slots how many frames it holds, at least 1
     * @param frameCapacity bytes of each frame, at least 64
     * @param headroom writable bytes in front of each frame, 0 or more
     * @throws IllegalArgumentException if a figure is out of range
     * @throws OutOfMemoryError if the operating system has no such block
     */
    public FrameSlab(int slots, int frameCapacity, int headroom) {
        this(slots, frameCapacity, headroom, false);
    }

    private FrameSlab(int slots, int frameCapacity, int headroom, boolean isDense) {
        requireAtLeast("slots", slots, 1);
        requireAtLeast("frameCapacity", frameCapacity, CACHE_LINE);
        requireAtLeast("headroom", headroom, 0);
        this.frameCapacity = frameCapacity;
        this.headroom = headroom;
        stride = oddLines(headroom + frameCapacity);
        base = Pages.map((long) slots * stride);
        if (base == 0) {
            throw new OutOfMemoryError("slab of " + (long) slots * stride + " bytes");
        }
        if (isDense) {
            long bytes = (long) slots * stride;
            Pages.wantHugePages(base, bytes < Pages.HUGE_PAGE ? 0 : bytes);
        }
        free = new int[slots];
        taken = new boolean[slots];
        freeAll(slots);
    }

    /**
     * As the constructor, for a slab all of whose slots are used in turn: where it has the size of huge pages it lies
     * on them if the system has any, for every frame on a page of its own costs a walk through the page tables.
     */
    public static FrameSlab dense(int slots, int frameCapacity, int headroom) {
        return new FrameSlab(slots, frameCapacity, headroom, true);
    }

    private static void requireAtLeast(String field, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("slab " + field + ": " + value + " is less than " + least);
        }
    }

    private static int oddLines(int bytes) {
        int lines = Math.addExact(bytes, CACHE_LINE - 1) / CACHE_LINE;
        return (lines | 1) * CACHE_LINE;
    }

    private void freeAll(int slots) {
        // handed out from the lowest address up, so that a fresh slab fills pages in order
        for (int i = 0; i < slots; i++) {
            free[i] = slots - 1 - i;
        }
        freeCount = slots;
    }

    /** Address of a frame's first byte, behind its headroom, or 0 when every slot is taken. */
    public long acquire() {
        if (freeCount == 0) {
            return 0;
        }
        int slot = free[--freeCount];
        taken[slot] = true;
        return frameAddress(slot);
    }

    /**
     * Takes a slot back.
     *
     * @param address any address inside the slot, so that a frame that moved into its headroom finds home
     * @throws IllegalStateException if the slot is not taken
     */
    public void release(long address) {
        int slot = slotOf(address);
        if (!taken[slot]) {
            throw new IllegalStateException("slot " + slot + " released twice");
        }
        taken[slot] = false;
        free[freeCount++] = slot;
    }

    /** Whether an address lies inside this slab. */
    public boolean contains(long address) {
        return address >= base && address < base + (long) free.length * stride;
    }

    private int slotOf(long address) {
        if (!contains(address)) {
            throw new IllegalArgumentException("address is not of this slab");
        }
        return (int) ((address - base) / stride);
    }

    private long frameAddress(int slot) {
        return base + (long) slot * stride + headroom;
    }

    /** Slots nobody holds. */
    public int available() {
        return freeCount;
    }

    /** Slots in all. */
    public int slots() {
        return free.length;
    }

    /** Bytes of one frame. */
    public int frameCapacity() {
        return frameCapacity;
    }

    /** Writable bytes in front of a frame. */
    public int headroom() {
        return headroom;
    }

    /** Distance between two slots in bytes: an odd number of cache lines. */
    public int stride() {
        return stride;
    }

    /** Unmaps the slab; every address it gave out is dead. Call it only after all who hold one have stopped. */
    @Override
    public void close() {
        if (mapped) {
            mapped = false;
            freeCount = 0;
            Pages.unmap(base, (long) free.length * stride);
        }
    }
}
