package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.SourceSet;
import org.hopwire.wire.igmp.RecordType;

/** Answers to queries by version 3 (RFC 9776 section 5.2). */
final class Responses implements GroupWalk.Visit {
    private final HostLink link;
    private final GroupWalk walk;
    private final SourceSet scratch = new SourceSet();
    private long generalTimer;
    private long generalNs;
    private long generalLimitNs;

    Responses(HostLink link) {
        this.link = link;
        this.walk = new GroupWalk(link, HostLink.TIMER_WALK_ANSWER, this);
    }

    void onGeneral(long maxRespNs, long nowNs) {
        long dueNs = nowNs + link.randomNs(maxRespNs);
        if (isCovered(dueNs)) {
            return;
        }
        link.timers.cancel(generalTimer);
        generalNs = dueNs;
        generalLimitNs = nowNs + maxRespNs;
        generalTimer = link.arm(dueNs, HostLink.TIMER_GENERAL, 0);
        if (generalTimer == MachineTimers.NONE) {
            onGeneralDue(nowNs);
        }
    }

    /** Rule 1: an answer to a general query leaves sooner and tells everything. */
    private boolean isCovered(long dueNs) {
        return generalTimer != MachineTimers.NONE && generalNs - dueNs <= 0;
    }

    void onGeneralDue(long nowNs) {
        generalTimer = MachineTimers.NONE;
        walk.start(generalLimitNs, nowNs);
    }

    void onWalkDue(long nowNs) {
        walk.onTimer(nowNs);
    }

    /** Answers a general query for one group. */
    @Override
    public void visit(HostGroup group, long limitNs, long nowNs) {
        if (link.isReported(group.group)) {
            tellState(group);
            if (group.responding) {
                forgetSources(group);
            }
        }
    }

    /** A group query, or with sources a group-and-source query. */
    void onGroup(HostGroup group, int[] sources, int count, long maxRespNs, long nowNs) {
        long dueNs = nowNs + link.randomNs(maxRespNs);
        if (isCovered(dueNs)) {
            return;
        }
        if (!group.responding || !group.whole) {
            note(group, sources, count);
        }
        if (!group.responding || dueNs - group.responseNs < 0) {
            schedule(group, dueNs);
        }
    }

    private void note(HostGroup group, int[] sources, int count) {
        if (count == 0) {
            forgetSources(group);
        } else if (count > link.config.limits().recordedSources()) {
            degrade(group);
        } else {
            scratch.assign(sources, count);
            group.recorded().addAll(scratch);
            if (group.recorded.size() > link.config.limits().recordedSources()) {
                degrade(group);
            }
        }
    }

    private void degrade(HostGroup group) {
        link.count(HostCounter.QUERY_DEGRADED);
        forgetSources(group);
    }

    private static void forgetSources(HostGroup group) {
        group.whole = true;
        if (group.recorded != null) {
            group.recorded.trim();
        }
    }

    private void schedule(HostGroup group, long dueNs) {
        link.timers.cancel(group.responseTimer);
        group.responding = true;
        group.responseNs = dueNs;
        group.responseTimer = link.arm(dueNs, HostLink.TIMER_RESPONSE, group.slot);
        if (group.responseTimer == MachineTimers.NONE) {
            onGroupDue(group);
        }
    }

    void onGroupDue(HostGroup group) {
        if (group.isMember()) {
            if (group.whole) {
                tellState(group);
            } else {
                tellRecorded(group);
            }
            link.services.reports().flush();
        }
        group.endResponse();
    }

    private void tellState(HostGroup group) {
        record(group.mode == FilterMode.INCLUDE ? RecordType.MODE_IS_INCLUDE : RecordType.MODE_IS_EXCLUDE, group,
                group.sources);
    }

    private void tellRecorded(HostGroup group) {
        if (group.mode == FilterMode.INCLUDE) {
            group.recorded().retainAll(group.sources);
        } else {
            group.recorded().removeAll(group.sources);
        }
        if (!group.recorded.isEmpty()) {
            record(RecordType.MODE_IS_INCLUDE, group, group.recorded);
        }
    }

    private void record(RecordType type, HostGroup group, SourceSet sources) {
        link.count(HostCounter.CURRENT_STATE_RECORDS);
        link.record(type, group, sources);
    }

    void cancel() {
        link.timers.cancel(generalTimer);
        generalTimer = MachineTimers.NONE;
        walk.cancel();
    }
}
