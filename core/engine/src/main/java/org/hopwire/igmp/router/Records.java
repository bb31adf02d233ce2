package org.hopwire.igmp.router;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A pool of records of a few longs each, named by number. Memory grows by chunks and goes when the pool is empty; a
 * long can also be used as two ints.
 */
final class Records {
    static final int NONE = -1;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final long LOW = 0xFFFF_FFFFL;

    private final int stride;
    private final int max;
    private long[][] chunks = new long[1][];
    private int firstFree = NONE;
    private int made;
    private int used;

    Records(int stride, int max) {
        this.stride = stride;
        this.max = max;
    }

    /** A record of zeros, or {@link #NONE} where the pool is at its limit. */
    int take() {
        if (used == max) {
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
    void release(int record) {
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
    int used() {
        return used;
    }

    /** One more than the highest number in use since the pool was last empty. */
    int made() {
        return made;
    }

    long get(int record, int field) {
        return chunks[record >>> CHUNK_SHIFT][at(record) + field];
    }

    void set(int record, int field, long value) {
        chunks[record >>> CHUNK_SHIFT][at(record) + field] = value;
    }

    int high(int record, int field) {
        return (int) (get(record, field) >>> Integer.SIZE);
    }

    void high(int record, int field, int value) {
        set(record, field, ((long) value << Integer.SIZE) | (get(record, field) & LOW));
    }

    int low(int record, int field) {
        return (int) get(record, field);
    }

    void low(int record, int field, int value) {
        set(record, field, (get(record, field) & ~LOW) | (value & LOW));
    }

    private int at(int record) {
        return (record & CHUNK_MASK) * stride;
    }

    /**
     * Finds a record by its key: open addressing over record numbers, the key stays in it. The hash is keyed, so
     * that nobody can choose groups or hosts that collide. Grows by doubling; shrinks when it empties.
     */
    abstract static class Index {
        private static final int MIN_CAPACITY = 64;
        private static final int KEPT_CAPACITY = 4096;
        private static final long ODD_1 = 0x9E37_79B9_7F4A_7C15L;
        private static final long ODD_2 = 0xBF58_476D_1CE4_E5B9L;

        private final long key1;
        private final long key2;
        private int[] places = new int[MIN_CAPACITY];
        private int size;

        Index(RandomGenerator random) {
            this.key1 = random.nextLong();
            this.key2 = random.nextLong();
        }

        /** First half of a record's key. */
        abstract long first(int slot);

        /** Second half of a record's key. */
        abstract int second(int slot);

        /** Record with that key, or {@link #NONE}. */
        final int find(long first, int second) {
            int mask = places.length - 1;
            for (int at = home(first, second); places[at] != 0; at = at + 1 & mask) {
                int slot = places[at] - 1;
                if (second(slot) == second && first(slot) == first) {
                    return slot;
                }
            }
            return NONE;
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
}
