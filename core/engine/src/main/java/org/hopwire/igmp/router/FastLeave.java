package org.hopwire.igmp.router;

import org.hopwire.counter.CounterSet;

import static org.hopwire.igmp.router.store.Records.NONE;

/** Leaves that act at once: only where all hosts that may want the group are known, and none does. */
final class FastLeave {
    private static final int VERSION_3 = 3;

    private final GroupStore store;
    private final GroupMachine machine;
    private final HostTracker tracker;
    private final Querier querier;
    private final CounterSet<RouterCounter> counters;
    private boolean trackedLate;
    private long trackedFromNs;

    FastLeave(GroupStore store, GroupMachine machine, HostTracker tracker, Querier querier,
            CounterSet<RouterCounter> counters) {
        this.store = store;
        this.machine = machine;
        this.tracker = tracker;
        this.querier = querier;
        this.counters = counters;
    }

    /** Hosts are tracked from now on only: those that reported before are not known. */
    void trackedFrom(long nowNs) {
        trackedLate = true;
        trackedFromNs = nowNs;
    }

    /** Whether a host's leave may act at once. */
    boolean isSafe(int slot, RouterConfig.Tracking tracking, int version, long nowNs) {
        boolean late = trackedLate && nowNs - trackedFromNs <= querier.timers().groupMembershipIntervalNs();
        return tracking.fastLeave() && !late && querier.hasHeardAll(nowNs) && !store.isUntracked(slot, nowNs)
                && tracker.canLook(slot) && (tracking.reportsSeparated()
                        || (version == VERSION_3 && store.compatibility(slot, nowNs) == VERSION_3));
    }

    /** Ends what would be asked about and no other host than this one wants. */
    void leave(int slot, boolean asksGroup, int host, long nowNs) {
        boolean acts = false;
        if (asksGroup && !tracker.othersNeedExclude(slot, host, nowNs)) {
            store.timerNs(slot, nowNs);
            acts = true;
        }
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (store.sourceIs(source, GroupStore.ASKED)
                    && !tracker.othersWant(slot, host, store.address(source), nowNs)) {
                store.sourceTimerNs(source, nowNs);
                acts = true;
            }
        }
        if (acts) {
            counters.increment(RouterCounter.FAST_LEAVE);
            machine.expire(slot, nowNs);
        }
    }
}
