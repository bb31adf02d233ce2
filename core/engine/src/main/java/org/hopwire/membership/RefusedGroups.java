package org.hopwire.membership;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Groups somebody asked for and a full table had no room for, so that their data can be treated otherwise than that of
 * groups nobody asked for. Bounded: what does not fit here either counts as not asked for. One writer, the control
 * agent; readers never wait, and see each group by itself.
 *
 * <p>Groups are forgotten by generations: one that is not refused again is gone after {@link #age} was called twice.
 */
public final class RefusedGroups {
    /** Groups remembered in a generation. */
    public static final int MOST = 4096;

    private static final int CAPACITY = 2 * MOST;
    private static final int MASK = CAPACITY - 1;

    private final KeyedHash hash;
    private final AtomicLongArray[] generations = {new AtomicLongArray(CAPACITY), new AtomicLongArray(CAPACITY)};
    private final int[] used = new int[2];
    private volatile boolean any;
    private int current;

    /**
     * Remembers nothing yet.
     *
     * @param seed secret of the hash
     */
    public RefusedGroups(long seed) {
        hash = new KeyedHash(seed);
    }

    /** Writer: a group was refused in a context; false where there is no room to remember it. */
    public boolean add(int context, int group) {
        int at = place(generations[current], context, group);
        if (generations[current].getPlain(at) != 0) {
            return true;
        }
        if (used[current] == MOST) {
            return false;
        }
        used[current]++;
        generations[current].setRelease(at, key(context, group));
        any = true;
        return true;
    }

    /** Writer: forgets what was not refused since the last call but one; false where nothing is left. */
    public boolean age() {
        current = 1 - current;
        AtomicLongArray oldest = generations[current];
        for (int i = 0; used[current] > 0 && i < CAPACITY; i++) {
            oldest.setRelease(i, 0);
        }
        used[current] = 0;
        any = used[1 - current] > 0;
        return any;
    }

    /** Reader: whether that group was refused of late. */
    public boolean contains(int context, int group) {
        return any && (isIn(generations[0], context, group) || isIn(generations[1], context, group));
    }

    private boolean isIn(AtomicLongArray generation, int context, int group) {
        return generation.getAcquire(place(generation, context, group)) == key(context, group);
    }

    /** Where a group is, or would be: half of all places are always free. */
    private int place(AtomicLongArray generation, int context, int group) {
        long key = key(context, group);
        int at = (int) (hash.of(group ^ context << 12) >>> 40) & MASK;
        for (long there = generation.getAcquire(at); there != 0 && there != key; there = generation.getAcquire(at)) {
            at = at + 1 & MASK;
        }
        return at;
    }

    private static long key(int context, int group) {
        return (context + 1L) << Integer.SIZE | (group & 0xFFFF_FFFFL);
    }
}
