package org.hopwire.igmp.router.store;

import java.util.random.RandomGenerator;

import static org.hopwire.igmp.router.store.Records.NONE;

/**
 * Finds records by the hash of their key: open addressing over hash and number, so that a record is looked at only when
 * it is most likely the right one. The caller compares keys:
 *
 * <pre>
 * int slot = index.first(hash);
 * while (slot != NONE &amp;&amp; !hasKey(slot)) {
 *     slot = index.next(hash, slot);
 * }
 * </pre>
 *
 * The hash is keyed, so that nobody can choose keys that collide. Grows by doubling, without a pause: each added
 * record moves a few of the old places over, and memory comes in small chunks as places are used. Until all are moved,
 * a record is found in the old places or in the new. Shrinks when it empties.
 */
public final class RecordIndex {
    private static final int MIN_CAPACITY = 64;
    private static final int KEPT_CAPACITY = 4096;
    /** Old places gone through for each added record: done after an eighth of the old capacity. */
    private static final int MOVES = 8;
    private static final long ODD_1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long ODD_2 = 0xBF58_476D_1CE4_E5B9L;

    private final long key1;
    private final long key2;
    private Places places = new Places(MIN_CAPACITY);
    // while it grows: the places before, of which those below the cursor have moved
    private Places old;
    private int cursor;
    private int size;

    /** An empty index with a hash of its own. */
    public RecordIndex(RandomGenerator random) {
        this.key1 = random.nextLong();
        this.key2 = random.nextLong();
    }

    /** Hash of a key of up to 96 bits. */
    public int hash(long first, int second) {
        long hash = (first ^ key1) * ODD_1;
        hash = (hash ^ hash >>> 32 ^ second ^ key2) * ODD_2;
        hash = (hash ^ hash >>> 29) * ODD_1;
        return (int) (hash >>> 32);
    }

    /** First record with that hash, or {@link Records#NONE}. */
    public int first(int hash) {
        return seek(hash, hash);
    }

    /** The record with that hash after another, or {@link Records#NONE}. */
    public int next(int hash, int slot) {
        int at = places.locate(hash, slot, 0);
        return at >= 0 ? seek(hash, at + 1) : seekOld(hash, old.locate(hash, slot, cursor) + 1);
    }

    private int seek(int hash, int from) {
        int at = places.seek(hash, from, 0);
        return at >= 0 ? places.slot(at) : seekOld(hash, hash);
    }

    private int seekOld(int hash, int from) {
        if (old == null) {
            return NONE;
        }
        int at = old.seek(hash, from, cursor);
        return at >= 0 ? old.slot(at) : NONE;
    }

    /** Adds a record whose key is in no other. */
    public void add(int hash, int slot) {
        if ((size + 1) * 5L > places.capacity() * 3L) {
            finishMove();
            old = places;
            cursor = 0;
            places = new Places(old.capacity() << 1);
        }
        size++;
        places.put(hash, slot);
        move(MOVES);
    }

    private void move(int most) {
        if (old == null) {
            return;
        }
        for (int end = Math.min(cursor + most, old.capacity()); cursor < end; cursor++) {
            long place = old.get(cursor);
            if (place != Places.FREE && place != Places.GONE) {
                places.put(Places.hash(place), Places.slot(place));
            }
        }
        if (cursor == old.capacity()) {
            old = null;
        }
    }

    // places are moved faster than they fill, so nothing is left by the time they are full again
    private void finishMove() {
        while (old != null) {
            move(MOVES);
        }
    }

    /** Takes a record out. */
    public void remove(int hash, int slot) {
        int at = places.locate(hash, slot, 0);
        if (at >= 0) {
            places.delete(at);
        } else {
            old.set(old.locate(hash, slot, cursor), Places.GONE);
        }
        if (--size == 0) {
            old = null;
            places = places.capacity() > KEPT_CAPACITY ? new Places(KEPT_CAPACITY) : places;
        }
    }

    /** Whether places are still being moved. */
    boolean isGrowing() {
        return old != null;
    }

    /** Places of one capacity: hash and number of a record, in chunks that exist once something was put there. */
    private static final class Places {
        static final long FREE = 0;
        static final long GONE = -1;
        private static final int CHUNK_SHIFT = 12;
        private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

        final int mask;
        private final long[][] chunks;

        Places(int capacity) {
            this.mask = capacity - 1;
            this.chunks = new long[(mask >>> CHUNK_SHIFT) + 1][];
        }

        static int hash(long place) {
            return (int) (place >>> Integer.SIZE);
        }

        static int slot(long place) {
            return (int) place - 1;
        }

        int capacity() {
            return mask + 1;
        }

        long get(int at) {
            long[] chunk = chunks[at >>> CHUNK_SHIFT];
            return chunk == null ? FREE : chunk[at & CHUNK_MASK];
        }

        void set(int at, long place) {
            int chunk = at >>> CHUNK_SHIFT;
            if (chunks[chunk] == null) {
                chunks[chunk] = new long[Math.min(capacity(), 1 << CHUNK_SHIFT)];
            }
            chunks[chunk][at & CHUNK_MASK] = place;
        }

        int slot(int at) {
            return slot(get(at));
        }

        /** Where the next record of that hash stands, {@code least} or above; -1 if a free place comes first. */
        int seek(int hash, int from, int least) {
            int at = from & mask;
            for (long place = get(at); place != FREE; place = get(at)) {
                if (hash(place) == hash && place != GONE && at >= least) {
                    return at;
                }
                at = at + 1 & mask;
            }
            return -1;
        }

        /** Where that record stands, or -1. */
        int locate(int hash, int slot, int least) {
            int at = seek(hash, hash, least);
            while (at >= 0 && slot(at) != slot) {
                at = seek(hash, at + 1, least);
            }
            return at;
        }

        void put(int hash, int slot) {
            int at = hash & mask;
            while (get(at) != FREE) {
                at = at + 1 & mask;
            }
            set(at, ((long) hash << Integer.SIZE) | (slot + 1L));
        }

        /** Frees a place; later ones of the same run move up. */
        void delete(int free) {
            int hole = free;
            int at = hole + 1 & mask;
            for (long place = get(at); place != FREE; place = get(at)) {
                int home = hash(place) & mask;
                if ((at - home & mask) >= (at - hole & mask)) {
                    set(hole, place);
                    hole = at;
                }
                at = at + 1 & mask;
            }
            set(hole, FREE);
        }
    }
}
