package org.hopwire.membership;

/**
 * The writer's view of one {@link Slots} array: how full it is, and how entries come and go so that a reader in the
 * middle of a probe finds every entry that stays. Entries never move; a cleared slot becomes free again as soon as
 * nothing stands behind it, and is taken by the next key that comes by.
 */
final class SlotTable {
    private final KeyedHash hash;
    private long table;
    private int used;
    private int cleared;

    SlotTable(KeyedHash hash) {
        this.hash = hash;
    }

    void reset(long newTable) {
        table = newTable;
        used = 0;
        cleared = 0;
    }

    long table() {
        return table;
    }

    boolean exists() {
        return table != 0;
    }

    int used() {
        return used;
    }

    int cleared() {
        return cleared;
    }

    int capacity() {
        return Slots.capacity(table);
    }

    /** A key's value, or 0. */
    int get(int key) {
        int index = Slots.find(table, hash.of(key), key);
        return index < 0 ? 0 : Slots.value(Slots.at(table, index));
    }

    /** Sets a key's value; 0 removes the key. */
    void set(int key, int value) {
        long hashed = hash.of(key);
        int index = Slots.find(table, hashed, key);
        if (index < 0) {
            if (value != 0) {
                insert(hashed, key, value);
            }
        } else if (value == 0) {
            remove(index);
        } else {
            Slots.set(table, index, Slots.slot(key, value));
        }
    }

    private void insert(long hashed, int key, int value) {
        int index = Slots.vacant(table, hashed);
        if (Slots.at(table, index) != 0) {
            cleared--;
        }
        used++;
        Slots.set(table, index, Slots.slot(key, value));
    }

    private void remove(int index) {
        used--;
        int mask = capacity() - 1;
        if (Slots.at(table, index + 1 & mask) != 0) {
            cleared++;
            Slots.set(table, index, Slots.CLEARED);
            return;
        }
        Slots.set(table, index, 0);
        int before = index - 1 & mask;
        while (Slots.at(table, before) == Slots.CLEARED) {
            cleared--;
            Slots.set(table, before, 0);
            before = before - 1 & mask;
        }
    }

    /** Takes one slot of another table over, unless its key is here already and therefore newer. */
    void adopt(long slot) {
        int key = Slots.key(slot);
        if (Slots.value(slot) == 0) {
            return;
        }
        long hashed = hash.of(key);
        if (Slots.find(table, hashed, key) < 0) {
            insert(hashed, key, Slots.value(slot));
        }
    }
}
