package org.hopwire.igmp.router;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.MembershipEvents.Limit;
import org.hopwire.igmp.core.ProtocolTimers;

/** Says once that a limit was reached, and again only after there was room; says when a watermark is crossed. */
final class LimitWatch {
    private static final int EVENTS_PER_SECOND = 1;
    private static final int EVENT_BURST = 8;
    private static final int PERCENT = 100;
    private static final int LINK_SCOPE_GROUPS = 64;
    private static final int LINK_SCOPE_SHARE = 4;
    private static final int HYSTERESIS_TENTHS = 9;

    private final int attachment;
    private final MembershipEvents events;
    private final CounterSet<RouterCounter> counters;
    private final Pacer pacer = new Pacer(EVENTS_PER_SECOND, EVENT_BURST);
    private boolean groupsTold;
    private boolean totalTold;
    private boolean hostsTold;
    private boolean above;
    private int linkScope;

    LimitWatch(int attachment, MembershipEvents events, CounterSet<RouterCounter> counters) {
        this.attachment = attachment;
        this.events = events;
        this.counters = counters;
    }

    /** Whether one more group of 224.0.0.0/24 may be kept: nobody forwards it, so it must not crowd out others. */
    boolean admitsLinkScope(RouterConfig.Limits limits) {
        boolean admits = linkScope < Math.min(LINK_SCOPE_GROUPS, limits.groups() / LINK_SCOPE_SHARE);
        if (!admits) {
            counters.increment(RouterCounter.LINK_SCOPE_LIMIT);
        }
        return admits;
    }

    /** No more groups on this attachment. */
    void groupRefused(int group, long nowNs) {
        counters.increment(RouterCounter.GROUP_LIMIT);
        groupsTold = tell(groupsTold, Limit.GROUPS, group, nowNs);
    }

    /** No more entries in all tables. */
    void totalRefused(int group, long nowNs) {
        counters.increment(RouterCounter.TOTAL_LIMIT);
        totalTold = tell(totalTold, Limit.TOTAL, group, nowNs);
    }

    /** No more hosts are tracked. */
    void hostRefused(int group, long nowNs) {
        counters.increment(RouterCounter.HOST_LIMIT);
        hostsTold = tell(hostsTold, Limit.HOSTS, group, nowNs);
    }

    /** No more sources in a group; the group remembers the answer: whether that is told. */
    boolean sourceRefused(boolean told, int group, long nowNs) {
        return tell(told, Limit.SOURCES, group, nowNs);
    }

    /** No more groups for a host; the host remembers the answer: whether that is told. */
    boolean hostShareRefused(boolean told, int group, long nowNs) {
        counters.increment(RouterCounter.HOST_GROUP_LIMIT);
        return tell(told, Limit.GROUPS_OF_HOST, group, nowNs);
    }

    /** Whether it is told by now; what there was no turn for is told with a later refusal. */
    private boolean tell(boolean told, Limit limit, int group, long nowNs) {
        if (told || !pacer.allows(nowNs)) {
            return told;
        }
        events.limitReached(attachment, limit, group, nowNs);
        return true;
    }

    /** There is room again for one of these, or never was too little. */
    void hasRoom(boolean groups, boolean total, boolean hosts) {
        groupsTold &= !groups;
        totalTold &= !total;
        hostsTold &= !hosts;
    }

    void groupAdded(boolean isLinkScope, int used, RouterConfig.Limits limits, long nowNs) {
        linkScope += isLinkScope ? 1 : 0;
        groupsNow(used, limits, nowNs);
    }

    void groupRemoved(boolean isLinkScope, int used, RouterConfig.Limits limits, long nowNs) {
        linkScope -= isLinkScope ? 1 : 0;
        groupsNow(used, limits, nowNs);
    }

    private void groupsNow(int used, RouterConfig.Limits limits, long nowNs) {
        long reached = (long) used * PERCENT;
        long mark = (long) limits.groups() * limits.watermarkPercent();
        boolean now = above ? reached * 10 >= mark * HYSTERESIS_TENTHS : reached >= mark;
        if (now != above) {
            above = now;
            events.watermark(attachment, Limit.GROUPS, limits.watermarkPercent(), now, nowNs);
        }
    }

    /** So many in a second, a burst at a time; those beyond are refused or told when their turn is. */
    static final class Pacer {
        private final long intervalNs;
        private final long burstNs;
        private long nextNs;
        private boolean used;

        Pacer(int perSecond, int burst) {
            this.intervalNs = Math.max(1, ProtocolTimers.SECOND_NS / perSecond);
            this.burstNs = intervalNs * (burst - 1L);
        }

        /** Whether one more may happen now; it is counted then. */
        boolean allows(long nowNs) {
            if (turnNs(nowNs) - nowNs > 0) {
                return false;
            }
            take(nowNs);
            return true;
        }

        /** When the next may happen: now, or later. */
        long turnNs(long nowNs) {
            return used && nextNs - burstNs - nowNs > 0 ? nextNs - burstNs : nowNs;
        }

        /** Takes the next turn. */
        void take(long nowNs) {
            nextNs = (used && nextNs - nowNs > 0 ? nextNs : nowNs) + intervalNs;
            used = true;
        }
    }
}
