package org.hopwire.membership;

import java.util.ArrayDeque;

/** Slot arrays that no reader is shown any more, whose blocks go back a slice at a time and then they themselves. */
final class BlockDrain {
    private final Storage storage;
    private final ArrayDeque<Long> tables = new ArrayDeque<>();
    private int cursor;

    BlockDrain(Storage storage) {
        this.storage = storage;
    }

    void add(long table) {
        tables.add(table);
    }

    /** Goes through so many slots at most; how many it were. */
    int work(int most) {
        if (tables.isEmpty()) {
            return 0;
        }
        long table = tables.peek();
        int end = Math.min(cursor + most, Slots.capacity(table));
        int done = end - cursor;
        for (; cursor < end; cursor++) {
            int value = Slots.value(Slots.at(table, cursor));
            if (value < 0) {
                storage.retireBlock(value & ~MembershipTable.BLOCK);
            }
        }
        if (end == Slots.capacity(table)) {
            tables.remove();
            cursor = 0;
            storage.retireTable(table);
        }
        return done;
    }

    void finish() {
        while (!tables.isEmpty()) {
            work(Integer.MAX_VALUE >>> 1);
        }
    }
}
