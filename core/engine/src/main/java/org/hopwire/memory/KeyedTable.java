package org.hopwire.memory;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Small values by key for many readers and one writer: open addressing over off-heap slots of 32 octets, key, value
 * and a mark of use. Readers never wait; what they find is one entry's as it was at some moment.
 *
 * <p>Beside a value stands a number that changes with the slot's key: a reader that sees the same value before and
 * after the key has seen both of one entry. The hash is keyed, so that who does not know the seed cannot make up keys
 * that meet in one place; a quarter of the slots is used at most.
 */
public final class KeyedTable {
    /** What {@link #find} answers where there is no entry. */
    public static final long MISSING = -1;
    /** A slot that is none. */
    public static final int NONE = -1;
    /** Bits of a value. */
    public static final int VALUE_BITS = 50;

    private static final int ALIGNMENT = 128;
    private static final int SLOT_SHIFT = 5;
    private static final int VALUE = 8;
    private static final int USED = 16;
    private static final int SLOTS_PER_ENTRY = 4;
    private static final int LEAST_SLOTS = 64;
    private static final int MOST_PROBES = 128;
    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

    private final UnsafeBuffer slots;
    private final long base;
    private final int mask;
    private final int sizeAt;
    private final long offset;
    private final long first;
    private final long second;
    private int size;

    /**
     * A table without entries.
     *
     * @param capacity entries there will be at most
     * @param seed secret of the hash
     */
    public KeyedTable(int capacity, long seed) {
        int count = Math.max(LEAST_SLOTS, Integer.highestOneBit(Math.max(1, capacity) * SLOTS_PER_ENTRY - 1) << 1);
        mask = count - 1;
        sizeAt = count << SLOT_SHIFT;
        slots = new UnsafeBuffer(BufferUtil.allocateDirectAligned(sizeAt + ALIGNMENT, ALIGNMENT));
        base = slots.addressOffset();
        offset = mix(seed + 0x9E37_79B9_7F4A_7C15L);
        first = mix(seed + 0x3C6E_F372_FE94_F82AL) | 1;
        second = mix(seed + 0xDAA6_6D2C_7DDF_743FL) | 1;
    }

    private static long mix(long value) {
        long x = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
        return x ^ x >>> 31;
    }

    private int home(long key) {
        long x = (key ^ offset) * first;
        return (int) (((x ^ x >>> 32) * second) >>> 40) & mask;
    }

    /**
     * The value of a key, or {@link #MISSING}, which is negative.
     *
     * @param key not 0
     * @param using whether the entry counts as used by that
     */
    public long find(long key, boolean using) {
        // the first place nearly always decides, by plain addresses: a mask keeps them inside
        long at = base + ((long) home(key) << SLOT_SHIFT);
        long value = OffHeap.getLongAcquire(at + VALUE);
        boolean isThere = OffHeap.getLongAcquire(at) == key && OffHeap.getLongAcquire(at + VALUE) == value;
        return isThere ? found(at, value & VALUE_MASK, using) : search(key, using);
    }

    private long search(long key, boolean using) {
        int slot = home(key);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long at = base + ((long) slot << SLOT_SHIFT);
            long value = OffHeap.getLongAcquire(at + VALUE);
            long there = OffHeap.getLongAcquire(at);
            if (there == key) {
                return OffHeap.getLongAcquire(at + VALUE) == value ? found(at, value & VALUE_MASK, using) : MISSING;
            }
            if (there == 0) {
                return MISSING;
            }
            slot = slot + 1 & mask;
        }
        return MISSING;
    }

    private static long found(long at, long value, boolean using) {
        // several readers may write the same 1; the line is dirtied once between two looks of the writer
        if (using && OffHeap.getLong(at + USED) == 0) {
            OffHeap.putLong(at + USED, 1);
        }
        return value == 0 ? MISSING : value;
    }

    /** Writer: the slot of an entry, or {@link #NONE}. */
    public int slotOf(long key) {
        int slot = home(key);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long there = slots.getLong(slot << SLOT_SHIFT);
            if (there == key) {
                return isFree(slot) ? NONE : slot;
            }
            if (there == 0) {
                return NONE;
            }
            slot = slot + 1 & mask;
        }
        return NONE;
    }

    /**
     * Writer: the slot of an entry, a new one where there was none.
     *
     * @param value of a new entry, not 0
     * @return {@link #NONE} where there is no room near the key's place
     */
    public int claim(long key, long value) {
        int slot = home(key);
        int vacant = NONE;
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long there = slots.getLong(slot << SLOT_SHIFT);
            if (there == key) {
                vacant = slot;
                break;
            }
            if (vacant == NONE && isFree(slot)) {
                vacant = slot;
            }
            if (there == 0) {
                break;
            }
            slot = slot + 1 & mask;
        }
        return vacant == NONE ? NONE : take(vacant, key, value);
    }

    private int take(int slot, long key, long value) {
        int at = slot << SLOT_SHIFT;
        if (slots.getLong(at) != key) {
            long generation = (slots.getLong(at + VALUE) >>> VALUE_BITS) + 1;
            slots.putLongRelease(at + VALUE, generation << VALUE_BITS);
            slots.putLongRelease(at, key);
        }
        if (isFree(slot)) {
            resize(1);
            set(slot, value);
        }
        return slot;
    }

    private void resize(int change) {
        size += change;
        slots.putLongRelease(sizeAt, size);
    }

    /** Whether there is no entry, from any thread: where most tables are empty it saves the search. */
    public boolean isEmpty() {
        return OffHeap.getLongAcquire(base + sizeAt) == 0;
    }

    private boolean isFree(int slot) {
        return (slots.getLong((slot << SLOT_SHIFT) + VALUE) & VALUE_MASK) == 0;
    }

    /** Writer: changes an entry's value, which is not 0 and has {@link #VALUE_BITS} bits at most. */
    public void set(int slot, long value) {
        int at = (slot << SLOT_SHIFT) + VALUE;
        slots.putLongRelease(at, (slots.getLong(at) & ~VALUE_MASK) | (value & VALUE_MASK));
    }

    /** Writer: whether an entry was used since this was last asked. */
    public boolean takeUsed(int slot) {
        boolean used = isUsed(slot);
        slots.putLong((slot << SLOT_SHIFT) + USED, 0);
        return used;
    }

    /** Writer: whether an entry was used since {@link #takeUsed} was last asked. */
    public boolean isUsed(int slot) {
        return slots.getLong((slot << SLOT_SHIFT) + USED) != 0;
    }

    /** Writer: takes an entry out. */
    public void remove(int slot) {
        resize(-1);
        set(slot, 0);
        slots.putLong((slot << SLOT_SHIFT) + USED, 0);
        // the end of a run of free slots that nothing follows is empty again, lest searches grow longer for ever
        int last = slot;
        while (slots.getLong((last + 1 & mask) << SLOT_SHIFT) == 0 && isFree(last)
                && slots.getLong(last << SLOT_SHIFT) != 0) {
            slots.putLongRelease(last << SLOT_SHIFT, 0);
            last = last - 1 & mask;
        }
    }

    /** Slots there are; a slot is a number below it. */
    public int slots() {
        return mask + 1;
    }

    /** Writer: how many entries there are. */
    public int size() {
        return size;
    }
}
