package org.hopwire.membership;

import org.hopwire.memory.OffHeap;

/**
 * The groups of one context: the slot array readers use, and while its size is wrong the one that will replace it.
 * Every update moves a few slots over, so that no update has to move them all, and lasts in both until the new array
 * is published with one store.
 */
final class ContextTable {
    private final Storage storage;
    private final long rootCell;
    private final long emptyRoot;
    private SlotTable current;
    private SlotTable coming;
    private int cursor;
    private long rebuilt;
    private long arrays;
    private long sources;

    ContextTable(Storage storage, KeyedHash hash, long rootCell, long emptyRoot) {
        this.storage = storage;
        this.rootCell = rootCell;
        this.emptyRoot = emptyRoot;
        current = new SlotTable(hash);
        coming = new SlotTable(hash);
    }

    int used() {
        return current.exists() ? current.used() : 0;
    }

    long rebuilt() {
        return rebuilt;
    }

    /** Changes whenever the slots are others than before. */
    long arrays() {
        return arrays;
    }

    /** Sources of all its groups. */
    long sources() {
        return sources;
    }

    void addSources(int count) {
        sources += count;
    }

    int get(int group) {
        return current.exists() ? current.get(group) : 0;
    }

    /** Number of slots, for a walk with {@link #slotAt}. */
    int capacity() {
        return current.exists() ? current.capacity() : 0;
    }

    /** A slot, 0 or cleared where there is no group. */
    long slotAt(int index) {
        return Slots.at(current.table(), index);
    }

    /** Whether one more group can be taken in. */
    boolean hasRoom() {
        if (!current.exists()) {
            return open();
        }
        return coming.exists() || current.used() + current.cleared() < current.capacity() / 4 * 3;
    }

    private boolean open() {
        long table = storage.newTable(Slots.LEAST_LOG2);
        if (table == 0) {
            return false;
        }
        current.reset(table);
        OffHeap.putLongRelease(rootCell, table);
        return true;
    }

    /** Sets a group's value, 0 to remove it; a new group needs {@link #hasRoom} first. No slot moves. */
    void put(int group, int value) {
        current.set(group, value);
        if (coming.exists()) {
            coming.set(group, value);
        }
    }

    /**
     * Starts what is due and moves a number of slots on.
     *
     * @return slots moved; 0 where nothing is to be done
     */
    int work(int moves) {
        if (!current.exists()) {
            return 0;
        }
        if (current.used() == 0) {
            hide();
            storage.retireTable(current.table());
            reset();
            return 1;
        }
        if (!coming.exists() && !(isDue() && start())) {
            return 0;
        }
        int end = Math.min(cursor + moves, current.capacity());
        int moved = end - cursor;
        while (cursor < end) {
            coming.adopt(slotAt(cursor++));
        }
        if (end == current.capacity()) {
            publish();
        }
        return moved;
    }

    private boolean isDue() {
        int capacity = current.capacity();
        return current.used() + current.cleared() > capacity / 8 * 3
                || (current.used() < capacity / 16 && capacity > 1 << Slots.LEAST_LOG2);
    }

    private boolean start() {
        // by four at most: until it is published, the new array must have room for what comes in meanwhile
        int least = Math.max(Slots.LEAST_LOG2, Slots.log2(current.table()) - 2);
        int log2 = Math.clamp(34 - Integer.numberOfLeadingZeros(current.used() - 1), least, Slots.MOST_LOG2);
        long table = storage.newTable(log2);
        if (table == 0) {
            return false;
        }
        coming.reset(table);
        cursor = 0;
        return true;
    }

    private void publish() {
        long old = current.table();
        OffHeap.putLongRelease(rootCell, coming.table());
        SlotTable swap = current;
        current = coming;
        coming = swap;
        coming.reset(0);
        storage.retireTable(old);
        rebuilt++;
        arrays++;
    }

    /** Shows readers no group any more. */
    private void hide() {
        OffHeap.putLongRelease(rootCell, emptyRoot);
    }

    /** Forgets every group; what they had goes back with the drain. */
    void clear(BlockDrain drain) {
        if (current.exists()) {
            hide();
            drain.add(current.table());
            reset();
        }
    }

    private void reset() {
        current.reset(0);
        sources = 0;
        arrays++;
        if (coming.exists()) {
            storage.discardTable(coming.table());
            coming.reset(0);
        }
    }
}
