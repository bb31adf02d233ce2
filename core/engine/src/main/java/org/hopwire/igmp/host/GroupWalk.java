package org.hopwire.igmp.host;

import org.hopwire.igmp.core.MachineTimers;

/**
 * Visits all groups in slices, so that a million of them neither burst onto the wire nor hold up the agent. Few groups
 * are visited at once. Started again while under way, it goes once around from where it is, so nobody starves.
 */
final class GroupWalk {
    /** What is done with a group. */
    interface Visit {
        /** Called with groups that have state; {@code limitNs} is when the whole walk should be over. */
        void visit(HostGroup group, long limitNs, long nowNs);
    }

    private static final int GROUPS_PER_SLICE = 64;
    private static final int SLOTS_PER_SLICE = 1024;
    private static final long LEAST_GAP_NS = 100_000;
    private static final long MOST_GAP_NS = 1_000_000;

    private final HostLink link;
    private final int kind;
    private final Visit visit;
    private int cursor;
    private int left;
    private long limitNs;
    private long timer;

    GroupWalk(HostLink link, int kind, Visit visit) {
        this.link = link;
        this.kind = kind;
        this.visit = visit;
    }

    void start(long newLimitNs, long nowNs) {
        limitNs = left > 0 && limitNs - newLimitNs < 0 ? limitNs : newLimitNs;
        left = link.groups.high();
        if (timer == MachineTimers.NONE) {
            step(nowNs);
        }
    }

    void onTimer(long nowNs) {
        timer = MachineTimers.NONE;
        step(nowNs);
    }

    private void step(long nowNs) {
        do {
            slice(nowNs);
            link.services.reports().flush();
            timer = left > 0 ? link.arm(nowNs + gapNs(nowNs), kind, 0) : MachineTimers.NONE;
        } while (left > 0 && timer == MachineTimers.NONE);
    }

    private void slice(long nowNs) {
        int visits = GROUPS_PER_SLICE;
        int slots = Math.min(SLOTS_PER_SLICE, left);
        for (; slots > 0 && visits > 0; slots--) {
            cursor = cursor < link.groups.high() ? cursor : 0;
            HostGroup group = link.groups.at(cursor++);
            left--;
            if (group != null && group.isMember()) {
                link.refresh(group);
                visit.visit(group, limitNs, nowNs);
                visits--;
            }
        }
    }

    private long gapNs(long nowNs) {
        long slices = left / GROUPS_PER_SLICE + 1L;
        return Math.clamp((limitNs - nowNs) / slices, LEAST_GAP_NS, MOST_GAP_NS);
    }

    void cancel() {
        link.timers.cancel(timer);
        timer = MachineTimers.NONE;
        left = 0;
    }
}
