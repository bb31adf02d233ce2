package org.hopwire.ip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Longest-prefix match in at most three dependent loads: a root of 2^16 entries for the first two octets, then blocks
 * of 256 for the third and the fourth. An entry is a route's number, or the number of the block that refines it.
 *
 * <p>Written before the start, read by all workers.
 */
public final class RouteTable {
    private static final int ROOT_BITS = 16;
    private static final int BLOCK = 256;
    private static final int IS_BLOCK = 1 << 31;

    private final Route[] routes;
    private final int[] root = new int[1 << ROOT_BITS];
    private int[] blocks = new int[BLOCK];
    private int blockCount;

    /** A table of the given routes; of two for the same prefix the later one stands. */
    public RouteTable(List<Route> given) {
        List<Route> sorted = new ArrayList<>(given);
        // shorter prefixes first: a longer one then overwrites exactly what it refines
        sorted.sort(Comparator.comparingInt(route -> route.prefix().length()));
        routes = new Route[sorted.size() + 1];
        for (int i = 0; i < sorted.size(); i++) {
            routes[i + 1] = sorted.get(i);
            paint(sorted.get(i).prefix().network(), sorted.get(i).prefix().length(), i + 1);
        }
    }

    private void paint(int network, int length, int number) {
        int high = network >>> ROOT_BITS;
        if (length <= ROOT_BITS) {
            Arrays.fill(root, high, high + (1 << (ROOT_BITS - length)), number);
            return;
        }
        int third = blockOf(root, high) * BLOCK + (network >>> 8 & 0xff);
        if (length <= 24) {
            Arrays.fill(blocks, third, third + (1 << (24 - length)), number);
        } else {
            int fourth = nestedBlock(third) * BLOCK + (network & 0xff);
            Arrays.fill(blocks, fourth, fourth + (1 << (32 - length)), number);
        }
    }

    private int blockOf(int[] level, int at) {
        if (level[at] >= 0) {
            level[at] = newBlock(level[at]) | IS_BLOCK;
        }
        return level[at] & ~IS_BLOCK;
    }

    private int nestedBlock(int at) {
        if (blocks[at] >= 0) {
            // the array may move while a block is added, so it is written only afterwards
            int block = newBlock(blocks[at]);
            blocks[at] = block | IS_BLOCK;
        }
        return blocks[at] & ~IS_BLOCK;
    }

    private int newBlock(int inherited) {
        int block = blockCount++;
        if (blockCount * BLOCK > blocks.length) {
            blocks = Arrays.copyOf(blocks, blocks.length * 2);
        }
        Arrays.fill(blocks, block * BLOCK, (block + 1) * BLOCK, inherited);
        return block;
    }

    /** Number of the longest route that covers a destination, 0 where there is none; see {@link #get}. */
    public int lookup(int destination) {
        int entry = root[destination >>> ROOT_BITS];
        if (entry < 0) {
            entry = blocks[(entry & ~IS_BLOCK) * BLOCK + (destination >>> 8 & 0xff)];
            if (entry < 0) {
                entry = blocks[(entry & ~IS_BLOCK) * BLOCK + (destination & 0xff)];
            }
        }
        return entry;
    }

    /** The route with a number from {@link #lookup}; null for 0. */
    public Route get(int number) {
        return routes[number];
    }

    /** How many routes there are. */
    public int size() {
        return routes.length - 1;
    }
}
