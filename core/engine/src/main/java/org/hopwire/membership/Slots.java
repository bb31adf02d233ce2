package org.hopwire.membership;

import org.hopwire.memory.OffHeap;

/**
 * One open-addressed array of 8-byte slots, key above value, found through one word that holds its address and its
 * size. A slot is free (0), cleared ({@link #CLEARED}), or taken (value not 0). Linear probing; at least a quarter is
 * free, so every probe ends. An array of groups grows once three eighths are taken, so that most probes end where they
 * begin: what a wrong guess of the processor costs is dearer than the memory.
 */
final class Slots {
    static final int LEAST_LOG2 = 4;
    static final int MOST_LOG2 = 30;
    /** A slot whose entry went while entries behind it stayed; its key is one nobody may have. */
    static final long CLEARED = 0xffff_ffff_0000_0000L;
    /** The key that marks cleared slots. */
    static final int NO_KEY = -1;

    private static final int LOG2_SHIFT = 56;
    private static final long ADDRESS_MASK = (1L << LOG2_SHIFT) - 1;

    private Slots() {}

    static long table(long address, int log2) {
        return (long) log2 << LOG2_SHIFT | address;
    }

    static int log2(long table) {
        return (int) (table >>> LOG2_SHIFT);
    }

    static long address(long table) {
        return table & ADDRESS_MASK;
    }

    static int capacity(long table) {
        return 1 << log2(table);
    }

    static long bytes(int log2) {
        return 8L << log2;
    }

    static int home(long table, long hash) {
        return (int) (hash >>> -log2(table));
    }

    static long homeAddress(long table, long hash) {
        return address(table) + (hash >>> -log2(table) << 3);
    }

    static long at(long table, int index) {
        return OffHeap.getLong(address(table) + ((long) index << 3));
    }

    static void set(long table, int index, long slot) {
        OffHeap.putLongRelease(address(table) + ((long) index << 3), slot);
    }

    static long slot(int key, int value) {
        return (long) key << 32 | (value & 0xffff_ffffL);
    }

    static int key(long slot) {
        return (int) (slot >>> 32);
    }

    static int value(long slot) {
        return (int) slot;
    }

    /** Where a key stands, or -1. */
    static int find(long table, long hash, int key) {
        int mask = capacity(table) - 1;
        int index = home(table, hash);
        long slot = at(table, index);
        while (slot != 0) {
            if (key(slot) == key && value(slot) != 0) {
                return index;
            }
            index = index + 1 & mask;
            slot = at(table, index);
        }
        return -1;
    }

    /** The first slot of a key's run that may take it; the key is not in the table. */
    static int vacant(long table, long hash) {
        int mask = capacity(table) - 1;
        int index = home(table, hash);
        while (value(at(table, index)) != 0) {
            index = index + 1 & mask;
        }
        return index;
    }

    /** A key's value from its home on, or 0: the reader's way once the first slot was not it. */
    static int value(long table, long hash, int key) {
        long base = address(table);
        long mask = capacity(table) - 1L;
        long index = hash >>> -log2(table);
        while (true) {
            long slot = OffHeap.getLong(base + (index << 3));
            if (key(slot) == key || slot == 0) {
                return value(slot);
            }
            index = index + 1 & mask;
        }
    }

    /** A key's value from the slot behind its home on, or 0. */
    static int valueBehind(long table, long homeAddress, int key) {
        long base = address(table);
        long mask = bytes(log2(table)) - 1;
        long offset = homeAddress - base;
        while (true) {
            offset = offset + 8 & mask;
            long slot = OffHeap.getLong(base + offset);
            if (key(slot) == key || slot == 0) {
                return value(slot);
            }
        }
    }
}
