package org.hopwire.time;

import java.util.Arrays;

/**
 * The lists of the wheel: 11 levels of 64 slots, each a doubly linked list of timers with a lower bound of their
 * deadlines. One bit per slot and per level tells which are in use, so that empty ones cost nothing to skip.
 * <p>
 * A list ends, both ways, in the complement of its slot's number: a timer at an end names its slot, so that unlinking
 * needs no field for it.
 */
final class WheelSlots {
    static final int DIGIT_BITS = 6;
    static final int LEVELS = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    private final TimerPool pool;
    private final int[] heads = new int[LEVELS << DIGIT_BITS];
    private final int[] tails = new int[LEVELS << DIGIT_BITS];
    private final long[] bounds = new long[LEVELS << DIGIT_BITS];
    private final long[] usedSlots = new long[LEVELS];
    private int usedLevels;

    WheelSlots(TimerPool pool) {
        this.pool = pool;
        Arrays.setAll(heads, slot -> ~slot);
        Arrays.setAll(tails, slot -> ~slot);
    }

    /** Slot for a time, seen from {@code base}: the highest digit in which they differ tells level and slot. */
    static int slotOf(long time, long base) {
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros((time ^ base) | 1)) / DIGIT_BITS;
        return (level << DIGIT_BITS) | ((int) (time >>> (level * DIGIT_BITS)) & DIGIT_MASK);
    }

    static int level(int slot) {
        return slot >>> DIGIT_BITS;
    }

    /** Position of the slot that holds {@code time}, counted in slots of that level. */
    static long position(long time, int slot) {
        return time >>> (level(slot) * DIGIT_BITS);
    }

    /** First slot in time, or -1. */
    int earliest() {
        if (usedLevels == 0) {
            return -1;
        }
        int level = Integer.numberOfTrailingZeros(usedLevels);
        return (level << DIGIT_BITS) | Long.numberOfTrailingZeros(usedSlots[level]);
    }

    /** First timer of a slot, or a negative number. */
    int head(int slot) {
        return heads[slot];
    }

    /** Time that no timer of the slot precedes; the exact earliest deadline unless that timer was cancelled. */
    long bound(int slot) {
        return bounds[slot];
    }

    /** Appends a timer that is in no list; {@code time} counts for the bound. */
    void append(int slot, int index, long time) {
        int tail = tails[slot];
        pool.links(index, ~slot, tail);
        tails[slot] = index;
        if (tail >= 0) {
            pool.next(tail, index);
            bounds[slot] = Long.compareUnsigned(time, bounds[slot]) < 0 ? time : bounds[slot];
        } else {
            heads[slot] = index;
            bounds[slot] = time;
            markUsed(slot);
        }
    }

    /** Takes a timer out of its list. */
    void unlink(int index) {
        int next = pool.next(index);
        int previous = pool.previous(index);
        if (previous >= 0) {
            pool.next(previous, next);
        } else {
            heads[~previous] = next;
        }
        if (next >= 0) {
            pool.previous(next, previous);
        } else {
            tails[~next] = previous;
        }
        if ((next & previous) < 0) {
            markEmpty(~next);
        }
    }

    private void markUsed(int slot) {
        int level = level(slot);
        usedSlots[level] |= 1L << slot;
        usedLevels |= 1 << level;
    }

    private void markEmpty(int slot) {
        int level = level(slot);
        usedSlots[level] &= ~(1L << slot);
        if (usedSlots[level] == 0) {
            usedLevels &= ~(1 << level);
        }
    }
}
