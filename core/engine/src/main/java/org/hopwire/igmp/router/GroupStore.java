package org.hopwire.igmp.router;

import java.util.random.RandomGenerator;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.router.store.RecordIndex;
import org.hopwire.igmp.router.store.Records;

/** The groups of an attachment and their sources, as records; knows where what lies and no rule of the protocol. */
final class GroupStore {
    // flags of a group
    static final int EXCLUDE = 1;
    static final int STATIC = 1 << 1;
    static final int V1_HOST = 1 << 2;
    static final int V2_HOST = 1 << 3;
    /** Last-member queries are due at {@link #sendNs}. */
    static final int TRAIN = 1 << 4;
    /** The train waits for its turn: nothing sent, no timer lowered yet. */
    static final int PACED = 1 << 5;
    /** The group has been told to the world. */
    static final int LISTED = 1 << 6;
    static final int SOURCES_TOLD = 1 << 7;
    /** A host that is not tracked may listen until {@link #untrackedUntilNs}. */
    static final int UNTRACKED = 1 << 8;
    static final int LIVE = 1 << 9;
    /** The group's members were asked and have not answered yet. */
    static final int LAST_CHANCE = 1 << 10;
    private static final int LEFT_SHIFT = 16;
    private static final int FLAGS_MASK = 0xFFFF;

    // flags of a source
    /** Forwarded until its timer runs out: A, or X in EXCLUDE mode. */
    static final int RUNNING = 1;
    /** In the exclude list: Y. */
    static final int EXCLUDED = 1 << 1;
    /** Configured. */
    static final int FIXED = 1 << 2;
    /** Its members are to be asked. */
    static final int ASKED = 1 << 3;
    /** What makes a source part of the protocol's state. */
    static final int LEARNED = RUNNING | EXCLUDED;

    // longs of a group; two names mean two halves. All that an unchanged report reads and writes is in these 64 octets
    private static final int GROUP_FLAGS = 0;
    private static final int GROUP_TIMER = 1;
    private static final int ARMED = 2;
    private static final int HANDLE = 3;
    private static final int FIRST_LEARNED = 4;
    private static final int HEAD_TAIL = 5;
    private static final int MEMBERS_GENERATION = 6;
    private static final int MORE_FIXED = 7;
    private static final int GROUP_STRIDE = 8;

    // longs of what only some groups have, made when it is first set
    private static final int V1_UNTIL = 0;
    private static final int V2_UNTIL = 1;
    private static final int SEND = 2;
    private static final int UNTRACKED_UNTIL = 3;
    private static final int MORE_STRIDE = 4;

    // longs of a source
    private static final int ADDRESS_NEXT = 0;
    private static final int SOURCE_TIMER = 1;
    private static final int SOURCE_FLAGS = 2;
    private static final int SOURCE_STRIDE = 3;

    private final Records groups = new Records(GROUP_STRIDE, Integer.MAX_VALUE);
    private final Records sources = new Records(SOURCE_STRIDE, Integer.MAX_VALUE);
    private final Records more = new Records(MORE_STRIDE, Integer.MAX_VALUE);
    private final RecordIndex index;

    GroupStore(RandomGenerator random) {
        this.index = new RecordIndex(random);
    }

    private int hash(int group) {
        return index.hash(0, group);
    }

    int find(int group) {
        int hash = hash(group);
        int slot = index.first(hash);
        while (slot != Records.NONE && group(slot) != group) {
            slot = index.next(hash, slot);
        }
        return slot;
    }

    int add(int group, int generation) {
        int slot = groups.take();
        groups.high(slot, GROUP_FLAGS, group);
        groups.low(slot, GROUP_FLAGS, LIVE);
        groups.high(slot, FIRST_LEARNED, Records.NONE);
        groups.set(slot, HEAD_TAIL, -1L);
        groups.high(slot, MORE_FIXED, Records.NONE);
        groups.low(slot, MEMBERS_GENERATION, generation);
        index.add(hash(group), slot);
        return slot;
    }

    /** Forgets a group, which has no sources any more. */
    void remove(int slot) {
        index.remove(hash(group(slot)), slot);
        int rest = groups.high(slot, MORE_FIXED);
        if (rest != Records.NONE) {
            more.release(rest);
        }
        groups.release(slot);
    }

    /** A long that only some groups have; 0 where the group has none of them. */
    private long rare(int slot, int field) {
        int rest = groups.high(slot, MORE_FIXED);
        return rest == Records.NONE ? 0 : more.get(rest, field);
    }

    private void rare(int slot, int field, long value) {
        int rest = groups.high(slot, MORE_FIXED);
        if (rest == Records.NONE) {
            rest = more.take();
            groups.high(slot, MORE_FIXED, rest);
        }
        more.set(rest, field, value);
    }

    /**
     * Whether the group is in EXCLUDE mode without any source, and nothing else is going on: no older host, no query
     * train, nothing configured, no host that is not tracked.
     */
    boolean isPlain(int slot, int currentGeneration) {
        return groups.low(slot, GROUP_FLAGS) == (LIVE | LISTED | EXCLUDE) && firstSource(slot) == Records.NONE
                && generation(slot) == currentGeneration;
    }

    int groupCount() {
        return groups.used();
    }

    int sourceCount() {
        return sources.used();
    }

    /** Bound on the numbers of groups. */
    int slots() {
        return groups.made();
    }

    boolean isLive(int slot) {
        return slot < groups.made() && is(slot, LIVE);
    }

    int group(int slot) {
        return groups.high(slot, GROUP_FLAGS);
    }

    boolean is(int slot, int flag) {
        return (groups.low(slot, GROUP_FLAGS) & flag) != 0;
    }

    void set(int slot, int flags) {
        groups.low(slot, GROUP_FLAGS, groups.low(slot, GROUP_FLAGS) | flags);
    }

    void clear(int slot, int flags) {
        groups.low(slot, GROUP_FLAGS, groups.low(slot, GROUP_FLAGS) & ~flags);
    }

    /** Group-specific queries still to be sent. */
    int queriesLeft(int slot) {
        return groups.low(slot, GROUP_FLAGS) >>> LEFT_SHIFT;
    }

    void queriesLeft(int slot, int count) {
        groups.low(slot, GROUP_FLAGS, (groups.low(slot, GROUP_FLAGS) & FLAGS_MASK) | (count << LEFT_SHIFT));
    }

    /** Group timer; means something in EXCLUDE mode. */
    long timerNs(int slot) {
        return groups.get(slot, GROUP_TIMER);
    }

    void timerNs(int slot, long deadlineNs) {
        groups.set(slot, GROUP_TIMER, deadlineNs);
    }

    /** IGMPv1 or IGMPv2 Host Present timer (RFC 9776 section 7.3.2). */
    void olderHost(int slot, int version, long untilNs) {
        set(slot, version == 1 ? V1_HOST : V2_HOST);
        rare(slot, version == 1 ? V1_UNTIL : V2_UNTIL, untilNs);
    }

    /** Group compatibility mode: the version of the oldest host present, 1 to 3. */
    int compatibility(int slot, long nowNs) {
        if (is(slot, V1_HOST) && rare(slot, V1_UNTIL) - nowNs > 0) {
            return 1;
        }
        return is(slot, V2_HOST) && rare(slot, V2_UNTIL) - nowNs > 0 ? 2 : 3;
    }

    /** Handle of the group's timer in the wheel. */
    long handle(int slot) {
        return groups.get(slot, HANDLE);
    }

    /** When that timer is due: at or before everything that happens to the group by itself. */
    long armedNs(int slot) {
        return groups.get(slot, ARMED);
    }

    /** Whether that timer is set and due after now, but not after another time. */
    boolean isArmed(int slot, long nowNs, long latestNs) {
        return handle(slot) != MachineTimers.NONE && armedNs(slot) - nowNs > 0 && armedNs(slot) - latestNs <= 0;
    }

    void armed(int slot, long handle, long deadlineNs) {
        groups.set(slot, HANDLE, handle);
        groups.set(slot, ARMED, deadlineNs);
    }

    long sendNs(int slot) {
        return rare(slot, SEND);
    }

    void sendNs(int slot, long dueNs) {
        rare(slot, SEND, dueNs);
    }

    boolean isUntracked(int slot, long nowNs) {
        return is(slot, UNTRACKED) && rare(slot, UNTRACKED_UNTIL) - nowNs > 0;
    }

    void untrackedUntilNs(int slot, long untilNs) {
        set(slot, UNTRACKED);
        rare(slot, UNTRACKED_UNTIL, untilNs);
    }

    int generation(int slot) {
        return groups.low(slot, MEMBERS_GENERATION);
    }

    void generation(int slot, int generation) {
        groups.low(slot, MEMBERS_GENERATION, generation);
    }

    int memberCount(int slot) {
        return groups.high(slot, MEMBERS_GENERATION);
    }

    void memberCount(int slot, int count) {
        groups.high(slot, MEMBERS_GENERATION, count);
    }

    /** The member that reported longest ago. */
    int oldestMember(int slot) {
        return groups.high(slot, HEAD_TAIL);
    }

    void oldestMember(int slot, int member) {
        groups.high(slot, HEAD_TAIL, member);
    }

    int newestMember(int slot) {
        return groups.low(slot, HEAD_TAIL);
    }

    void newestMember(int slot, int member) {
        groups.low(slot, HEAD_TAIL, member);
    }

    /** Sources of the protocol's state, configured ones not counted. */
    int learnedCount(int slot) {
        return groups.low(slot, FIRST_LEARNED);
    }

    void learnedCount(int slot, int count) {
        groups.low(slot, FIRST_LEARNED, count);
    }

    int fixedCount(int slot) {
        return groups.low(slot, MORE_FIXED);
    }

    void fixedCount(int slot, int count) {
        groups.low(slot, MORE_FIXED, count);
    }

    /** First source in the order of {@link Integer#compare}, or {@link Records#NONE}. */
    int firstSource(int slot) {
        return groups.high(slot, FIRST_LEARNED);
    }

    int nextSource(int source) {
        return sources.low(source, ADDRESS_NEXT);
    }

    int address(int source) {
        return sources.high(source, ADDRESS_NEXT);
    }

    /** Adds a source behind another, or first. */
    int insertSource(int slot, int previous, int address) {
        int source = sources.take();
        sources.high(source, ADDRESS_NEXT, address);
        sources.low(source, ADDRESS_NEXT, previous == Records.NONE ? firstSource(slot) : nextSource(previous));
        link(slot, previous, source);
        return source;
    }

    /** Removes the source behind another, or the first; the one that follows. */
    int removeSource(int slot, int previous, int source) {
        int next = nextSource(source);
        link(slot, previous, next);
        sources.release(source);
        return next;
    }

    private void link(int slot, int previous, int source) {
        if (previous == Records.NONE) {
            groups.high(slot, FIRST_LEARNED, source);
        } else {
            sources.low(previous, ADDRESS_NEXT, source);
        }
    }

    long sourceTimerNs(int source) {
        return sources.get(source, SOURCE_TIMER);
    }

    void sourceTimerNs(int source, long deadlineNs) {
        sources.set(source, SOURCE_TIMER, deadlineNs);
    }

    boolean sourceIs(int source, int flags) {
        return (sources.low(source, SOURCE_FLAGS) & flags) != 0;
    }

    void setSource(int source, int flags) {
        sources.low(source, SOURCE_FLAGS, sources.low(source, SOURCE_FLAGS) | flags);
    }

    void clearSource(int source, int flags) {
        sources.low(source, SOURCE_FLAGS, sources.low(source, SOURCE_FLAGS) & ~flags);
    }

    /** Queries about the source still to be sent. */
    int sourceQueriesLeft(int source) {
        return sources.high(source, SOURCE_FLAGS);
    }

    void sourceQueriesLeft(int source, int count) {
        sources.high(source, SOURCE_FLAGS, count);
    }

    /** Marks a source as configured, adding it where it is missing; whether it was not yet. */
    boolean fix(int slot, int address) {
        int previous = before(slot, address);
        int source = after(slot, previous);
        if (source == Records.NONE || address(source) != address) {
            source = insertSource(slot, previous, address);
        }
        boolean isNew = !sourceIs(source, FIXED);
        setSource(source, FIXED);
        fixedCount(slot, fixedCount(slot) + (isNew ? 1 : 0));
        return isNew;
    }

    boolean isFixed(int slot, int address) {
        int source = after(slot, before(slot, address));
        return source != Records.NONE && address(source) == address && sourceIs(source, FIXED);
    }

    /** Takes {@link #fix} back. */
    void unfix(int slot, int address) {
        int previous = before(slot, address);
        int source = after(slot, previous);
        clearSource(source, FIXED);
        fixedCount(slot, fixedCount(slot) - 1);
        if (!sourceIs(source, LEARNED)) {
            removeSource(slot, previous, source);
        }
    }

    private int before(int slot, int address) {
        int previous = Records.NONE;
        for (int each = firstSource(slot); each != Records.NONE && address(each) < address; each = nextSource(each)) {
            previous = each;
        }
        return previous;
    }

    private int after(int slot, int previous) {
        return previous == Records.NONE ? firstSource(slot) : nextSource(previous);
    }

    /** Shows a group and its sources. */
    void show(int slot, GroupVisitor visitor, long nowNs) {
        boolean allBut = is(slot, STATIC | EXCLUDE);
        visitor.group(group(slot), allBut ? FilterMode.EXCLUDE : FilterMode.INCLUDE,
                compatibility(slot, nowNs), remainingNs(slot, nowNs),
                is(slot, STATIC) || fixedCount(slot) > 0);
        for (int source = firstSource(slot); source != Records.NONE; source = nextSource(source)) {
            boolean fixed = sourceIs(source, FIXED);
            boolean runs = sourceIs(source, RUNNING);
            visitor.source(address(source), fixed || runs, fixed
                    ? GroupVisitor.FOREVER
                    : runs ? sourceTimerNs(source) - nowNs : 0, fixed);
        }
    }

    private long remainingNs(int slot, long nowNs) {
        if (is(slot, STATIC) || fixedCount(slot) > 0) {
            return GroupVisitor.FOREVER;
        }
        if (is(slot, EXCLUDE)) {
            return timerNs(slot) - nowNs;
        }
        long longestNs = 0;
        for (int source = firstSource(slot); source != Records.NONE; source = nextSource(source)) {
            longestNs = Math.max(longestNs, sourceTimerNs(source) - nowNs);
        }
        return longestNs;
    }
}
