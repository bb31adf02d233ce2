package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.SourceSet;
import org.hopwire.wire.igmp.RecordType;

/** State-change reports of version 3 and their merged repetition (RFC 9776 section 5.1). Callers flush. */
final class StateChanges implements GroupWalk.Visit {
    private final HostLink link;
    private final SourceSet changed = new SourceSet();
    private final SourceSet common = new SourceSet();
    private final SourceSet told = new SourceSet();

    StateChanges(HostLink link) {
        this.link = link;
    }

    /**
     * Makes the merged state what it is to be, and what waits to be told the sum of both changes: a new filter mode
     * supersedes every source waiting, as its records tell the state of all.
     */
    void apply(HostGroup group, FilterMode mode, SourceSet sources) {
        if (group.mode == mode) {
            markDifference(group, sources);
        } else {
            group.endChanges();
            group.modeReports = link.querier.robustness();
        }
        group.mode = mode;
        group.sources.assign(sources);
    }

    private void markDifference(HostGroup group, SourceSet sources) {
        changed.assign(group.sources);
        changed.addAll(sources);
        common.assign(group.sources);
        common.retainAll(sources);
        changed.removeAll(common);
        if (!changed.isEmpty()) {
            group.changes().mark(changed, link.querier.robustness());
        }
    }

    /** Tells everything of a group again, as if it were joined now. */
    @Override
    public void visit(HostGroup group, long limitNs, long nowNs) {
        if (!link.isReported(group.group)) {
            return;
        }
        if (group.mode == FilterMode.EXCLUDE) {
            group.modeReports = link.querier.robustness();
        } else {
            group.changes().mark(group.sources, link.querier.robustness());
        }
        transmit(group, nowNs);
    }

    /** Sends what waits, the first time or again, in place of any repetition that was scheduled. */
    void transmit(HostGroup group, long nowNs) {
        link.timers.cancel(group.changeTimer);
        group.changeTimer = MachineTimers.NONE;
        tell(group);
        if (group.isChanging()) {
            group.changeNs = nowNs + link.randomNs(link.config.unsolicitedReportIntervalNs());
            group.changeTimer = link.arm(group.changeNs, HostLink.TIMER_CHANGE, group.slot);
            if (group.changeTimer == MachineTimers.NONE) {
                group.endChanges();
            }
        }
    }

    /** Sends what waits once and forgets it. */
    void transmitLast(HostGroup group) {
        tell(group);
        group.endChanges();
    }

    private void tell(HostGroup group) {
        if (group.modeReports > 0) {
            group.modeReports--;
            record(group.mode == FilterMode.INCLUDE
                    ? RecordType.CHANGE_TO_INCLUDE_MODE
                    : RecordType.CHANGE_TO_EXCLUDE_MODE, group, group.sources);
        } else if (group.changes != null) {
            boolean include = group.mode == FilterMode.INCLUDE;
            tellSources(RecordType.ALLOW_NEW_SOURCES, group, include);
            tellSources(RecordType.BLOCK_OLD_SOURCES, group, !include);
        }
        if (group.changes != null) {
            group.changes.sent();
        }
    }

    private void tellSources(RecordType type, HostGroup group, boolean listed) {
        group.changes.collect(group.sources, listed, told);
        if (!told.isEmpty()) {
            record(type, group, told);
        }
    }

    private void record(RecordType type, HostGroup group, SourceSet sources) {
        link.count(HostCounter.STATE_CHANGE_RECORDS);
        link.record(type, group, sources);
    }
}
