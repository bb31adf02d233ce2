package org.hopwire.membership;

import org.hopwire.counter.CounterSet;
import org.hopwire.memory.Grace;
import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;

/**
 * Groups and sources to outgoing ports, per context. All methods but {@link #reader} belong to one thread, the
 * writer's; readers look things up through a {@link MembershipReader} of their own and are never held up.
 *
 * <p>A port's state in a group is a mode and a list of sources, RFC 9776 section 4.2. Whatever an update changes in a
 * group becomes visible at once: a reader sees the group before it or after it. An update costs time in proportion to
 * the group's and the update's sources, and at most sixteen slots of a table that is being replaced.
 *
 * <p>An update that would exceed a limit is refused and counted, and changes nothing.
 */
public final class MembershipTable implements AutoCloseable {
    /** Contexts: VLAN identifiers, or 0 where there are none. */
    public static final int CONTEXTS = 4096;

    /** Mark of a value that is a block's number. */
    static final int BLOCK = 1 << 31;
    private static final int MOVES_PER_UPDATE = 16;
    private static final int WORK_SLOTS = 1024;
    private static final int CLEARED_PER_WORK = 64;
    private static final int CLEARED_PER_UPDATE = 2;
    private static final int EMPTY_TABLE_BYTES = 8 << Slots.LEAST_LOG2;
    private static final int ROOT_BYTES = 8 * CONTEXTS;
    private static final long GROUPS_AT = ROOT_BYTES + EMPTY_TABLE_BYTES;
    private static final long SOURCES_AT = GROUPS_AT + 8;
    private static final long BYTES_AT = GROUPS_AT + 16;
    private static final long GRACE_AT = GROUPS_AT + Grace.CELL;
    private static final long SHARED_BYTES = GRACE_AT + (long) Grace.CELL * (Grace.MOST_READERS + 1);
    private static final int[] NO_SOURCES = {};

    private final MembershipLimits limits;
    private final CounterSet<MembershipCounter> counters;
    private final KeyedHash hash;
    private final Grace grace;
    private final Storage storage;
    private final GroupEditor editor;
    private final BlockDrain drain;
    private final PortClearing clearing = new PortClearing();
    private final ContextTable[] contexts = new ContextTable[CONTEXTS];
    private final ContextTable[] used = new ContextTable[CONTEXTS];
    private final long shared;
    private final long emptyRoot;
    private long groups;
    private long sources;
    private int usedCount;

    /**
     * Makes an empty table.
     *
     * @param limits how much it may hold
     * @param seed secret of the hash: unpredictable in production, fixed for a repeatable run
     * @param counters what its writer counts
     */
    public MembershipTable(MembershipLimits limits, long seed, CounterSet<MembershipCounter> counters) {
        this.limits = limits;
        this.counters = counters;
        hash = new KeyedHash(seed);
        shared = Pages.map(SHARED_BYTES);
        if (shared == 0) {
            throw new IllegalStateException("membership table: no memory");
        }
        emptyRoot = Slots.table(shared + ROOT_BYTES, Slots.LEAST_LOG2);
        for (int i = 0; i < CONTEXTS; i++) {
            OffHeap.putLongRelease(rootCell(i), emptyRoot);
        }
        grace = new Grace(shared + GRACE_AT);
        storage = new Storage(limits.blockBytes(), grace);
        drain = new BlockDrain(storage);
        editor = new GroupEditor(hash);
    }

    private long rootCell(int context) {
        return shared + 8L * context;
    }

    /**
     * A reader for one thread. Call it from the writer's thread, or before the writer starts.
     *
     * @throws IllegalStateException if there are 256 already
     */
    public MembershipReader reader() {
        return new MembershipReader(shared, storage.heap().base(), hash, grace);
    }

    /**
     * Gives a port its state in a group in place of what it had; INCLUDE without sources is no membership at all.
     *
     * @param context VLAN, or 0
     * @param group any address but 255.255.255.255
     * @param port 0 to 4,095
     * @param exclude the mode: EXCLUDE if true, INCLUDE if false
     * @param list sources in any order; a repeated one counts once
     * @param count how many of {@code list} count
     * @return whether the table now says so; false if it was refused
     * @throws IllegalArgumentException if an argument is out of range
     */
    public boolean update(int context, int group, int port, boolean exclude, int[] list, int count) {
        requireRange("context", context, CONTEXTS);
        requireRange("port", port, PortSet.PORTS);
        requireRange("count", count, list.length + 1);
        if (group == Slots.NO_KEY) {
            throw new IllegalArgumentException("membership group: 255.255.255.255 is none");
        }
        if (!clearing.isIdle()) {
            clearing.give(context, port, group);
            clearSlice(MOVES_PER_UPDATE, CLEARED_PER_UPDATE);
        }
        ContextTable table = contexts[context];
        if (table != null && table.get(group) != 0) {
            return change(table, group, port, exclude, list, count);
        }
        return (!exclude && count == 0) ? unchanged() : join(context, group, port, exclude, list, count);
    }

    private static void requireRange(String field, int value, int end) {
        if (value < 0 || value >= end) {
            throw new IllegalArgumentException("membership " + field + ": " + value + " is not 0 to " + (end - 1));
        }
    }

    /** A port's first state in a group that had no member. */
    private boolean join(int context, int group, int port, boolean exclude, int[] list, int count) {
        if (groups >= limits.groups()) {
            return refuse(MembershipCounter.REFUSED_GROUPS);
        }
        ContextTable table = contextTable(context);
        if (!table.hasRoom()) {
            return refuse(MembershipCounter.REFUSED_MEMORY);
        }
        if (count == 0) {
            return store(table, group, 0, PortSet.small(port >>> 6, 1L << port));
        }
        if (count > limits.sourcesPerGroup()) {
            return refuse(MembershipCounter.REFUSED_SOURCES);
        }
        editor.loadSmall(0, port);
        editor.apply(port, exclude, list, count);
        return finish(table, group, 0, false);
    }

    private ContextTable contextTable(int context) {
        ContextTable table = contexts[context];
        if (table == null) {
            table = new ContextTable(storage, hash, rootCell(context), emptyRoot);
            contexts[context] = table;
            used[usedCount++] = table;
        }
        return table;
    }

    private boolean change(ContextTable table, int group, int port, boolean exclude, int[] list, int count) {
        int old = table.get(group);
        if (old > 0 && count == 0 && PortSet.smallWord(old) == port >>> 6) {
            int value = toggled(old, port, exclude);
            if (value != 0 || !exclude) {
                return value == old ? unchanged() : store(table, group, old, value);
            }
        }
        if (count > limits.sourcesPerGroup()) {
            return refuse(MembershipCounter.REFUSED_SOURCES);
        }
        load(old, port);
        editor.apply(port, exclude, list, count);
        if (!editor.changed()) {
            return unchanged();
        }
        boolean leaving = !exclude && count == 0;
        return finish(table, group, old, leaving) || (leaving && clearInPlace(old, port));
    }

    /** A group without sources after one of its word's ports came or went; 0 if it is empty or needs a block. */
    private static int toggled(int old, int port, boolean exclude) {
        long bits = PortSet.smallBits(old);
        long bit = 1L << port;
        return PortSet.small(PortSet.smallWord(old), exclude ? bits | bit : bits & ~bit);
    }

    private void load(int value, int port) {
        if (value < 0) {
            editor.loadBlock(blockAddress(value), port);
        } else {
            editor.loadSmall(value, port);
        }
    }

    private long blockAddress(int value) {
        return storage.heap().address(value & ~BLOCK);
    }

    /** Puts what the editor holds in place of a group's old value. */
    private boolean finish(ContextTable table, int group, int old, boolean leaving) {
        int added = editor.sources() - sourcesOf(old);
        if (added > 0 && (editor.sources() > limits.sourcesPerGroup() || sources + added > limits.sources())) {
            return refuse(MembershipCounter.REFUSED_SOURCES);
        }
        int value = editor.isEmpty() ? 0 : editor.small();
        if (value == 0 && !editor.isEmpty()) {
            long bytes = editor.blockBytes();
            int block = storage.newBlock(bytes, bytes > bytesOf(old));
            if (block < 0) {
                return !leaving && refuse(MembershipCounter.REFUSED_MEMORY);
            }
            editor.write(storage.heap().address(block));
            value = BLOCK | block;
        }
        addSources(table, editor.sources());
        return store(table, group, old, value);
    }

    private void addSources(ContextTable table, int count) {
        sources += count;
        table.addSources(count);
    }

    private int sourcesOf(int value) {
        return value < 0 ? GroupBlock.sources(OffHeap.getLong(blockAddress(value))) : 0;
    }

    private long bytesOf(int value) {
        return value < 0 ? GroupBlock.bytes(OffHeap.getLong(blockAddress(value))) : 0;
    }

    /**
     * What is left where no memory is: a port that wants nothing any more is taken out of the block readers look at,
     * word by word. Each lookup reads one word of it, and a port that goes has no order to keep.
     */
    private boolean clearInPlace(int value, int port) {
        GroupBlock.clear(blockAddress(value), port);
        counters.increment(MembershipCounter.CHANGED);
        return true;
    }

    private boolean store(ContextTable table, int group, int old, int value) {
        put(table, group, old, value);
        table.work(MOVES_PER_UPDATE);
        publish();
        return true;
    }

    private void put(ContextTable table, int group, int old, int value) {
        table.put(group, value);
        addSources(table, -sourcesOf(old));
        groups += (value == 0 ? 0 : 1) - (old == 0 ? 0 : 1);
        if (old < 0) {
            storage.retireBlock(old & ~BLOCK);
        }
        counters.increment(MembershipCounter.CHANGED);
    }

    private void publish() {
        OffHeap.putLongRelease(shared + GROUPS_AT, groups);
        OffHeap.putLongRelease(shared + SOURCES_AT, sources);
        OffHeap.putLongRelease(shared + BYTES_AT, storage.bytes());
    }

    private boolean unchanged() {
        counters.increment(MembershipCounter.UNCHANGED);
        return true;
    }

    private boolean refuse(MembershipCounter reason) {
        counters.increment(reason);
        return false;
    }

    /**
     * Takes a port out of every group of a context, as when its link goes down: by and by, a slice with every update
     * and with each {@link #work}. Until a group's turn has come it is as it was; whatever the port is given from now
     * on stands.
     */
    public void clearPort(int context, int port) {
        requireRange("context", context, CONTEXTS);
        requireRange("port", port, PortSet.PORTS);
        if (contexts[context] != null) {
            clearing.begin(context, port);
        }
    }

    /** Whether a port is still being taken out of groups. */
    public boolean isClearing() {
        return !clearing.isIdle();
    }

    /** Looks at so many slots at most, takes the port out of fewer; how many it looked at. */
    private int clearSlice(int mostSlots, int mostGroups) {
        PortClearing.Sweep sweep = clearing.current();
        if (sweep == null) {
            return 0;
        }
        ContextTable table = contexts[sweep.context];
        int slots = 0;
        for (int left = 0; slots < mostSlots && left < mostGroups; slots++) {
            int at = sweep.next(table);
            if (at < 0) {
                clearing.end(sweep);
                break;
            }
            long slot = table.slotAt(at);
            int value = Slots.value(slot);
            left += value != 0 && !sweep.isPassedOver(Slots.key(slot))
                    && leave(table, Slots.key(slot), value, sweep.port) ? 1 : 0;
        }
        table.work(MOVES_PER_UPDATE);
        publish();
        return slots + 1;
    }

    private boolean leave(ContextTable table, int group, int old, int port) {
        load(old, port);
        editor.apply(port, false, NO_SOURCES, 0);
        if (!editor.changed()) {
            return false;
        }
        int value = editor.isEmpty() ? 0 : editor.small();
        if (value == 0 && !editor.isEmpty()) {
            int block = storage.newBlock(editor.blockBytes(), false);
            if (block < 0) {
                return clearInPlace(old, port);
            }
            editor.write(storage.heap().address(block));
            value = BLOCK | block;
        }
        addSources(table, editor.sources());
        put(table, group, old, value);
        return true;
    }

    /** Forgets every group of a context, at once; their memory goes back in slices with each {@link #work}. */
    public void clear(int context) {
        requireRange("context", context, CONTEXTS);
        ContextTable table = contexts[context];
        if (table == null) {
            return;
        }
        clearing.endAll(context);
        int had = table.used();
        groups -= had;
        sources -= table.sources();
        table.clear(drain);
        counters.add(MembershipCounter.CHANGED, had);
        publish();
    }

    /**
     * Does a slice of what no update waits for: moves tables to their new size, gives memory back. For the writer's
     * duty cycle; takes some ten microseconds at most.
     *
     * @return how much was done; 0 if there is nothing to do, or if readers have to move on first
     */
    public int work() {
        int done = 0;
        for (int i = 0; i < usedCount && done < WORK_SLOTS; i++) {
            done += used[i].work(WORK_SLOTS);
        }
        done += drain.work(WORK_SLOTS - Math.min(done, WORK_SLOTS - 1));
        done += clearSlice(WORK_SLOTS, CLEARED_PER_WORK);
        done += storage.settle();
        if (done > 0) {
            publish();
        }
        return done;
    }

    /** Shows every group to a visitor, which must not change the table. */
    public void forEach(MembershipVisitor visitor) {
        for (int context = 0; context < CONTEXTS; context++) {
            ContextTable table = contexts[context];
            for (int i = table == null ? 0 : table.capacity(); i > 0; i--) {
                long slot = table.slotAt(i - 1);
                int value = Slots.value(slot);
                if (value != 0) {
                    visitor.group(context, Slots.key(slot), othersOf(value), sourcesOf(value));
                }
            }
        }
    }

    private long othersOf(int value) {
        return value > 0 ? value : GroupBlock.set(blockAddress(value), OffHeap.getLong(blockAddress(value)), -1);
    }

    /** Groups with at least one member, over all contexts; from any thread. */
    public long groups() {
        return OffHeap.getLongAcquire(shared + GROUPS_AT);
    }

    /** Sources that some port of their group treats differently from the rest, over all groups; from any thread. */
    public long sources() {
        return OffHeap.getLongAcquire(shared + SOURCES_AT);
    }

    /** Off-heap bytes in use: slot arrays, blocks, and what waits for readers to move on; from any thread. */
    public long bytes() {
        return OffHeap.getLongAcquire(shared + BYTES_AT);
    }

    /** Times a context's slots were moved to another array; on the writer's thread. */
    public long rebuilds() {
        long rebuilds = 0;
        for (int i = 0; i < usedCount; i++) {
            rebuilds += used[i].rebuilt();
        }
        return rebuilds;
    }

    /** Unmaps everything. Call it only after all readers have stopped; no method may be called afterwards. */
    @Override
    public void close() {
        for (int i = 0; i < usedCount; i++) {
            used[i].clear(drain);
        }
        drain.finish();
        storage.close();
        Pages.unmap(shared, SHARED_BYTES);
    }
}
