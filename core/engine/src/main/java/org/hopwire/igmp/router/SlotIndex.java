package org.hopwire.igmp.router;

import java.util.random.RandomGenerator;

/**
 * Finds a record by its key: open addressing over record numbers, the key stays in the record. The hash is keyed, so
 * that nobody can choose groups or hosts that collide. Grows by doubling; shrinks when it empties.
 */
abstract class SlotIndex {
    private static final int MIN_CAPACITY = 64;
    private static final int KEPT_CAPACITY = 4096;
    private static final long ODD_1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_2 = 0xBF58_476D_1CE4_E5B9L;

    private final long key1;
    private final long key2;
    private int[] places = new int[MIN_CAPACITY];
    private int size;

    SlotIndex(RandomGenerator random) {
        this.key1 = random.nextLong();
        this.key2 = random.nextLong();
    }

    /** First half of a record's key. */
    abstract long first(int slot);

    /** Second half of a record's key. */
    abstract int second(int slot);

    /** Record with that key, or {@link Records#NONE}. */
    final int find(long first, int second) {
        int mask = places.length - 1;
        for (int at = home(first, second); places[at] != 0; at = at + 1 & mask) {
            int slot = places[at] - 1;
            if (second(slot) == second && first(slot) == first) {
                return slot;
            }
        }
        return Records.NONE;
    }

    /** Adds a record whose key is in no other. */
    final void add(int slot) {
        if ((size + 1) * 5L > places.length * 3L) {
            grow();
        }
        size++;
        put(slot);
    }

    private void put(int slot) {
        int mask = places.length - 1;
        int at = home(slot);
        while (places[at] != 0) {
            at = at + 1 & mask;
        }
        places[at] = slot + 1;
    }

    private void grow() {
        int[] old = places;
        places = new int[old.length << 1];
        for (int place : old) {
            if (place != 0) {
                put(place - 1);
            }
        }
    }

    /** Takes a record out; its key must still be readable. Later ones of the same run move up. */
    final void remove(int slot) {
        int mask = places.length - 1;
        int hole = home(slot);
        while (places[hole] != slot + 1) {
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; places[at] != 0; at = at + 1 & mask) {
            int home = home(places[at] - 1);
            if ((at - home & mask) >= (at - hole & mask)) {
                places[hole] = places[at];
                hole = at;
            }
        }
        places[hole] = 0;
        if (--size == 0 && places.length > KEPT_CAPACITY) {
            places = new int[KEPT_CAPACITY];
        }
    }

    private int home(int slot) {
        return home(first(slot), second(slot));
    }

    private int home(long first, int second) {
        long hash = (first ^ key1) * ODD_1;
        hash = (hash ^ hash >>> 32 ^ second ^ key2) * ODD_2;
        hash = (hash ^ hash >>> 29) * ODD_1;
        return (int) (hash >>> 32) & places.length - 1;
    }
}
