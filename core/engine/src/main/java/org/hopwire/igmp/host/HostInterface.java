package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMerge;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.SourceSet;
import org.hopwire.igmp.core.TimerOwner;

/**
 * One interface of a host: what applications asked for, and what routers are told of it.
 * <p>
 * A handle is the caller's number for one application (socket); every pair of handle and group has at most one filter.
 * Groups that every host is always in (224.0.0.1) are accepted, never held and never reported. A new interface is up.
 */
public final class HostInterface implements TimerOwner {
    private static final int STOPPED_PER_SLICE = 64;
    private static final int SLOTS_PER_SLICE = 1024;
    private static final int[] NO_SOURCES = {};

    private final HostLink link;
    private final Requests requests = new Requests();
    private final Admission admission;
    private final StateChanges changes;
    private final Responses responses;
    private final OldReports oldReports;
    private final GroupWalk announcement;
    private final FilterMerge merge = new FilterMerge();
    private final SourceSet wanted = new SourceSet();
    private int batches;
    private boolean stopping;
    // while a stop is under way: the slot to go on with
    private int stoppedTo;
    private long versionTimer;
    private long versionTimerNs;

    /** An interface without groups, its link up. */
    public HostInterface(int link, HostConfig config, HostServices services) {
        this.link = new HostLink(link, config, services, services.timers().register(this));
        this.admission = new Admission(this.link, requests);
        this.changes = new StateChanges(this.link);
        this.responses = new Responses(this.link);
        this.oldReports = new OldReports(this.link);
        this.announcement = new GroupWalk(this.link, HostLink.TIMER_WALK_ANNOUNCE, this::announce);
    }

    /**
     * Puts another configuration in force. Requests stay, also beyond a lower limit; no timer changes, but that what
     * waits to be said in one version is void in another.
     */
    public void reconfigure(HostConfig changed, long nowNs) {
        checkVersion(nowNs);
        int before = link.querier.version();
        link.config = changed;
        link.querier.reconfigure(changed.versions(), changed.timers());
        noteVersion(before);
        admission.roomMade();
    }

    /** Asks for a group from all sources, in place of the handle's filter for it: EXCLUDE without sources. */
    public JoinResult join(int handle, int group, long nowNs) {
        return set(handle, group, FilterMode.EXCLUDE, NO_SOURCES, 0, nowNs);
    }

    /** Ends the handle's request for a group: INCLUDE without sources. */
    public JoinResult leave(int handle, int group, long nowNs) {
        return set(handle, group, FilterMode.INCLUDE, NO_SOURCES, 0, nowNs);
    }

    /**
     * Puts the handle's filter for a group in place of what it was (RFC 9776 section 3.1); refused whole or not at all.
     *
     * @param sources the first {@code count} are meant, in any order; doubles count once
     */
    public JoinResult set(int handle, int group, FilterMode mode, int[] sources, int count, long nowNs) {
        checkVersion(nowNs);
        JoinResult valid = admission.checkAddresses(group, sources, count);
        if (!valid.accepted()) {
            return valid;
        }
        if (!link.services.family().isReported(group)) {
            return JoinResult.UNCHANGED;
        }
        wanted.assign(sources, count);
        JoinResult result = request(handle, group, mode, nowNs);
        if (result.accepted()) {
            admission.roomMade();
        } else {
            admission.tell(result, group, nowNs);
        }
        flush();
        return result;
    }

    private JoinResult request(int handle, int group, FilterMode mode, long nowNs) {
        Request old = requests.find(handle, group);
        if (mode == FilterMode.INCLUDE && wanted.isEmpty()) {
            return old == null ? JoinResult.UNCHANGED : drop(old, nowNs);
        }
        if (old != null && old.is(mode, wanted)) {
            return JoinResult.UNCHANGED;
        }
        JoinResult fits = admission.checkLimits(handle, group, old, mode, wanted);
        if (fits.accepted()) {
            Request changed = old == null ? requests.add(handle, groupOf(group)) : old;
            changed.set(mode, wanted);
            reconcile(changed.group, nowNs);
        }
        return fits;
    }

    private HostGroup groupOf(int group) {
        HostGroup known = link.groups.find(group);
        return known == null ? link.groups.take(group, link.epoch) : known;
    }

    private JoinResult drop(Request gone, long nowNs) {
        HostGroup group = gone.group;
        requests.remove(gone);
        reconcile(group, nowNs);
        return JoinResult.DONE;
    }

    /** Makes the group's state what its requests add up to (RFC 9776 section 3.2), and tells what that changed. */
    private void reconcile(HostGroup group, long nowNs) {
        link.refresh(group);
        merge.clear();
        for (Request each = group.requests; each != null; each = each.nextOfGroup) {
            merge.add(each.mode, each.sources);
        }
        SourceSet sources = merge.sources();
        if (group.mode != merge.mode() || !group.sources.sameAs(sources)) {
            boolean wasMember = group.isMember();
            changes.apply(group, merge.mode(), sources);
            link.countMember(group, wasMember, nowNs);
            tell(group, wasMember, nowNs);
        }
        link.releaseIfIdle(group);
    }

    private void tell(HostGroup group, boolean wasMember, long nowNs) {
        if (!link.up || !link.isReported(group.group)) {
            group.endChanges();
        } else if (link.isVersion3()) {
            tellChange(group, nowNs);
        } else {
            group.endChanges();
            tellOld(group, wasMember, nowNs);
        }
        if (!group.isMember()) {
            link.endResponse(group);
        }
    }

    private void tellChange(HostGroup group, long nowNs) {
        boolean leavesTooMany = !group.isMember()
                && link.groups.size() - link.groups.members() > link.config.limits().groups();
        if (leavesTooMany) {
            link.count(HostCounter.REPETITION_GIVEN_UP);
        }
        if (leavesTooMany || stopping) {
            changes.transmitLast(group);
        } else {
            changes.transmit(group, nowNs);
        }
    }

    private void tellOld(HostGroup group, boolean wasMember, long nowNs) {
        if (!wasMember) {
            oldReports.onJoined(group, nowNs);
        } else if (!group.isMember()) {
            oldReports.onLeft(group);
        }
    }

    private void flush() {
        if (batches == 0) {
            link.services.reports().flush();
        }
    }

    /** Ends all requests of a handle. */
    public void close(int handle, long nowNs) {
        checkVersion(nowNs);
        for (Request each = requests.first(handle); each != null; each = requests.first(handle)) {
            drop(each, nowNs);
        }
        admission.roomMade();
        flush();
    }

    /** Keeps reports back until {@link #endBatch()}, so that changes made together share messages; may be nested. */
    public void beginBatch() {
        batches++;
    }

    /** Sends what was kept back since {@link #beginBatch()}. */
    public void endBatch() {
        batches--;
        flush();
    }

    /**
     * A version 1 or 2 query was heard.
     *
     * @param version 1 or 2
     * @param group 0 in a general query
     * @param maxRespNs what the query grants; for version 1 always 10 s
     */
    public void onOldQuery(int version, int group, long maxRespNs, long nowNs) {
        checkVersion(nowNs);
        boolean first = version == HostVersions.V1;
        link.count(first ? HostCounter.QUERY_V1 : HostCounter.QUERY_V2);
        if (link.up) {
            long grantedNs = first ? ProtocolTimers.V1_RESPONSE_INTERVAL_NS : maxRespNs;
            if (isGeneral(group)) {
                hearOlder(version, grantedNs, nowNs);
            }
            answer(group, NO_SOURCES, 0, grantedNs, nowNs);
        }
    }

    private boolean isGeneral(int group) {
        return group == link.services.family().unspecified();
    }

    private void hearOlder(int version, long grantedNs, long nowNs) {
        int before = link.querier.version();
        if (link.querier.heardOlder(version, grantedNs, nowNs)) {
            noteVersion(before);
            armVersionTimer();
        } else {
            link.count(HostCounter.DOWNGRADE_REFUSED);
        }
    }

    /** Whatever waits in one version is void in another (RFC 9776 section 7.2.1); counting up ends it for all. */
    private void noteVersion(int before) {
        if (link.querier.version() != before) {
            link.count(HostCounter.VERSION_CHANGED);
            endWaiting();
        }
    }

    private void endWaiting() {
        link.epoch++;
        responses.cancel();
        oldReports.cancel();
        announcement.cancel();
    }

    /** A timer that is too early is set anew when it fires: a flood of queries arms none. */
    private void armVersionTimer() {
        long untilNs = link.querier.nextExpiryNs();
        if (versionTimer == MachineTimers.NONE || untilNs - versionTimerNs < 0) {
            link.timers.cancel(versionTimer);
            versionTimerNs = untilNs;
            versionTimer = link.arm(untilNs, HostLink.TIMER_VERSION, 0);
        }
    }

    private void checkVersion(long nowNs) {
        if (link.querier.hasOlder()) {
            int before = link.querier.version();
            link.querier.expire(nowNs);
            noteVersion(before);
        }
    }

    private void answer(int group, int[] sources, int count, long maxRespNs, long nowNs) {
        if (isGeneral(group)) {
            answerGeneral(maxRespNs, nowNs);
            return;
        }
        HostGroup known = link.groups.find(group);
        if (known == null || !known.isMember() || !link.isReported(group)) {
            link.count(HostCounter.QUERY_NOT_MEMBER);
            return;
        }
        link.refresh(known);
        if (link.isVersion3()) {
            responses.onGroup(known, sources, count, maxRespNs, nowNs);
        } else {
            oldReports.onGroup(known, maxRespNs, nowNs);
        }
    }

    private void answerGeneral(long maxRespNs, long nowNs) {
        if (link.groups.members() == 0) {
            return;
        }
        if (link.isVersion3()) {
            responses.onGeneral(maxRespNs, nowNs);
        } else {
            oldReports.onGeneral(maxRespNs, nowNs);
        }
    }

    /**
     * A version 3 query was heard.
     *
     * @param group 0 in a general query
     * @param sources the first {@code count} are asked for; none in a general or group query
     * @param maxRespNs decoded; 0 asks for an answer at once
     * @param qrv the querier's robustness, 0 if it has none to tell
     * @param qqicNs the querier's interval, decoded; 0 is no value
     */
    public void onQuery(int group, int[] sources, int count, long maxRespNs, int qrv, long qqicNs, long nowNs) {
        checkVersion(nowNs);
        link.count(HostCounter.QUERY_V3);
        if (link.up) {
            link.querier.learn(qrv, qqicNs);
            answer(group, sources, count, maxRespNs, nowNs);
        }
    }

    /** Another host's version 1 or 2 report was heard, sent to the group itself on both layers (the caller checks). */
    public void onReportHeard(int version, int group, long nowNs) {
        checkVersion(nowNs);
        HostGroup known = link.groups.find(group);
        if (known != null && !link.isVersion3()) {
            link.refresh(known);
            oldReports.onReportHeard(known, version);
        }
    }

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {
        if (kind == HostLink.TIMER_VERSION) {
            versionTimer = MachineTimers.NONE;
            checkVersion(nowNs);
            if (link.querier.hasOlder()) {
                armVersionTimer();
            }
            return;
        }
        checkVersion(nowNs);
        switch (kind) {
            case HostLink.TIMER_GENERAL -> responses.onGeneralDue(nowNs);
            case HostLink.TIMER_WALK_ANSWER -> responses.onWalkDue(nowNs);
            case HostLink.TIMER_WALK_DELAY -> oldReports.onWalkDue(nowNs);
            case HostLink.TIMER_WALK_ANNOUNCE -> announcement.onTimer(nowNs);
            default -> onGroupTimer(kind, slot, nowNs);
        }
    }

    private void onGroupTimer(int kind, int slot, long nowNs) {
        HostGroup group = link.groups.at(slot);
        if (group == null) {
            link.count(HostCounter.TIMER_STALE);
        } else if (kind == HostLink.TIMER_RESPONSE) {
            group.responseTimer = MachineTimers.NONE;
            onResponseDue(group, nowNs);
        } else {
            group.changeTimer = MachineTimers.NONE;
            onChangeDue(group, nowNs);
        }
    }

    private void onResponseDue(HostGroup group, long nowNs) {
        link.refresh(group);
        if (!group.responding) {
            link.count(HostCounter.TIMER_STALE);
        } else if (link.isVersion3()) {
            responses.onGroupDue(group);
        } else {
            oldReports.onGroupDue(group, nowNs);
        }
        link.releaseIfIdle(group);
    }

    private void onChangeDue(HostGroup group, long nowNs) {
        link.refresh(group);
        if (group.isChanging()) {
            changes.transmit(group, nowNs);
            link.services.reports().flush();
        } else {
            link.count(HostCounter.TIMER_STALE);
        }
        link.releaseIfIdle(group);
    }

    /** The link is down: what waits to be sent and what was learned of queriers is forgotten, requests are kept. */
    public void linkDown(long nowNs) {
        if (link.up) {
            link.up = false;
            link.querier.forget();
            link.timers.cancel(versionTimer);
            versionTimer = MachineTimers.NONE;
            endWaiting();
        }
    }

    /** The link is up again: everything joined is told as if joined now. */
    public void linkUp(long nowNs) {
        if (!link.up) {
            link.up = true;
            announcement.start(nowNs + link.config.unsolicitedReportIntervalNs(), nowNs);
        }
    }

    private void announce(HostGroup group, long limitNs, long nowNs) {
        if (link.isVersion3()) {
            changes.visit(group, limitNs, nowNs);
        } else if (link.isReported(group.group)) {
            oldReports.onJoined(group, nowNs);
        }
    }

    /**
     * Ends requests and tells the routers, once: a slice of the groups with each call. Groups whose turn has not come
     * are as they were; after the last slice the interface can be used again.
     *
     * @return whether that was all; else call it again
     */
    public boolean stop(long nowNs) {
        checkVersion(nowNs);
        stopping = true;
        int end = Math.min(stoppedTo + SLOTS_PER_SLICE, link.groups.high());
        for (int left = 0; stoppedTo < end && left < STOPPED_PER_SLICE; stoppedTo++) {
            HostGroup group = link.groups.at(stoppedTo);
            if (group != null) {
                abandon(group, nowNs);
                left++;
            }
        }
        stopping = false;
        boolean isLast = stoppedTo >= link.groups.high();
        if (isLast) {
            stoppedTo = 0;
            endWaiting();
        }
        admission.roomMade();
        link.services.reports().flush();
        return isLast;
    }

    private void abandon(HostGroup group, long nowNs) {
        while (group.requests != null) {
            requests.remove(group.requests);
        }
        reconcile(group, nowNs);
        if (group.used) {
            group.quiet(link.timers);
            link.releaseIfIdle(group);
        }
    }

    /** Whether any application wants the group, from whatever source; true for groups every host is in. */
    public boolean isMember(int group) {
        HostGroup known = link.groups.find(group);
        return known != null ? known.isMember() : link.isAlwaysIn(group);
    }

    /** Whether any application wants the group from that source: local delivery by the merged filter. */
    public boolean accepts(int group, int source) {
        HostGroup known = link.groups.find(group);
        return known != null ? known.accepts(source) : link.isAlwaysIn(group);
    }

    /** Whether that application wants the group from that source (RFC 9776 section 3.2, last paragraph). */
    public boolean accepts(int handle, int group, int source) {
        Request asked = requests.find(handle, group);
        return asked != null
                ? asked.sources.contains(source) == (asked.mode == FilterMode.INCLUDE)
                : link.isAlwaysIn(group);
    }

    /** Version spoken now, 1 to 3 (Host Compatibility Mode, RFC 9776 section 7.2.1). */
    public int version() {
        return link.querier.version();
    }

    /** Robustness in use: the querier's, or the configured one (RFC 9776 section 4.1.6). */
    public int robustness() {
        return link.querier.robustness();
    }

    /** Query interval in use, nanoseconds: the querier's, or the configured one (RFC 9776 section 4.1.7). */
    public long queryIntervalNs() {
        return link.querier.queryIntervalNs();
    }

    /** Groups with at least one request. */
    public int groups() {
        return link.groups.members();
    }

    /** Number of the link. */
    public int link() {
        return link.number;
    }

    /** Shows every group that has a request. */
    public void forEach(HostGroupVisitor visitor) {
        link.forEach(visitor);
    }
}
