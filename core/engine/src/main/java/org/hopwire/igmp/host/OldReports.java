package org.hopwire.igmp.host;

import org.hopwire.igmp.core.MachineTimers;

/** Reports and leaves of versions 1 and 2 (RFC 1112 appendix I, RFC 2236 sections 3 and 6). */
final class OldReports implements GroupWalk.Visit {
    private final HostLink link;
    private final GroupWalk walk;

    OldReports(HostLink link) {
        this.link = link;
        this.walk = new GroupWalk(link, HostLink.TIMER_WALK_DELAY, this);
    }

    void onGeneral(long maxRespNs, long nowNs) {
        walk.start(nowNs + maxRespNs, nowNs);
    }

    void onWalkDue(long nowNs) {
        walk.onTimer(nowNs);
    }

    /** A general query reaches one group. */
    @Override
    public void visit(HostGroup group, long limitNs, long nowNs) {
        onGroup(group, Math.max(0, limitNs - nowNs), nowNs);
    }

    /** A query about the group; a timer that runs is set anew only if the query grants less than it has left. */
    void onGroup(HostGroup group, long maxRespNs, long nowNs) {
        if (link.isReportedByOld(group.group)
                && (!group.responding || nowNs + maxRespNs - group.responseNs < 0)) {
            schedule(group, nowNs + link.randomNs(maxRespNs), nowNs);
        }
    }

    private void schedule(HostGroup group, long dueNs, long nowNs) {
        link.timers.cancel(group.responseTimer);
        group.responding = true;
        group.responseNs = dueNs;
        group.responseTimer = link.arm(dueNs, HostLink.TIMER_RESPONSE, group.slot);
        if (group.responseTimer == MachineTimers.NONE) {
            group.oldReports = 0;
            onGroupDue(group, nowNs);
        }
    }

    void onJoined(HostGroup group, long nowNs) {
        if (!link.isReportedByOld(group.group)) {
            link.count(HostCounter.SSM_UNTOLD);
            return;
        }
        group.oldReports = link.querier.robustness();
        report(group, nowNs);
    }

    void onGroupDue(HostGroup group, long nowNs) {
        group.responding = false;
        report(group, nowNs);
    }

    private void report(HostGroup group, long nowNs) {
        link.count(HostCounter.OLD_REPORTS);
        if (link.querier.version() == HostVersions.V1) {
            link.services.reports().reportV1(group.group);
        } else {
            link.services.reports().reportV2(group.group);
        }
        group.lastReporter = true;
        group.oldReports = Math.max(0, group.oldReports - 1);
        if (group.oldReports > 0) {
            schedule(group, nowNs + link.randomNs(link.config.oldUnsolicitedReportIntervalNs()), nowNs);
        }
    }

    /** A version 1 querier does not understand version 2 reports, so those spare us nothing while there is one. */
    void onReportHeard(HostGroup group, int version) {
        if (group.responding && version <= link.querier.version()) {
            link.count(HostCounter.REPORT_SUPPRESSED);
            link.timers.cancel(group.responseTimer);
            group.responseTimer = MachineTimers.NONE;
            group.responding = false;
            group.lastReporter = false;
            group.oldReports = 0;
        }
    }

    void onLeft(HostGroup group) {
        if (link.querier.version() == HostVersions.V2 && link.isReportedByOld(group.group)
                && (group.lastReporter || link.config.leavesAlways())) {
            link.count(HostCounter.OLD_LEAVES);
            link.services.reports().leaveV2(group.group);
        }
    }

    void cancel() {
        walk.cancel();
    }
}
