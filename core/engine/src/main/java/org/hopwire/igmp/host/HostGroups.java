package org.hopwire.igmp.host;

import java.util.Arrays;

import org.agrona.collections.Int2IntHashMap;
import org.hopwire.igmp.core.FilterMode;

/** The groups of an interface, by address and by slot; slots are reused, most of their objects too. */
final class HostGroups {
    private static final int NOWHERE = -1;
    private static final int FIRST_ROOM = 16;
    private static final int MOST_POOLED = 4096;

    private final Int2IntHashMap slotOf = new Int2IntHashMap(NOWHERE);
    private HostGroup[] slots = new HostGroup[FIRST_ROOM];
    private int[] free = new int[FIRST_ROOM];
    private int freeCount;
    private int high;
    private int members;

    HostGroup find(int group) {
        int slot = slotOf.get(group);
        return slot == NOWHERE ? null : slots[slot];
    }

    /** What is in a slot, or null. */
    HostGroup at(int slot) {
        HostGroup found = slot < high ? slots[slot] : null;
        return found != null && found.used ? found : null;
    }

    /** One above the highest slot ever used. */
    int high() {
        return high;
    }

    /** Groups in any slot. */
    int size() {
        return slotOf.size();
    }

    /** Groups with state; the others only repeat that they were left. */
    int members() {
        return members;
    }

    void memberJoined() {
        members++;
    }

    void memberLeft() {
        members--;
    }

    HostGroup take(int group, int epoch) {
        int slot = takeSlot();
        HostGroup taken = slots[slot];
        taken.group = group;
        taken.used = true;
        taken.epoch = epoch;
        slotOf.put(group, taken.slot);
        return taken;
    }

    private int takeSlot() {
        int slot = freeCount > 0 ? free[--freeCount] : high++;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, slot * 2);
            free = Arrays.copyOf(free, slot * 2);
        }
        if (slots[slot] == null) {
            slots[slot] = new HostGroup(slot);
        }
        return slot;
    }

    /** Ends a group without state and without timers. */
    void release(HostGroup group) {
        slotOf.remove(group.group);
        group.used = false;
        group.mode = FilterMode.INCLUDE;
        group.sources.trim();
        if (freeCount >= MOST_POOLED) {
            slots[group.slot] = null;
        }
        free[freeCount++] = group.slot;
    }
}
