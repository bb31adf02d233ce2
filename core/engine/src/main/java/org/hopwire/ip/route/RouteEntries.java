package org.hopwire.ip.route;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;

/**
 * What readers walk: entries of four bytes, a root of 2^16 for the first two octets of a destination, then blocks of
 * 256 for the third, and of 256 for the fourth. An entry is a leaf, the length of the prefix it stands for and the
 * number of its paths, or the number of the block that refines it. The root is the first 256 blocks. Writer's side.
 */
final class RouteEntries implements AutoCloseable {
    static final int BLOCK = 256;
    static final int ROOT_BLOCKS = 256;
    static final int IS_BLOCK = 1 << 31;
    static final int BLOCK_MASK = (1 << 24) - 1;
    static final int NUMBER_BITS = 25;
    static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final int MOST_BLOCKS = 1 << 22;
    private static final int ENTRY_SHIFT = 2;
    private static final long BLOCK_BYTES = (long) BLOCK << ENTRY_SHIFT;

    private final long base;
    private final int end;
    private int fresh = ROOT_BLOCKS;
    private int[] free = new int[64];
    private int freeCount;
    private int[] routesIn = new int[2 * ROOT_BLOCKS];

    /** Maps room for so many blocks besides the root; they cost memory only once they are used. */
    RouteEntries(int blocks) {
        if (blocks < 2 || blocks > MOST_BLOCKS) {
            throw new IllegalArgumentException("route table blocks: " + blocks + " is not 2 to " + MOST_BLOCKS);
        }
        end = ROOT_BLOCKS + blocks;
        base = Pages.map(end * BLOCK_BYTES);
        if (base == 0) {
            throw new IllegalStateException("route table of " + end * BLOCK_BYTES + " bytes: no memory");
        }
        Pages.wantHugePages(base, end * BLOCK_BYTES);
    }

    long base() {
        return base;
    }

    static int leaf(int length, int number) {
        return length << NUMBER_BITS | number;
    }

    static int length(int leaf) {
        return leaf >>> NUMBER_BITS;
    }

    static boolean isBlock(int entry) {
        return entry < 0;
    }

    int get(int index) {
        return OffHeap.getInt(base + ((long) index << ENTRY_SHIFT));
    }

    /** Shows an entry to readers, and whatever was written before it. */
    void put(int index, int entry) {
        VarHandle.releaseFence();
        set(index, entry);
    }

    private void set(int index, int entry) {
        OffHeap.putInt(base + ((long) index << ENTRY_SHIFT), entry);
    }

    /** Blocks that could be taken. */
    int available() {
        return end - fresh + freeCount;
    }

    /** Blocks in use or waiting for readers, the root among them. */
    int used() {
        return fresh - freeCount;
    }

    /** The block behind an entry, made of it where it is still a leaf; there is one left. */
    int blockAt(int index) {
        int entry = get(index);
        if (isBlock(entry)) {
            return entry & BLOCK_MASK;
        }
        int block = freeCount > 0 ? free[--freeCount] : fresh++;
        if (block >= routesIn.length) {
            routesIn = Arrays.copyOf(routesIn, routesIn.length * 2);
        }
        for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
            set(i, entry);
        }
        put(index, IS_BLOCK | block);
        return block;
    }

    void addRoute(int block) {
        routesIn[block]++;
    }

    /** Whether that was the block's last: its entries are then all the same. */
    boolean removeRoute(int block) {
        return --routesIn[block] == 0;
    }

    /** Takes back a block nobody looks at any more. */
    void release(int block) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = block;
    }

    /** Bytes of all blocks in use. */
    long bytes() {
        return used() * BLOCK_BYTES;
    }

    @Override
    public void close() {
        Pages.unmap(base, end * BLOCK_BYTES);
    }
}
