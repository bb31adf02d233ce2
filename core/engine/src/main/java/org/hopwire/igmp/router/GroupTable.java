package org.hopwire.igmp.router;

import java.util.Objects;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.igmp.core.TimerOwner;
import org.hopwire.igmp.router.GroupMachine.StateRow;
import org.hopwire.wire.igmp.RecordType;

import static org.hopwire.igmp.router.store.Records.NONE;

/**
 * What the members behind one attachment want (RFC 9776 sections 6 and 7.3): takes records, reports, leaves and the
 * querier's queries, asks members before they are cut off, and tells a {@link ForwardingSink} each group's whole new
 * filter exactly when it changes.
 * <p>
 * Arrays handed in are only read during the call. Every call that a message causes costs no more than the sources of
 * one group and one record, whatever the number of groups.
 */
public final class GroupTable implements TimerOwner {
    private static final int KIND_GROUP = 0;
    private static final int KIND_SWEEP = 1;
    private static final int GROUPS_PER_SLICE = 32;
    private static final int SLOTS_PER_SLICE = 1024;
    private static final int VERSION_3 = 3;
    private final int attachment;
    private final AddressFamily family;
    private final Querier querier;
    private final ForwardingSink forwarding;
    private final MembershipEvents events;
    private final CounterSet<RouterCounter> counters;
    private final MachineTimers.Own timers;
    private final GroupStore store;
    private final LimitWatch watch;
    private final GroupAdmission admission;
    private final GroupMachine machine;
    private final QueryTrains trains;
    private final HostTracker tracker;
    private final FastLeave fastLeave;
    private final RecordFilter filter;

    private RouterConfig config;
    // groups of an older generation are forgotten, though not yet swept
    private int generation;
    private int sweptTo;
    private boolean sweeping;

    /**
     * An empty table.
     *
     * @param querier of the link; decides whether members are asked and with which timers
     * @param queries where last-member queries for this attachment leave
     */
    public GroupTable(int attachment, RouterConfig config, RouterParts parts, Querier querier,
            ForwardingSink forwarding, QuerySink queries) {
        this.attachment = attachment;
        this.config = Objects.requireNonNull(config, "config");
        this.family = parts.family();
        this.querier = Objects.requireNonNull(querier, "querier");
        this.forwarding = Objects.requireNonNull(forwarding, "forwarding");
        this.events = parts.events();
        this.counters = parts.counters();
        this.timers = parts.timers().register(this);
        this.store = new GroupStore(parts.random());
        this.watch = new LimitWatch(attachment, events, counters);
        this.machine = new GroupMachine(store, watch, parts.budget(), counters);
        this.trains = new QueryTrains(store, querier, Objects.requireNonNull(queries, "queries"), counters);
        this.tracker = new HostTracker(store, config.limits().memberships(), parts.random());
        this.admission = new GroupAdmission(attachment, parts.family(), store, tracker, watch, parts.budget(),
                forwarding);
        this.fastLeave = new FastLeave(store, machine, tracker, querier, counters);
        this.filter = new RecordFilter(family, counters);
    }

    /**
     * A record of a version 3 report.
     *
     * @param sources the first {@code count}, in any order
     * @param reporter sender of the report; unspecified where it has no address yet
     * @param reporterMac its MAC, lower 48 bits; 0 where unknown
     */
    public void onRecord(RecordType type, int group, int[] sources, int count, int reporter, long reporterMac,
            long nowNs) {
        if (!filter.accepts(config, VERSION_3, group)) {
            return;
        }
        boolean excludes = type == RecordType.MODE_IS_EXCLUDE || type == RecordType.CHANGE_TO_EXCLUDE_MODE;
        if (excludes && filter.isDenied(config, group, reporter)) {
            return;
        }
        boolean ssm = excludes && config.ssm().isSsm(group);
        if (excludes && count == 0 && !ssm && refreshes(group, reporter, reporterMac, nowNs)) {
            return;
        }
        if (ssm) {
            onMapped(RecordType.MODE_IS_INCLUDE, VERSION_3, group, reporter, reporterMac, nowNs);
            return;
        }
        boolean wanted = !excludes && type != RecordType.BLOCK_OLD_SOURCES;
        int kept = filter.keep(config.access(), group, filter.take(sources, count), wanted, reporter);
        if (count == 0 || kept > 0 || excludes || type == RecordType.CHANGE_TO_INCLUDE_MODE) {
            onListed(type, group, kept, VERSION_3, reporter, reporterMac, nowNs);
        }
    }

    /**
     * What nearly every report says: that a member still wants all of a group which is in EXCLUDE mode without sources.
     * Section 6.4 then sets the group timer and nothing else, so nothing else is looked at.
     *
     * @return false where there is more to it; then nothing was done
     */
    private boolean refreshes(int group, int reporter, long mac, long nowNs) {
        int slot = store.find(group);
        if (slot == NONE || !store.isPlain(slot, generation)) {
            return false;
        }
        long untilNs = nowNs + querier.timers().groupMembershipIntervalNs();
        if (!store.isArmed(slot, nowNs, untilNs)
                || (config.tracking().enabled() && !tracker.refreshPlain(slot, reporter, mac, untilNs))) {
            return false;
        }
        store.timerNs(slot, untilNs);
        return true;
    }

    /** A report of version 1 or 2. */
    public void onOldReport(int version, int group, int reporter, long reporterMac, long nowNs) {
        if (!filter.accepts(config, version, group) || filter.isDenied(config, group, reporter)) {
            return;
        }
        if (config.ssm().isSsm(group)) {
            onMapped(RecordType.MODE_IS_INCLUDE, version, group, reporter, reporterMac, nowNs);
        } else {
            onListed(RecordType.MODE_IS_EXCLUDE, group, 0, version, reporter, reporterMac, nowNs);
        }
    }

    /** A version 2 leave. */
    public void onLeave(int group, int reporter, long reporterMac, long nowNs) {
        if (!filter.accepts(config, 2, group)) {
            return;
        }
        if (config.ssm().isSsm(group)) {
            onMapped(RecordType.BLOCK_OLD_SOURCES, 2, group, reporter, reporterMac, nowNs);
        } else {
            onListed(RecordType.CHANGE_TO_INCLUDE_MODE, group, 0, 2, reporter, reporterMac, nowNs);
        }
    }

    /**
     * A group-specific or group-and-source-specific query that {@link Querier#onQuery} has found to count: lowers the
     * timers of what it asks about (RFC 9776 section 6.6.1).
     *
     * @param sources the first {@code count}; none for a group-specific query
     * @param suppress the S flag: nothing is lowered
     * @param version of the query; versions 1 and 2 give the time to answer themselves (RFC 2236 section 3)
     */
    public void onQuery(int group, int[] sources, int count, boolean suppress, int version, long maxRespNs,
            long nowNs) {
        if (suppress) {
            counters.increment(RouterCounter.QUERY_SUPPRESSED);
            return;
        }
        int slot = live(group, nowNs);
        if (slot == NONE) {
            return;
        }
        int listed = filter.take(sources, count);
        long chanceNs = version == VERSION_3
                ? querier.timers().lastMemberQueryTimeNs()
                : querier.timers().lastMemberQueryCount() * maxRespNs;
        machine.lower(slot, filter.sources(), listed, nowNs + chanceNs);
        rearm(slot, nowNs);
    }

    private void onMapped(RecordType type, int version, int group, int reporter, long mac, long nowNs) {
        int count = filter.take(config.ssm(), group);
        counters.increment(count == 0 ? RouterCounter.SSM_IGNORED : RouterCounter.SSM_MAPPED);
        int kept = filter.keep(config.access(), group, count, type != RecordType.BLOCK_OLD_SOURCES, reporter);
        if (kept > 0) {
            onListed(type, group, kept, version, reporter, mac, nowNs);
        }
    }

    /** A record whose sources are in the filter. */
    private void onListed(RecordType type, int group, int listed, int version, int reporter, long mac, long nowNs) {
        int slot = live(group, nowNs);
        int count = listed;
        if (slot == NONE && !HostTracker.joins(type, count)) {
            counters.increment(RouterCounter.ABSENT_GROUP);
            return;
        }
        RouterCounter ignored = slot == NONE
                ? null
                : RecordFilter.ignored(type, count, version, store.compatibility(slot, nowNs));
        if (ignored != null) {
            counters.increment(ignored);
            if (ignored != RouterCounter.SOURCES_IGNORED) {
                return;
            }
            count = 0;
        }
        if (HostTracker.joins(type, count) && admission.isHostRefused(config, slot, group, reporter, mac, nowNs)) {
            return;
        }
        slot = admission.orNew(config, slot, group, generation, nowNs);
        if (slot != NONE) {
            apply(slot, type, count, version, reporter, mac, nowNs);
        }
    }

    private void apply(int slot, RecordType type, int count, int version, int reporter, long mac, long nowNs) {
        long intervalNs = querier.timers().groupMembershipIntervalNs();
        boolean ssm = config.ssm().isSsm(store.group(slot));
        machine.remember(slot);
        if (version < VERSION_3 && !ssm && type == RecordType.MODE_IS_EXCLUDE) {
            store.olderHost(slot, version, nowNs + querier.timers().olderHostPresentIntervalNs());
        }
        int host = tracker.find(reporter, mac);
        track(slot, type, count, reporter, mac, version, nowNs);
        if (version < VERSION_3 && ssm && !config.tracking().reportsSeparated()) {
            store.untrackedUntilNs(slot, nowNs + intervalNs);
        }
        StateRow row = StateRow.of(store.is(slot, GroupStore.EXCLUDE), type);
        machine.with(config.limits(), !ssm, intervalNs, nowNs);
        machine.apply(slot, row, filter.sources(), count);
        if (RecordFilter.asks(type)) {
            settle(slot, row, fastLeave.isSafe(slot, config.tracking(), version, nowNs), host, nowNs);
        }
        publish(slot, reporter, nowNs);
    }

    private void track(int slot, RecordType type, int count, int reporter, long mac, int version, long nowNs) {
        if (!config.tracking().enabled()) {
            return;
        }
        long untilNs = nowNs + querier.timers().groupMembershipIntervalNs();
        if (!tracker.track(slot, type, filter.sources(), count, reporter, mac)) {
            store.untrackedUntilNs(slot, untilNs);
            watch.hostRefused(store.group(slot), nowNs);
        }
        tracker.refresh(slot, reporter, mac, version, untilNs);
    }

    /** Members are asked, or cut off where it is known that there are none. */
    private void settle(int slot, StateRow row, boolean fast, int host, long nowNs) {
        if (fast) {
            fastLeave.leave(slot, row.group == StateRow.Group.ASK, host, nowNs);
        }
        trains.askSources(slot, nowNs);
        if (row.group == StateRow.Group.ASK && store.is(slot, GroupStore.EXCLUDE)) {
            trains.askGroup(slot, nowNs);
        }
    }

    /**
     * The group, or none. Where its time has run out and its timer has not fired yet, it is still there: what is read
     * before the timer fires may have arrived before it was due.
     */
    private int live(int group, long nowNs) {
        int slot = store.find(group);
        return slot == NONE || (store.generation(slot) != generation && !strip(slot, nowNs)) ? NONE : slot;
    }

    private boolean strip(int slot, long nowNs) {
        store.generation(slot, generation);
        machine.remember(slot);
        machine.strip(slot);
        return publish(slot, family.unspecified(), nowNs);
    }

    /** Tells what has changed since {@link GroupMachine#remember}, sets the timer; whether the group still exists. */
    private boolean publish(int slot, int reporter, long nowNs) {
        if (!machine.isLearned(slot)) {
            machine.strip(slot);
            tracker.release(slot);
            if (!machine.isConfigured(slot)) {
                remove(slot, nowNs);
                return false;
            }
        }
        if (!rearm(slot, nowNs)) {
            counters.increment(RouterCounter.TIMER_LIMIT);
            machine.strip(slot);
            return publish(slot, reporter, nowNs);
        }
        if (machine.hasChanged(slot)) {
            forwarding.update(attachment, store.group(slot),
                    machine.forwardsAllBut(slot) ? FilterMode.EXCLUDE : FilterMode.INCLUDE, machine.filtered(),
                    machine.filteredCount());
        }
        if (!store.is(slot, GroupStore.LISTED)) {
            store.set(slot, GroupStore.LISTED);
            events.joined(attachment, store.group(slot), reporter, nowNs);
        }
        return true;
    }

    private void remove(int slot, long nowNs) {
        int group = store.group(slot);
        boolean listed = store.is(slot, GroupStore.LISTED);
        timers.cancel(store.handle(slot));
        store.remove(slot);
        admission.removed(config, group, nowNs);
        if (listed) {
            forwarding.update(attachment, group, FilterMode.INCLUDE, machine.filtered(), 0);
            events.left(attachment, group, nowNs);
        }
    }

    /** Makes sure that the group's timer is not later than what is due; an earlier one is left to fire early. */
    private boolean rearm(int slot, long nowNs) {
        long dueNs = machine.nextDueNs(slot, nowNs);
        boolean armed = store.handle(slot) != MachineTimers.NONE;
        if (dueNs == GroupMachine.NEVER || (armed && store.armedNs(slot) - dueNs <= 0)) {
            return true;
        }
        timers.cancel(store.handle(slot));
        long handle = timers.arm(dueNs, KIND_GROUP, slot);
        store.armed(slot, handle, dueNs);
        return handle != MachineTimers.NONE;
    }

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {
        if (kind == KIND_SWEEP) {
            sweeping = false;
            sweep(nowNs);
        } else if (!store.isLive(slot) || store.handle(slot) == MachineTimers.NONE
                || store.armedNs(slot) != deadlineNs) {
            counters.increment(RouterCounter.STALE_TIMER);
        } else {
            store.armed(slot, MachineTimers.NONE, 0);
            onGroupTimer(slot, nowNs);
        }
    }

    private void onGroupTimer(int slot, long nowNs) {
        if (store.generation(slot) != generation) {
            strip(slot, nowNs);
            return;
        }
        machine.remember(slot);
        machine.expire(slot, nowNs);
        trains.fire(slot, nowNs);
        if (config.tracking().enabled()) {
            tracker.purge(slot, nowNs);
        } else {
            tracker.release(slot);
        }
        publish(slot, family.unspecified(), nowNs);
    }

    /**
     * Forgets all that was learned, as when the link goes down. A large table is cleared in slices, but none of its
     * entries counts any more from this moment on.
     */
    public void flush(long nowNs) {
        generation++;
        sweptTo = 0;
        sweep(nowNs);
    }

    private void sweep(long nowNs) {
        do {
            sweepSlice(nowNs);
            // what is due now would still be done in this turn
            sweeping = sweeping
                    || (sweptTo < store.slots() && timers.arm(nowNs + 1, KIND_SWEEP, 0) != MachineTimers.NONE);
        } while (!sweeping && sweptTo < store.slots());
    }

    private void sweepSlice(long nowNs) {
        int end = Math.min(sweptTo + SLOTS_PER_SLICE, store.slots());
        for (int groups = 0; sweptTo < end && groups < GROUPS_PER_SLICE; sweptTo++) {
            if (store.isLive(sweptTo) && store.generation(sweptTo) != generation) {
                strip(sweptTo, nowNs);
                groups++;
            }
        }
    }

    /**
     * Puts another configuration in force. No timer changes; members that are no longer permitted, or beyond a lower
     * limit, age out.
     */
    public void reconfigure(RouterConfig newConfig, long nowNs) {
        if (newConfig.tracking().enabled() && !config.tracking().enabled()) {
            fastLeave.trackedFrom(nowNs);
        }
        tracker.limit(newConfig.limits().memberships());
        config = Objects.requireNonNull(newConfig, "config");
    }

    /** Forwards all sources of a group from now on, whoever reports; false where that was configured before. */
    public boolean addStatic(int group, long nowNs) {
        int slot = configured(group, nowNs);
        if (store.is(slot, GroupStore.STATIC)) {
            return false;
        }
        machine.remember(slot);
        store.set(slot, GroupStore.STATIC);
        return publish(slot, family.unspecified(), nowNs);
    }

    /** Forwards a source of a group from now on; false where that was configured before. */
    public boolean addStatic(int group, int source, long nowNs) {
        if (!family.isSource(source)) {
            throw new IllegalArgumentException("static source: " + family.format(source) + " is not a host");
        }
        int slot = configured(group, nowNs);
        machine.remember(slot);
        return store.fix(slot, source) && publish(slot, family.unspecified(), nowNs);
    }

    private int configured(int group, long nowNs) {
        if (!filter.isGroup(group)) {
            throw new IllegalArgumentException("static group: " + family.format(group) + " is not a group");
        }
        int slot = live(group, nowNs);
        return slot == NONE ? admission.add(config, group, generation, nowNs) : slot;
    }

    /** Takes {@link #addStatic(int, long)} back; members keep what they want. False where nothing was configured. */
    public boolean removeStatic(int group, long nowNs) {
        int slot = live(group, nowNs);
        if (slot == NONE || !store.is(slot, GroupStore.STATIC)) {
            return false;
        }
        machine.remember(slot);
        store.clear(slot, GroupStore.STATIC);
        publish(slot, family.unspecified(), nowNs);
        return true;
    }

    /** Takes {@link #addStatic(int, int, long)} back; false where nothing was configured. */
    public boolean removeStatic(int group, int source, long nowNs) {
        int slot = live(group, nowNs);
        if (slot == NONE || !store.isFixed(slot, source)) {
            return false;
        }
        machine.remember(slot);
        store.unfix(slot, source);
        publish(slot, family.unspecified(), nowNs);
        return true;
    }

    /** Shows every group, in no order. */
    public void forEach(GroupVisitor visitor, long nowNs) {
        for (int slot = 0; slot < store.slots(); slot++) {
            if (store.isLive(slot) && (store.generation(slot) == generation || machine.isConfigured(slot))) {
                show(slot, visitor, nowNs);
            }
        }
    }

    private void show(int slot, GroupVisitor visitor, long nowNs) {
        if (store.generation(slot) != generation) {
            strip(slot, nowNs);
        }
        store.show(slot, visitor, nowNs);
        if (config.tracking().enabled()) {
            tracker.forEach(slot, visitor, nowNs);
        }
    }

    /** Groups, configured ones and those of a flush still under way included. */
    public int groups() {
        return store.groupCount();
    }

    /** Sources of all groups, included and excluded. */
    public int sources() {
        return store.sourceCount();
    }

    /** Tracked pairs of host and group. */
    public int memberships() {
        return tracker.memberships();
    }

    /** Tracked hosts. */
    public int hosts() {
        return tracker.hostCount();
    }
}
