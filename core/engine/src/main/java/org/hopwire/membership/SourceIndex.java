package org.hopwire.membership;

import java.util.Arrays;

/** Which source stands where, while one group is edited; reused from group to group. */
final class SourceIndex {
    private final KeyedHash hash;
    private long[] slots = new long[64];
    private int mask;
    private int shift;

    SourceIndex(KeyedHash hash) {
        this.hash = hash;
    }

    /** Forgets everything and makes room for a number of sources. */
    void clear(int most) {
        int log2 = Math.max(4, 33 - Integer.numberOfLeadingZeros(most));
        if (slots.length < 1 << log2) {
            slots = new long[1 << log2];
        }
        mask = (1 << log2) - 1;
        shift = 64 - log2;
        Arrays.fill(slots, 0, mask + 1, 0);
    }

    /** A source's number, or -1. */
    int find(int source) {
        return Slots.value(slots[slotOf(source)]) - 1;
    }

    void add(int source, int number) {
        slots[slotOf(source)] = Slots.slot(source, number + 1);
    }

    private int slotOf(int source) {
        int at = (int) (hash.of(source) >>> shift);
        while (slots[at] != 0 && Slots.key(slots[at]) != source) {
            at = at + 1 & mask;
        }
        return at;
    }
}
