package org.hopwire.igmp.router;

import java.util.Arrays;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.router.RouterConfig.Limits;
import org.hopwire.igmp.router.RouterConfig.SourceOverflow;
import org.hopwire.wire.igmp.RecordType;

import static org.hopwire.igmp.router.store.Records.NONE;

/**
 * What records and the passing of time do to a group: RFC 9776 sections 6.2 and 6.4. Source lists, the group's and the
 * record's, are in the order of {@link Integer#compare}, so one walk over both does the work of the RFC's set
 * operations. Sources whose members must be asked are left marked {@link GroupStore#ASKED}.
 */
final class GroupMachine {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final GroupStore store;
    private final LimitWatch watch;
    private final EntryBudget budget;
    private final CounterSet<RouterCounter> counters;

    // the record under way
    private Limits limits;
    private boolean degradable;
    private StateRow row;
    private long nowNs;
    private long membershipUntilNs;
    private long groupTimerNs;
    private int room;

    private int[] before = new int[64];
    private int[] after = new int[64];
    private int beforeCount;
    private int afterCount;
    private boolean beforeAllBut;

    GroupMachine(GroupStore store, LimitWatch watch, EntryBudget budget, CounterSet<RouterCounter> counters) {
        this.store = store;
        this.watch = watch;
        this.budget = budget;
        this.counters = counters;
    }

    /**
     * What the records from here on are applied with.
     *
     * @param mayDegrade whether EXCLUDE {} may stand in for too many sources
     */
    void with(Limits bounds, boolean mayDegrade, long membershipIntervalNs, long now) {
        limits = bounds;
        degradable = mayDegrade && bounds.sourceOverflow() == SourceOverflow.DEGRADE;
        membershipUntilNs = now + membershipIntervalNs;
        nowNs = now;
    }

    /**
     * Applies a record.
     *
     * @param sources the first {@code count}, sorted, each once
     */
    void apply(int slot, StateRow toApply, int[] sources, int count) {
        row = toApply;
        groupTimerNs = store.timerNs(slot);
        int known = countKnown(slot, sources, count);
        int added = row.recordOnly == StateRow.RecordOnly.IGNORE ? 0 : count - known;
        room = limits.sourcesPerGroup()
                - (row.groupOnly == StateRow.GroupOnly.DELETE ? known : store.learnedCount(slot));
        int listed = count;
        if (degradable && added > room) {
            counters.increment(RouterCounter.SOURCE_DEGRADED);
            tellSourceLimit(slot);
            row = store.is(slot, GroupStore.EXCLUDE) ? StateRow.EXCLUDE_IS_EX : StateRow.INCLUDE_IS_EX;
            listed = 0;
        }
        merge(slot, sources, listed);
        if (row.group == StateRow.Group.EXCLUDE) {
            store.set(slot, GroupStore.EXCLUDE);
            store.clear(slot, GroupStore.LAST_CHANCE);
            store.timerNs(slot, membershipUntilNs);
        }
    }

    private int countKnown(int slot, int[] sources, int count) {
        int known = 0;
        int source = store.firstSource(slot);
        for (int i = 0; source != NONE && i < count;) {
            int order = Integer.compare(store.address(source), sources[i]);
            known += order == 0 && store.sourceIs(source, GroupStore.LEARNED) ? 1 : 0;
            source = order <= 0 ? store.nextSource(source) : source;
            i += order >= 0 ? 1 : 0;
        }
        return known;
    }

    private void merge(int slot, int[] sources, int count) {
        int previous = NONE;
        int source = store.firstSource(slot);
        int i = 0;
        while (source != NONE || i < count) {
            int order = source == NONE ? 1 : i == count ? -1 : Integer.compare(store.address(source), sources[i]);
            i += order >= 0 ? 1 : 0;
            if (order > 0) {
                previous = add(slot, previous, sources[i - 1]);
            } else if (order == 0 ? inBoth(slot, source) : inGroupOnly(slot, source)) {
                previous = source;
                source = store.nextSource(source);
            } else {
                source = store.removeSource(slot, previous, source);
            }
        }
    }

    /** The last source so far. */
    private int add(int slot, int previous, int address) {
        if (row.recordOnly == StateRow.RecordOnly.IGNORE || !hasRoom(slot)) {
            return previous;
        }
        int source = store.insertSource(slot, previous, address);
        learn(slot, source);
        return source;
    }

    private boolean hasRoom(int slot) {
        if (room <= 0) {
            counters.increment(RouterCounter.SOURCE_LIMIT);
            tellSourceLimit(slot);
            return false;
        }
        if (!budget.hasRoom()) {
            watch.totalRefused(store.group(slot), nowNs);
            return false;
        }
        room--;
        return true;
    }

    private void tellSourceLimit(int slot) {
        if (watch.sourceRefused(store.is(slot, GroupStore.SOURCES_TOLD), store.group(slot), nowNs)) {
            store.set(slot, GroupStore.SOURCES_TOLD);
        }
    }

    private void learn(int slot, int source) {
        budget.take();
        store.learnedCount(slot, store.learnedCount(slot) + 1);
        switch (row.recordOnly) {
            case ADD_TO_EXCLUDED -> store.setSource(source, GroupStore.EXCLUDED);
            case ADD_WITH_GROUP_TIMER -> {
                run(source, groupTimerNs);
                store.setSource(source, GroupStore.ASKED);
            }
            default -> run(source, membershipUntilNs);
        }
    }

    private void run(int source, long untilNs) {
        store.clearSource(source, GroupStore.EXCLUDED);
        store.setSource(source, GroupStore.RUNNING);
        store.sourceTimerNs(source, untilNs);
    }

    // a configured source the protocol knows nothing of yet counts as not in the group
    private boolean inBoth(int slot, int source) {
        if (!store.sourceIs(source, GroupStore.LEARNED)) {
            if (row.recordOnly != StateRow.RecordOnly.IGNORE && hasRoom(slot)) {
                learn(slot, source);
            }
        } else if (row.both == StateRow.Both.REFRESH) {
            run(source, membershipUntilNs);
        } else if (row.both == StateRow.Both.ASK) {
            ask(source);
        }
        return true;
    }

    private boolean inGroupOnly(int slot, int source) {
        if (!store.sourceIs(source, GroupStore.LEARNED) || row.groupOnly == StateRow.GroupOnly.KEEP) {
            return true;
        }
        if (row.groupOnly == StateRow.GroupOnly.ASK) {
            ask(source);
            return true;
        }
        return forget(slot, source);
    }

    private void ask(int source) {
        if (store.sourceIs(source, GroupStore.RUNNING)) {
            store.setSource(source, GroupStore.ASKED);
        }
    }

    /** Takes a source out of the protocol's state; whether its record stays because it is configured. */
    private boolean forget(int slot, int source) {
        budget.release();
        store.learnedCount(slot, store.learnedCount(slot) - 1);
        store.clear(slot, GroupStore.SOURCES_TOLD);
        store.clearSource(source, GroupStore.LEARNED | GroupStore.ASKED);
        store.sourceQueriesLeft(source, 0);
        return store.sourceIs(source, GroupStore.FIXED);
    }

    /** Does what time has done to the group: sections 6.2.2 and 6.2.3, 6.5. */
    void expire(int slot, long now) {
        if (store.is(slot, GroupStore.EXCLUDE) && store.timerNs(slot) - now <= 0) {
            store.clear(slot, GroupStore.EXCLUDE | GroupStore.LAST_CHANCE);
            store.queriesLeft(slot, 0);
        }
        boolean exclude = store.is(slot, GroupStore.EXCLUDE);
        int previous = NONE;
        int source = store.firstSource(slot);
        while (source != NONE) {
            if (outlives(slot, source, exclude, now)) {
                previous = source;
                source = store.nextSource(source);
            } else {
                source = store.removeSource(slot, previous, source);
            }
        }
    }

    private boolean outlives(int slot, int source, boolean exclude, long now) {
        boolean expired = store.sourceIs(source, GroupStore.RUNNING) && store.sourceTimerNs(source) - now <= 0;
        if (exclude) {
            if (expired) {
                store.clearSource(source, GroupStore.RUNNING | GroupStore.ASKED);
                store.setSource(source, GroupStore.EXCLUDED);
                store.sourceQueriesLeft(source, 0);
            }
            return true;
        }
        return (!expired && !store.sourceIs(source, GroupStore.EXCLUDED)) || forget(slot, source);
    }

    /** Forgets all that was learned; what is configured stays. */
    void strip(int slot) {
        store.clear(slot, GroupStore.EXCLUDE | GroupStore.V1_HOST | GroupStore.V2_HOST | GroupStore.TRAIN
                | GroupStore.PACED | GroupStore.LAST_CHANCE | GroupStore.SOURCES_TOLD | GroupStore.UNTRACKED);
        store.queriesLeft(slot, 0);
        int previous = NONE;
        int source = store.firstSource(slot);
        while (source != NONE) {
            if (!store.sourceIs(source, GroupStore.LEARNED) || forget(slot, source)) {
                previous = source;
                source = store.nextSource(source);
            } else {
                source = store.removeSource(slot, previous, source);
            }
        }
    }

    /** Lowers the timers of listed sources, or of the group where none are listed (section 6.6.1). */
    void lower(int slot, int[] sources, int count, long untilNs) {
        if (count == 0) {
            store.timerNs(slot, earlier(store.timerNs(slot), untilNs));
        }
        int source = store.firstSource(slot);
        for (int i = 0; source != NONE && i < count;) {
            int order = Integer.compare(store.address(source), sources[i]);
            if (order == 0) {
                store.sourceTimerNs(source, earlier(store.sourceTimerNs(source), untilNs));
            }
            source = order <= 0 ? store.nextSource(source) : source;
            i += order >= 0 ? 1 : 0;
        }
    }

    private static long earlier(long one, long other) {
        return one - other > 0 ? other : one;
    }

    /** Whether records have made the group: sections 6.2.1. */
    boolean isLearned(int slot) {
        return store.is(slot, GroupStore.EXCLUDE) || store.learnedCount(slot) > 0;
    }

    boolean isConfigured(int slot) {
        return store.is(slot, GroupStore.STATIC) || store.fixedCount(slot) > 0;
    }

    /** Whether all sources but the listed ones are wanted (section 6.3). */
    boolean forwardsAllBut(int slot) {
        return store.is(slot, GroupStore.STATIC | GroupStore.EXCLUDE);
    }

    private int countFiltered(int slot) {
        int count = 0;
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            count += isFiltered(slot, source) ? 1 : 0;
        }
        return count;
    }

    /** Whether a source is listed in the filter: in EXCLUDE mode the unwanted, else the wanted. */
    private boolean isFiltered(int slot, int source) {
        if (store.is(slot, GroupStore.STATIC)) {
            return false;
        }
        return store.is(slot, GroupStore.EXCLUDE)
                ? store.sourceIs(source, GroupStore.EXCLUDED) && !store.sourceIs(source, GroupStore.FIXED)
                : store.sourceIs(source, GroupStore.RUNNING | GroupStore.FIXED);
    }

    /** When the group next changes by itself or has a query to send, or {@link #NEVER}. */
    long nextDueNs(int slot, long now) {
        long leftNs = NEVER;
        if (store.is(slot, GroupStore.EXCLUDE)) {
            leftNs = store.timerNs(slot) - now;
        }
        if (store.is(slot, GroupStore.TRAIN)) {
            leftNs = Math.min(leftNs, store.sendNs(slot) - now);
        }
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (store.sourceIs(source, GroupStore.RUNNING)) {
                leftNs = Math.min(leftNs, store.sourceTimerNs(source) - now);
            }
        }
        return leftNs == NEVER ? NEVER : now + Math.max(0, leftNs);
    }

    /** Remembers a group's forwarding filter, for {@link #hasChanged}. */
    void remember(int slot) {
        beforeAllBut = forwardsAllBut(slot);
        before = withRoom(before, countFiltered(slot));
        beforeCount = copyFilter(slot, before);
    }

    /** Whether the filter is another than the one remembered; the new one is in {@link #filtered}. */
    boolean hasChanged(int slot) {
        after = withRoom(after, countFiltered(slot));
        afterCount = copyFilter(slot, after);
        return forwardsAllBut(slot) != beforeAllBut
                || !Arrays.equals(before, 0, beforeCount, after, 0, afterCount);
    }

    int[] filtered() {
        return after;
    }

    int filteredCount() {
        return afterCount;
    }

    private int copyFilter(int slot, int[] into) {
        int count = 0;
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (isFiltered(slot, source)) {
                into[count++] = store.address(source);
            }
        }
        return count;
    }

    private static int[] withRoom(int[] array, int count) {
        return count <= array.length ? array : new int[Math.max(count, array.length << 1)];
    }

    /**
     * RFC 9776 section 6.4, row by row: what a record of a type does to a group in a filter mode. The sets of the RFC's
     * table are read as three kinds of source: listed by both the record and the group, by the record alone, by the
     * group alone.
     */
    enum StateRow {
        // INCLUDE (A) and a record with (B)
        INCLUDE_IS_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
        INCLUDE_IS_EX(Both.KEEP, RecordOnly.ADD_TO_EXCLUDED, GroupOnly.DELETE, Group.EXCLUDE),
        INCLUDE_TO_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.ASK, Group.NOTHING),
        INCLUDE_TO_EX(Both.ASK, RecordOnly.ADD_TO_EXCLUDED, GroupOnly.DELETE, Group.EXCLUDE),
        INCLUDE_ALLOW(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
        INCLUDE_BLOCK(Both.ASK, RecordOnly.IGNORE, GroupOnly.KEEP, Group.NOTHING),

        // EXCLUDE (X, Y) and a record with (A)
        EXCLUDE_IS_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
        EXCLUDE_IS_EX(Both.KEEP, RecordOnly.ADD, GroupOnly.DELETE, Group.EXCLUDE),
        EXCLUDE_TO_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.ASK, Group.ASK),
        EXCLUDE_TO_EX(Both.ASK, RecordOnly.ADD_WITH_GROUP_TIMER, GroupOnly.DELETE, Group.EXCLUDE),
        EXCLUDE_ALLOW(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
        EXCLUDE_BLOCK(Both.ASK, RecordOnly.ADD_WITH_GROUP_TIMER, GroupOnly.KEEP, Group.NOTHING);

        final Both both;
        final RecordOnly recordOnly;
        final GroupOnly groupOnly;
        final Group group;

        StateRow(Both both, RecordOnly recordOnly, GroupOnly groupOnly, Group group) {
            this.both = both;
            this.recordOnly = recordOnly;
            this.groupOnly = groupOnly;
            this.group = group;
        }

        static StateRow of(boolean exclude, RecordType type) {
            return switch (type) {
                case MODE_IS_INCLUDE -> exclude ? EXCLUDE_IS_IN : INCLUDE_IS_IN;
                case MODE_IS_EXCLUDE -> exclude ? EXCLUDE_IS_EX : INCLUDE_IS_EX;
                case CHANGE_TO_INCLUDE_MODE -> exclude ? EXCLUDE_TO_IN : INCLUDE_TO_IN;
                case CHANGE_TO_EXCLUDE_MODE -> exclude ? EXCLUDE_TO_EX : INCLUDE_TO_EX;
                case ALLOW_NEW_SOURCES -> exclude ? EXCLUDE_ALLOW : INCLUDE_ALLOW;
                case BLOCK_OLD_SOURCES -> exclude ? EXCLUDE_BLOCK : INCLUDE_BLOCK;
            };
        }

        /** A source listed by both. */
        enum Both {
            /** Stays in its list with its timer. */
            KEEP,
            /** Is forwarded for another Group Membership Interval. */
            REFRESH,
            /** Stays; if it is forwarded, its members are asked. */
            ASK
        }

        /** A source the group does not know. */
        enum RecordOnly {
            /** Is not added. */
            IGNORE,
            /** Is forwarded for a Group Membership Interval. */
            ADD,
            /** Joins the exclude list, its timer zero. */
            ADD_TO_EXCLUDED,
            /** Is forwarded for what the group timer had left, and its members are asked. */
            ADD_WITH_GROUP_TIMER
        }

        /** A source the record does not list. */
        enum GroupOnly {
            /** Stays as it is. */
            KEEP,
            /** Goes. */
            DELETE,
            /** If it is forwarded, its members are asked. */
            ASK
        }

        /** The group as a whole. */
        enum Group {
            /** Stays as it is. */
            NOTHING,
            /** Is in EXCLUDE mode for another Group Membership Interval. */
            EXCLUDE,
            /** Its members are asked. */
            ASK
        }
    }
}
