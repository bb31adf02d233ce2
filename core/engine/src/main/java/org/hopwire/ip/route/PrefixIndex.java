package org.hopwire.ip.route;

import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Every prefix and the number of its paths, eight bytes each, in open addressing: what an update needs to know and no
 * reader asks. A slot is network, length, a bit that says it is taken, and the number.
 */
final class PrefixIndex implements AutoCloseable {
    private static final int LEAST_LOG2 = 9;
    private static final long HASH = 0x9E37_79B9_7F4A_7C15L;
    private static final int LENGTH_SHIFT = RouteEntries.NUMBER_BITS + 1;
    private static final long TAKEN = 1L << RouteEntries.NUMBER_BITS;
    private static final int SLOT_SHIFT = 3;

    private final int[] ofLength = new int[33];
    private int log2 = LEAST_LOG2;
    private long slots;
    private int size;

    PrefixIndex() {
        slots = map(log2);
        if (slots == 0) {
            throw new IllegalStateException("route table: no memory");
        }
    }

    private static long map(int log2) {
        long slots = Pages.map(8L << log2);
        if (slots != 0) {
            Pages.wantHugePages(slots, 8L << log2);
        }
        return slots;
    }

    int size() {
        return size;
    }

    long bytes() {
        return 8L << log2;
    }

    private static long key(int network, int length) {
        return (long) network << Integer.SIZE | (long) length << LENGTH_SHIFT | TAKEN;
    }

    private static boolean isOf(long slot, long key) {
        return (slot & -TAKEN) == key;
    }

    private int home(long key) {
        long mixed = (key >>> LENGTH_SHIFT) * HASH;
        return (int) (mixed >>> (Long.SIZE - log2));
    }

    private long at(int slot) {
        return OffHeap.getLong(slots + ((long) slot << SLOT_SHIFT));
    }

    private void at(int slot, long value) {
        OffHeap.putLong(slots + ((long) slot << SLOT_SHIFT), value);
    }

    private int mask() {
        return (1 << log2) - 1;
    }

    /** The slot of a key, or the empty one where it would go. */
    private int find(long key) {
        int slot = home(key);
        long value = at(slot);
        while (value != 0 && !isOf(value, key)) {
            slot = (slot + 1) & mask();
            value = at(slot);
        }
        return slot;
    }

    /** The number of a prefix, -1 where it is not here. */
    int get(int network, int length) {
        long value = ofLength[length] == 0 ? 0 : at(find(key(network, length)));
        return value == 0 ? -1 : (int) value & RouteEntries.NUMBER_MASK;
    }

    /** Enters a prefix or changes its number; false, with nothing done, where memory is used up. */
    boolean put(int network, int length, int number) {
        if (size + 1 > mask() - (mask() >>> 2) && !grow()) {
            return false;
        }
        long key = key(network, length);
        int slot = find(key);
        if (at(slot) == 0) {
            size++;
            ofLength[length]++;
        }
        at(slot, key | number);
        return true;
    }

    private boolean grow() {
        long old = slots;
        int oldSlots = 1 << log2;
        long wider = map(log2 + 1);
        if (wider == 0) {
            return false;
        }
        slots = wider;
        log2++;
        for (int i = 0; i < oldSlots; i++) {
            long value = OffHeap.getLong(old + ((long) i << SLOT_SHIFT));
            if (value != 0) {
                at(find(value & -TAKEN), value);
            }
        }
        Pages.unmap(old, (long) oldSlots << SLOT_SHIFT);
        return true;
    }

    /** Forgets a prefix that is here; what comes behind it closes up. */
    void remove(int network, int length) {
        int hole = find(key(network, length));
        int slot = (hole + 1) & mask();
        for (long value = at(slot); value != 0; value = at(slot)) {
            if (((slot - home(value & -TAKEN)) & mask()) >= ((slot - hole) & mask())) {
                at(hole, value);
                hole = slot;
            }
            slot = (slot + 1) & mask();
        }
        at(hole, 0);
        size--;
        ofLength[length]--;
    }

    /** The leaf of the longest prefix that covers a shorter part of a network than {@code length}; 0 for none. */
    int coveringLeaf(int network, int length) {
        for (int shorter = length - 1; shorter > 0; shorter--) {
            int number = get(network & -1 << (Integer.SIZE - shorter), shorter);
            if (number >= 0) {
                return RouteEntries.leaf(shorter, number);
            }
        }
        return 0;
    }

    /** Slots there are; {@link #prefixAt} reads one. */
    int slots() {
        return 1 << log2;
    }

    /** The prefix in a slot, null for none. */
    Ipv4Prefix prefixAt(int slot) {
        long value = at(slot);
        return value == 0
                ? null
                : new Ipv4Prefix((int) (value >>> Integer.SIZE), (int) (value >>> LENGTH_SHIFT) & 0x3f);
    }

    @Override
    public void close() {
        Pages.unmap(slots, 8L << log2);
    }
}
