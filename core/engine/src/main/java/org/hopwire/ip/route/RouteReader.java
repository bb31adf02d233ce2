package org.hopwire.ip.route;

import java.lang.invoke.VarHandle;

import org.hopwire.memory.Burst;
import org.hopwire.memory.Grace;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.Packet;

/**
 * One thread's way into a {@link RouteTable}. A lookup waits for nobody and repeats nothing. The thread calls
 * {@link #quiesce()} before the lookups of a burst and {@link #away()} after them; the {@link Paths} it found it may
 * keep.
 *
 * <p>The lookups of a burst go through it in stages, so that its cache misses overlap: all roots, then all blocks of
 * the third octet, then the few of the fourth. A leaf of the root loads the root's first entry and keeps itself: half
 * of them may be leaves, and no guess is cheaper.
 */
public final class RouteReader {
    private static final int ENTRY_SHIFT = 2;
    private static final int SIGN = 31;

    private final RouteTable table;
    private long base;
    private final long seed;
    private final Grace.Cell cell;
    private final int[] refined = new int[Burst.MAX_SIZE];

    RouteReader(RouteTable table, Grace grace, long seed) {
        this.table = table;
        base = table.base();
        this.seed = seed;
        cell = grace.register();
    }

    /** Before the first lookup of a burst. */
    public void quiesce() {
        cell.quiesce();
        base = table.base();
    }

    /** Says that this thread looks at nothing until its next {@link #quiesce()}. */
    public void away() {
        cell.away();
    }

    private int entry(int at) {
        return OffHeap.getInt(base + ((long) at << ENTRY_SHIFT));
    }

    private static int block(int entry) {
        return (entry & RouteEntries.BLOCK_MASK) * RouteEntries.BLOCK;
    }

    /** The ways to a destination; null where there is none. */
    public Paths find(int destination) {
        int entry = entry(destination >>> 16);
        if (RouteEntries.isBlock(entry)) {
            VarHandle.acquireFence();
            entry = entry(block(entry) + (destination >>> 8 & 0xff));
            if (RouteEntries.isBlock(entry)) {
                VarHandle.acquireFence();
                entry = entry(block(entry) + (destination & 0xff));
            }
        }
        VarHandle.acquireFence();
        return ways(entry);
    }

    /**
     * The same for a burst.
     *
     * @param found receives, for each of the first {@code count} destinations, at most {@link Burst#MAX_SIZE}, a number
     *     for {@link #ways}
     */
    public void find(int[] destinations, int[] found, int count) {
        for (int i = 0; i < count; i++) {
            int entry = entry(destinations[i] >>> 16);
            found[i] = entry;
            refined[i] = (block(entry) + (destinations[i] >>> 8 & 0xff)) & entry >> SIGN;
        }
        VarHandle.acquireFence();
        // as little as can be: the fewer instructions, the more of these loads are under way together
        for (int i = 0; i < count; i++) {
            refined[i] = entry(refined[i]);
        }
        VarHandle.acquireFence();
        int deep = 0;
        for (int i = 0; i < count; i++) {
            int isBlock = found[i] >> SIGN;
            int entry = (refined[i] & isBlock) | (found[i] & ~isBlock);
            found[i] = entry;
            deep |= entry;
        }
        if (RouteEntries.isBlock(deep)) {
            findDeep(destinations, found, count);
        }
        VarHandle.acquireFence();
    }

    /** What few tables have much of: routes longer than /24. */
    private void findDeep(int[] destinations, int[] found, int count) {
        for (int i = 0; i < count; i++) {
            if (RouteEntries.isBlock(found[i])) {
                found[i] = entry(block(found[i]) + (destinations[i] & 0xff));
            }
        }
    }

    /** The ways of a number that was found since {@link #quiesce()}; null where there is none. */
    public Paths ways(int number) {
        return table.paths()[number & RouteEntries.NUMBER_MASK];
    }

    /** The way of a packet among the ways to its destination. */
    public NextHop choose(Paths paths, Packet packet) {
        return paths.choose(packet, seed);
    }
}
