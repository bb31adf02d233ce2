package org.hopwire.membership;

import java.lang.invoke.VarHandle;

import org.hopwire.memory.OffHeap;

/**
 * One thread's way into a {@link MembershipTable}. A lookup waits for nobody and repeats nothing; what it finds is a
 * set for {@link PortSet} that stays readable until {@link #quiesce()}.
 *
 * <p>A thread that looks things up calls {@link #quiesce()} once per burst, or memory the writer replaced is never
 * given back; one that stops looking for long calls {@link #away()} first and {@link #quiesce()} afterwards.
 *
 * <p>The lookups of a burst go through it in stages, so that its cache misses overlap: slots, then blocks, then sets.
 */
public final class MembershipReader {
    private static final int VALUE_BITS = Integer.MAX_VALUE;

    private final long roots;
    private final long blocks;
    private final long offset;
    private final long first;
    private final long second;
    private final long cell;
    private final long epochCell;

    MembershipReader(long roots, long blocks, KeyedHash hash, Grace grace) {
        this.roots = roots;
        this.blocks = blocks;
        offset = hash.offset;
        first = hash.first;
        second = hash.second;
        epochCell = grace.epochCell();
        cell = grace.register();
    }

    /** Says that no set found so far will be looked at again. */
    public void quiesce() {
        OffHeap.putLongRelease(cell, OffHeap.getLongAcquire(epochCell));
        // whoever was away must not look before the writer can see it is back
        VarHandle.fullFence();
    }

    /** Says that this thread looks at nothing until its next {@link #quiesce()}. */
    public void away() {
        OffHeap.putLongRelease(cell, Grace.AWAY);
    }

    private long root(int context) {
        return OffHeap.getLongAcquire(roots + ((context & MembershipTable.CONTEXTS - 1) << 3));
    }

    private long hash(int key) {
        return KeyedHash.of(key, offset, first, second);
    }

    /**
     * The ports that want a group's traffic from a source.
     *
     * @param context VLAN, or 0; its low 12 bits count
     * @return a set for {@link PortSet}; {@link PortSet#UNKNOWN} where the group has no member
     */
    public long find(int context, int group, int source) {
        int value = Slots.value(root(context), hash(group), group);
        return value >= 0 ? value : inBlock(value, source);
    }

    private long inBlock(int value, int source) {
        VarHandle.acquireFence();
        return GroupBlock.find(block(value), source, hash(source));
    }

    private long block(long value) {
        return blocks + (value & VALUE_BITS) * BlockHeap.UNIT;
    }

    /**
     * The same for a burst of one context.
     *
     * @param sets receives one set for each of the first {@code count} groups and sources
     */
    public void find(int context, int[] groups, int[] sources, long[] sets, int count) {
        long root = root(context);
        for (int i = 0; i < count; i++) {
            sets[i] = OffHeap.getLong(Slots.homeAddress(root, hash(groups[i])));
        }
        int far = 0;
        for (int i = 0; i < count; i++) {
            int value = settled(root, sets[i], groups[i]);
            sets[i] = value;
            far |= value;
        }
        if (far < 0) {
            findInBlocks(sources, sets, count);
        }
    }

    /** The same for a burst whose members may be of different contexts. */
    public void find(int[] contexts, int[] groups, int[] sources, long[] sets, int count) {
        for (int i = 0; i < count; i++) {
            sets[i] = OffHeap.getLong(Slots.homeAddress(root(contexts[i]), hash(groups[i])));
        }
        int far = 0;
        for (int i = 0; i < count; i++) {
            int value = settled(root(contexts[i]), sets[i], groups[i]);
            sets[i] = value;
            far |= value;
        }
        if (far < 0) {
            findInBlocks(sources, sets, count);
        }
    }

    /** A group's value, given the slot at its home: most stand there. */
    private int settled(long root, long slot, int group) {
        if (Slots.key(slot) == group || slot == 0) {
            return Slots.value(slot);
        }
        return Slots.value(root, hash(group), group);
    }

    private void findInBlocks(int[] sources, long[] sets, int count) {
        VarHandle.acquireFence();
        touch(sets, count);
        for (int i = 0; i < count; i++) {
            long value = sets[i];
            if (value < 0) {
                sets[i] = GroupBlock.find(block(value), sources[i], hash(sources[i]));
            }
        }
    }

    // loads every block's first words and keeps nothing of them but their sum's place in the flow of data
    private void touch(long[] sets, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (sets[i] < 0) {
                sum += OffHeap.getLong(block(sets[i]));
            }
        }
        if (sum == Long.MIN_VALUE) {
            throw new IllegalStateException("membership block header");
        }
    }
}
