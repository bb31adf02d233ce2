package org.hopwire.ip.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.memory.Grace;
import org.hopwire.memory.Pages;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Longest-prefix match over a million prefixes and more, in one load beyond the second-level cache for most
 * destinations and never more than three. All methods but the figures belong to one thread, the writer's; readers look
 * things up through a {@link RouteReader} of their own and are never held up.
 *
 * <p>An update writes the entries of its prefix that no longer prefix refines, one by one: a reader gets, for each
 * destination, what was true before or what is true now. The default route is one reference, not 65,536 entries. A
 * block that refines an entry is filled before it is shown, and collapses with the last route in it. Memory: 256 KiB, 1
 * KiB for each /16 with longer prefixes in it and each /24 likewise, and 11 to 22 bytes for each route.
 */
public final class RouteTable implements AutoCloseable {
    /** Blocks of 256 entries a table has room for where nobody says otherwise: 256 MiB, once they are used. */
    public static final int BLOCKS = 1 << 18;

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Paths[].class);
    private static final int ROOT_LENGTH = 16;
    private static final int NO_ROUTE = 0;
    /** Tells the number of paths from that of a block among what waits for readers. */
    private static final long IS_PATHS = 1L << 32;

    private RouteEntries entries;
    private PrefixIndex index = new PrefixIndex();
    private final long cells;
    private final Grace grace;
    private final long seed;
    private Map<List<NextHop>, Integer> numbers = new HashMap<>();
    private List<Integer> freeNumbers = new ArrayList<>();
    private final int blocks;
    /** At 0 the default route's, or null; readers follow the numbers they find in leaves. */
    private Paths[] paths = new Paths[16];
    private int[] uses = new int[paths.length];
    private int fresh = 1;
    private long refusals;
    // figures for any thread, also after the table is closed
    private volatile long size;
    private volatile long bytes;
    private volatile long refused;

    /** An empty table. */
    public RouteTable() {
        this(List.of(), 0);
    }

    /**
     * A table of the given routes; of two for the same prefix the later one stands.
     *
     * @param seed secret of the hash by which flows are spread over ways of equal cost
     */
    public RouteTable(List<Route> given, long seed) {
        this(given, seed, BLOCKS);
    }

    /**
     * A table of bounded memory.
     *
     * @param blocks of 256 entries, 1 KiB each, 2 to 4,194,304
     * @throws IllegalArgumentException if the figure is out of range, or the routes do not fit
     */
    public RouteTable(List<Route> given, long seed, int blocks) {
        this.seed = seed;
        this.blocks = blocks;
        entries = new RouteEntries(blocks);
        cells = Pages.map(Grace.BYTES);
        if (cells == 0) {
            throw new IllegalStateException("route table: no memory");
        }
        grace = new Grace(cells);
        for (Route each : given) {
            if (!enter(each)) {
                close();
                throw new IllegalArgumentException("route " + each.prefix() + ": the table is full");
            }
        }
        publish();
    }

    /**
     * A reader for one thread. Call it from the writer's thread, or before the writer starts.
     *
     * @throws IllegalStateException if there are 256 already
     */
    public RouteReader reader() {
        return new RouteReader(this, grace, seed);
    }

    /** Where readers begin; as it was at their last {@link RouteReader#quiesce()}. */
    long base() {
        return entries.base();
    }

    /** What readers find numbers in; read after the leaf that holds the number. */
    Paths[] paths() {
        return paths;
    }

    /**
     * Adds a route, or replaces the one to the same prefix.
     *
     * @return false where the table is full: nothing has changed then
     */
    public boolean put(Route route) {
        boolean isIn = enter(route);
        publish();
        return isIn;
    }

    /** The same, while nobody asks for the figures. */
    boolean enter(Route route) {
        int network = route.prefix().network();
        int length = route.prefix().length();
        reclaim();
        int old = index.get(network, length);
        boolean isNew = old < 0;
        if (isNew && blocksFor(network, length) > entries.available()) {
            return refuse();
        }
        int number = numberOf(route.nextHops());
        if (number == old) {
            return true;
        }
        if (!index.put(network, length, number)) {
            forgetUnused(number);
            return refuse();
        }
        uses[number]++;
        paint(network, length, number, isNew);
        if (!isNew) {
            release(old);
        }
        return true;
    }

    private boolean refuse() {
        refusals++;
        return false;
    }

    private int blocksFor(int network, int length) {
        if (length <= ROOT_LENGTH) {
            return 0;
        }
        int entry = entries.get(network >>> 16);
        if (!RouteEntries.isBlock(entry)) {
            return length <= 24 ? 1 : 2;
        }
        int third = (entry & RouteEntries.BLOCK_MASK) * RouteEntries.BLOCK + (network >>> 8 & 0xff);
        return length <= 24 || RouteEntries.isBlock(entries.get(third)) ? 0 : 1;
    }

    private int numberOf(List<NextHop> nextHops) {
        Integer known = numbers.get(nextHops);
        if (known != null) {
            return known;
        }
        int number = freeNumbers.isEmpty() ? fresh++ : freeNumbers.removeLast();
        if (number == paths.length) {
            paths = Arrays.copyOf(paths, 2 * number);
            uses = Arrays.copyOf(uses, 2 * number);
        }
        show(number, new Paths(nextHops));
        numbers.put(nextHops, number);
        return number;
    }

    private void forgetUnused(int number) {
        if (uses[number] == 0) {
            numbers.remove(hopsOf(paths[number]));
            freeNumbers.add(number);
        }
    }

    private void show(int number, Paths shown) {
        ELEMENT.setRelease(paths, number, shown);
    }

    private void release(int number) {
        if (--uses[number] == 0) {
            numbers.remove(hopsOf(paths[number]));
            grace.retire(IS_PATHS | number);
        }
    }

    private static List<NextHop> hopsOf(Paths ways) {
        List<NextHop> hops = new ArrayList<>();
        for (int i = 0; i < ways.count(); i++) {
            hops.add(ways.get(i));
        }
        return hops;
    }

    private void paint(int network, int length, int number, boolean isNew) {
        if (length == 0) {
            show(NO_ROUTE, paths[number]);
            return;
        }
        int leaf = RouteEntries.leaf(length, number);
        if (length <= ROOT_LENGTH) {
            paint(network >>> 16, 1 << (ROOT_LENGTH - length), length, leaf);
            return;
        }
        int second = entries.blockAt(network >>> 16);
        int at = second * RouteEntries.BLOCK + (network >>> 8 & 0xff);
        if (isNew) {
            entries.addRoute(second);
        }
        if (length <= 24) {
            paint(at, 1 << (24 - length), length, leaf);
            return;
        }
        int third = entries.blockAt(at);
        if (isNew) {
            entries.addRoute(third);
        }
        paint(third * RouteEntries.BLOCK + (network & 0xff), 1 << (32 - length), length, leaf);
    }

    /** Gives a leaf to every entry of a range that stands for a prefix no longer than {@code length}. */
    private void paint(int from, int count, int length, int leaf) {
        for (int i = from; i < from + count; i++) {
            int entry = entries.get(i);
            if (RouteEntries.isBlock(entry)) {
                paint((entry & RouteEntries.BLOCK_MASK) * RouteEntries.BLOCK, RouteEntries.BLOCK, length, leaf);
            } else if (RouteEntries.length(entry) <= length) {
                entries.put(i, leaf);
            }
        }
    }

    /**
     * Removes the route to exactly that prefix; what it covered falls to the next shorter one.
     *
     * @return false where there is none
     */
    public boolean remove(Ipv4Prefix prefix) {
        int network = prefix.network();
        int length = prefix.length();
        reclaim();
        int number = index.get(network, length);
        if (number < 0) {
            return false;
        }
        index.remove(network, length);
        if (length == 0) {
            show(NO_ROUTE, null);
        } else {
            erase(network, length, index.coveringLeaf(network, length));
        }
        release(number);
        publish();
        return true;
    }

    private void erase(int network, int length, int covering) {
        int root = network >>> 16;
        if (length <= ROOT_LENGTH) {
            paint(root, 1 << (ROOT_LENGTH - length), length, covering);
            return;
        }
        int second = entries.blockAt(root);
        int at = second * RouteEntries.BLOCK + (network >>> 8 & 0xff);
        if (length <= 24) {
            paint(at, 1 << (24 - length), length, covering);
        } else {
            int third = entries.blockAt(at);
            paint(third * RouteEntries.BLOCK + (network & 0xff), 1 << (32 - length), length, covering);
            collapse(third, at);
        }
        collapse(second, root);
    }

    /** A block without a route of its own says in 256 entries what one can say. */
    private void collapse(int block, int parent) {
        if (entries.removeRoute(block)) {
            entries.put(parent, entries.get(block * RouteEntries.BLOCK));
            grace.retire(block);
        }
    }

    /** An empty table of the same bounds, to be filled aside and then {@link #adopt adopted}. */
    RouteTable draft() {
        return new RouteTable(List.of(), seed, blocks);
    }

    /** Places where a prefix may be: {@link #prefixAt} reads one. */
    int places() {
        return index.slots();
    }

    /** The prefix at a place, null where there is none; on the writer's thread, between two updates. */
    Ipv4Prefix prefixAt(int place) {
        return index.prefixAt(place);
    }

    /**
     * Takes over everything a draft says, at once, and closes the draft. On the writer's thread, while no reader is
     * between {@link RouteReader#quiesce()} and {@link RouteReader#away()}.
     */
    void adopt(RouteTable draft) {
        // nobody reads the draft: whatever waited there is free at once
        draft.reclaim();
        entries.close();
        index.close();
        grace.clear();
        entries = draft.entries;
        index = draft.index;
        numbers = draft.numbers;
        freeNumbers = draft.freeNumbers;
        paths = draft.paths;
        uses = draft.uses;
        fresh = draft.fresh;
        Pages.unmap(draft.cells, Grace.BYTES);
        publish();
    }

    /** The route to exactly that prefix, null where there is none; on the writer's thread. */
    Route routeTo(Ipv4Prefix prefix) {
        int number = index.get(prefix.network(), prefix.length());
        return number < 0 ? null : new Route(prefix, hopsOf(paths[number]));
    }

    /** Takes back what no reader can look at any more; for the writer's duty cycle. */
    public int reclaim() {
        if (grace.size() == 0) {
            return 0;
        }
        int done = 0;
        long seen = grace.advance();
        for (long thing = grace.poll(seen); thing != 0; thing = grace.poll(seen)) {
            if ((thing & IS_PATHS) == 0) {
                entries.release((int) thing);
            } else {
                show((int) thing, null);
                freeNumbers.add((int) thing);
            }
            done++;
        }
        if (done > 0) {
            publish();
        }
        return done;
    }

    /** The ways to a destination, null where there is none; on the writer's thread. */
    public Paths find(int destination) {
        int entry = entries.get(destination >>> 16);
        if (RouteEntries.isBlock(entry)) {
            entry = entries.get((entry & RouteEntries.BLOCK_MASK) * RouteEntries.BLOCK + (destination >>> 8 & 0xff));
        }
        if (RouteEntries.isBlock(entry)) {
            entry = entries.get((entry & RouteEntries.BLOCK_MASK) * RouteEntries.BLOCK + (destination & 0xff));
        }
        return paths[entry & RouteEntries.NUMBER_MASK];
    }

    private void publish() {
        size = index.size();
        bytes = entries.bytes() + index.bytes();
        refused = refusals;
    }

    /** How many routes there are; from any thread, also after the table is closed. */
    public long size() {
        return size;
    }

    /** Off-heap bytes in use, what waits for readers to move on included; from any thread. */
    public long bytes() {
        return bytes;
    }

    /** Routes that found the table full; from any thread. */
    public long refused() {
        return refused;
    }

    /** Unmaps everything. Call it only after all readers have stopped; no method may be called afterwards. */
    @Override
    public void close() {
        entries.close();
        index.close();
        Pages.unmap(cells, Grace.BYTES);
    }
}
