package org.hopwire.igmp.host;

import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.SourceSet;
import org.hopwire.wire.igmp.RecordType;

/** What the parts of one host interface share. */
final class HostLink {
    /** Answer to a general query is due. */
    static final int TIMER_GENERAL = 0;
    /** A group's answer, or its old report, is due. */
    static final int TIMER_RESPONSE = 1;
    /** A state change is to be repeated. */
    static final int TIMER_CHANGE = 2;
    /** An older querier has not been heard for long. */
    static final int TIMER_VERSION = 3;
    /** Next slice of a walk that answers a general query. */
    static final int TIMER_WALK_ANSWER = 4;
    /** Next slice of a walk that starts delays for old reports. */
    static final int TIMER_WALK_DELAY = 5;
    /** Next slice of a walk that announces everything after the link came up. */
    static final int TIMER_WALK_ANNOUNCE = 6;

    final int number;
    HostConfig config;
    final HostServices services;
    final HostGroups groups = new HostGroups();
    final QuerierView querier;
    final MachineTimers.Own timers;
    /** Ends waiting work of all groups at once: what has another number is void. */
    int epoch;
    boolean up = true;

    HostLink(int number, HostConfig config, HostServices services, MachineTimers.Own timers) {
        this.number = number;
        this.config = config;
        this.services = services;
        this.timers = timers;
        this.querier = new QuerierView(config.versions(), config.timers());
    }

    boolean isReported(int group) {
        return services.family().isReported(group)
                && (config.reportsLinkScope() || !services.family().isLinkScope(group));
    }

    /** Whether versions 1 and 2 can speak of a group, which would ask for it from all sources. */
    boolean isReportedByOld(int group) {
        return isReported(group) && !config.ssm().test(group);
    }

    boolean isVersion3() {
        return querier.version() == HostVersions.V3;
    }

    /** Above 0 and at most {@code mostNs}; 0 if that is 0: never modulo 0 (R-IGMP-01). */
    long randomNs(long mostNs) {
        return mostNs <= 0 ? 0 : 1 + services.random().nextLong(mostNs);
    }

    long arm(long deadlineNs, int kind, int slot) {
        long timer = timers.arm(deadlineNs, kind, slot);
        if (timer == MachineTimers.NONE) {
            count(HostCounter.TIMER_REFUSED);
        }
        return timer;
    }

    /** Voids work of the group that belongs to a time before the last change of version or link. */
    void refresh(HostGroup group) {
        if (group.epoch != epoch) {
            group.quiet(timers);
            group.epoch = epoch;
        }
    }

    /** Nobody is left to answer for. */
    void endResponse(HostGroup group) {
        timers.cancel(group.responseTimer);
        group.responseTimer = MachineTimers.NONE;
        group.endResponse();
        group.lastReporter = false;
        group.oldReports = 0;
    }

    /** Gives the slot back if nothing is left of the group. */
    void releaseIfIdle(HostGroup group) {
        if (group.used && group.requests == null && !group.isMember() && !group.isChanging()) {
            group.quiet(timers);
            groups.release(group);
        }
    }

    void record(RecordType type, HostGroup group, SourceSet sources) {
        services.reports().record(type, group.group, sources.values(), sources.size());
    }

    void count(HostCounter row) {
        services.counters().increment(row);
    }

    void forEach(HostGroupVisitor visitor) {
        for (int slot = 0; slot < groups.high(); slot++) {
            HostGroup group = groups.at(slot);
            if (group != null && group.isMember()) {
                refresh(group);
                visitor.group(group.group, group.mode, group.sources.values(), group.sources.size(),
                        group.requestCount, group.reportNs());
            }
        }
    }

    /** Whether every host is in the group (224.0.0.1), asked for or not. */
    boolean isAlwaysIn(int group) {
        return services.family().isGroup(group) && !services.family().isReported(group);
    }

    /** Counts a group that has become, or ceased to be, one of ours, and tells of it. */
    void countMember(HostGroup group, boolean wasMember, long nowNs) {
        if (!wasMember) {
            groups.memberJoined();
            services.events().joined(number, group.group, services.family().unspecified(), nowNs);
        } else if (!group.isMember()) {
            groups.memberLeft();
            services.events().left(number, group.group, nowNs);
        }
    }
}
