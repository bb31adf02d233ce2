package org.hopwire.membership;

import java.lang.invoke.VarHandle;

import org.hopwire.memory.Grace;
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
    // slots of 256 KiB
    private static final int NEAR_LOG2 = 15;
    private static final int STAGE = 256;
    private static final int VALUE_BITS = Integer.MAX_VALUE;

    private final long roots;
    private final long blocks;
    private final long offset;
    private final long first;
    private final long second;
    private final long[] homes = new long[STAGE];
    private final long[] homeRoots = new long[STAGE];
    private final int[] inBlocks = new int[STAGE];
    private final Grace.Cell cell;
    // nobody reads it; it keeps the loads that fill it
    @SuppressWarnings("unused")
    private long touched;

    MembershipReader(long roots, long blocks, KeyedHash hash, Grace grace) {
        this.roots = roots;
        this.blocks = blocks;
        offset = hash.offset;
        first = hash.first;
        second = hash.second;
        cell = grace.register();
    }

    /** Says that no set found so far will be looked at again. */
    public void quiesce() {
        cell.quiesce();
    }

    /** Says that this thread looks at nothing until its next {@link #quiesce()}. */
    public void away() {
        cell.away();
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
        if (Slots.log2(root) <= NEAR_LOG2) {
            findNear(root, groups, sources, sets, count);
            return;
        }
        for (int from = 0; from < count; from += STAGE) {
            findStage(root, groups, sources, sets, from, Math.min(from + STAGE, count));
        }
    }

    /** A table this small stays close to the core: there are no misses to overlap, and stages only cost. */
    private void findNear(long root, int[] groups, int[] sources, long[] sets, int count) {
        for (int i = 0; i < count; i++) {
            long home = Slots.homeAddress(root, hash(groups[i]));
            int value = settled(root, home, OffHeap.getLong(home), groups[i]);
            sets[i] = value >= 0 ? value : inBlock(value, sources[i]);
        }
    }

    private void findStage(long root, int[] groups, int[] sources, long[] sets, int from, int to) {
        for (int i = from; i < to; i++) {
            homes[i - from] = Slots.homeAddress(root, hash(groups[i]));
        }
        load(sets, from, to);
        int blocksFound = 0;
        for (int i = from; i < to; i++) {
            int value = settled(root, homes[i - from], sets[i], groups[i]);
            sets[i] = value;
            inBlocks[blocksFound] = i;
            blocksFound += value >>> 31;
        }
        if (blocksFound > 0) {
            findInBlocks(sources, sets, blocksFound);
        }
    }

    /** The same for a burst whose members may be of different contexts. */
    public void find(int[] contexts, int[] groups, int[] sources, long[] sets, int count) {
        for (int from = 0; from < count; from += STAGE) {
            findStage(contexts, groups, sources, sets, from, Math.min(from + STAGE, count));
        }
    }

    private void findStage(int[] contexts, int[] groups, int[] sources, long[] sets, int from, int to) {
        for (int i = from; i < to; i++) {
            long root = root(contexts[i]);
            homeRoots[i - from] = root;
            homes[i - from] = Slots.homeAddress(root, hash(groups[i]));
        }
        load(sets, from, to);
        int blocksFound = 0;
        for (int i = from; i < to; i++) {
            int value = settled(homeRoots[i - from], homes[i - from], sets[i], groups[i]);
            sets[i] = value;
            inBlocks[blocksFound] = i;
            blocksFound += value >>> 31;
        }
        if (blocksFound > 0) {
            findInBlocks(sources, sets, blocksFound);
        }
    }

    /** Loads every home slot and does nothing else, so that as many loads as the core can track are under way. */
    private void load(long[] sets, int from, int to) {
        for (int i = from; i < to; i++) {
            sets[i] = OffHeap.getLong(homes[i - from]);
        }
    }

    /**
     * A group's value, given the slot at its home: most stand there, and where none does there is none. One branch for
     * both, since which of the two it is cannot be predicted.
     */
    private static int settled(long root, long home, long slot, int group) {
        long difference = (slot >>> 32) ^ (group & 0xffff_ffffL);
        // the sign of (x - 1) & ~x says whether x is 0
        if ((((difference - 1) & ~difference) | ((slot - 1) & ~slot)) < 0) {
            return Slots.value(slot);
        }
        return Slots.valueBehind(root, home, group);
    }

    private void findInBlocks(int[] sources, long[] sets, int count) {
        VarHandle.acquireFence();
        touched = touch(sets, count);
        for (int i = 0; i < count; i++) {
            int at = inBlocks[i];
            int source = sources[at];
            sets[at] = GroupBlock.find(block(sets[at]), source, hash(source));
        }
    }

    /** Loads the first word of every block, each without waiting for the one before. */
    private long touch(long[] sets, int count) {
        long any = 0;
        for (int i = 0; i < count; i++) {
            any |= OffHeap.getLong(block(sets[inBlocks[i]]));
        }
        return any;
    }
}
