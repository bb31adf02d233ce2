package org.hopwire.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.wire.Ipv4Address;

/** Compares a network with the model. Each complaint begins with the name of the checker it comes from. */
final class Checks {
    private static final int MOST_COMPLAINTS = 3;
    private static final int TIMERS_PER_ENGINE = 16;
    private static final int TIMERS_PER_PORT = 16;
    private static final int TIMERS_PER_GROUP = 6;

    private final World world;
    private final Plan plan;
    private final List<String> complaints;
    private final Map<String, Integer> forwarded = new HashMap<>();
    private final Map<String, Integer> proxied = new HashMap<>();
    private final Map<String, Integer> arrived = new HashMap<>();

    Checks(World world) {
        this.world = world;
        plan = world.plan;
        complaints = world.network.complaints;
    }

    /**
     * What may be forwarded that nobody wants. A router that is not the querier may do so for a Group Membership
     * Interval: of members that leave at once it can hear one before the query that another has caused, and by RFC 9776
     * section 6.6.3.2 the querier, whose timer is low already, asks no second time.
     */
    enum Excess {
        NONE, NOT_BY_QUERIER, ANY
    }

    private void complain(String checker, String what) {
        if (complaints.size() == MOST_COMPLAINTS) {
            return;
        }
        complaints.add(checker + " at " + world.network.nowNs() / 1e9 + " s: " + what);
    }

    /** Counters, limits and failures: holds at any time. */
    void bounds() {
        for (Node node : world.network.nodes) {
            if (node.engine != null) {
                String complaint = node.complaint();
                if (complaint != null) {
                    complain("BOUNDS", complaint);
                }
                recount(node, node.engine.membership());
                topology(node);
            }
        }
    }

    /** However many changes are heard, members are asked once in a Query Response Interval. */
    private void topology(Node node) {
        long asked = node.engine.snapshot().igmpEvents().getOrDefault("topology-change-asked", 0L);
        long intervals = (world.network.nowNs() - node.startedNs) / (plan.responseSeconds() * Plan.SECOND_NS);
        if (asked > plan.vlans().size() * (intervals + 1)) {
            complain("BOUNDS", node.name + " has asked " + asked + " times for changes of the topology in " + intervals
                    + " query response intervals");
        }
    }

    private void recount(Node node, MembershipSnapshot shown) {
        int groups = 0;
        int sources = 0;
        int tracked = 0;
        for (GroupTable table : Inside.tables(node.engine)) {
            groups += table.groups();
            sources += table.sources();
            tracked += table.memberships();
            if (node.kind == Node.Kind.ROUTER && table.groups() > plan.groupLimit()) {
                complain("BOUNDS", node.name + " keeps " + table.groups() + " groups, limit " + plan.groupLimit());
            }
        }
        List<GroupSnapshot> learned = shown.groups().stream().filter(each -> each.side() == GroupSnapshot.Side.ROUTER)
                .toList();
        int shownSources = learned.stream().mapToInt(each -> each.sources().size()).sum();
        int shownHosts = learned.stream().mapToInt(each -> each.hosts().size()).sum();
        if (groups != learned.size() || sources != shownSources || tracked < shownHosts) {
            complain("BOUNDS", node.name + " counts " + groups + " groups, " + sources + " sources, " + tracked
                    + " hosts; shows " + learned.size() + ", " + shownSources + ", " + shownHosts);
        }
        int most = TIMERS_PER_ENGINE + TIMERS_PER_PORT * node.attachments.size()
                + TIMERS_PER_GROUP * shown.groups().size();
        if (Inside.timers(node.engine) > most) {
            complain("BOUNDS", node.name + " has " + Inside.timers(node.engine) + " timers, more than " + most);
        }
    }

    /** How many frames a quiet network may send in a time. */
    void storm(long framesBefore, int seconds) {
        long queries = (seconds / plan.querySeconds() + 8L)
                * (plan.routers() + plan.hops() - 1 + plan.switches() * plan.vlans().size());
        long most = (queries * (1 + 2L * plan.hostVersions().size() * Plan.GROUPS.size())
                + (long) plan.routers() * seconds)
                * (1 + world.network.attachments.size());
        long sent = world.network.frames() - framesBefore;
        if (sent > most) {
            complain("BOUNDS", sent + " frames in " + seconds + " s without an event, more than " + most);
        }
    }

    /** Exactly one querier: the lowest address, in version 1 the designated router. */
    void querier() {
        int expected = plan.querier();
        int address = Ipv4Address.parse(World.routerAddress(expected));
        for (int i = 0; i < plan.routers(); i++) {
            for (MembershipSnapshot.QuerierSnapshot each : world.routers.get(i).engine.membership().queriers()) {
                if (each.isOurselves() != (i == expected) || each.address() != address) {
                    complain("QUERIER", "router" + i + " says " + each + ", should be router" + expected);
                }
            }
        }
    }

    /** A proxy is the querier of the LAN behind it. */
    void proxyQueries() {
        for (MembershipSnapshot.QuerierSnapshot each : world.proxy.engine.membership().queriers()) {
            if (!each.isOurselves()) {
                complain("QUERIER", "proxy says " + each);
            }
        }
    }

    /** Every router's state is the union of what live members ask for. */
    void states() {
        for (Node router : world.routers) {
            List<GroupSnapshot> groups = router.engine.membership().groups().stream()
                    .filter(each -> each.side() == GroupSnapshot.Side.ROUTER).toList();
            for (GroupSnapshot each : groups) {
                if (!Plan.GROUPS.contains(Ipv4Address.format(each.group()))) {
                    complain("SAFETY", router.name + " has " + each);
                }
            }
            for (int group = 0; group < Plan.GROUPS.size(); group++) {
                state(router, groups, group, world.members::isAsked, plan.isRoomy());
            }
        }
        if (world.proxy != null) {
            proxyStates();
        }
    }

    /** Behind a proxy it is the union of what members there ask for, and before it, what the proxy has joined. */
    private void proxyStates() {
        for (GroupSnapshot.Side side : GroupSnapshot.Side.values()) {
            List<GroupSnapshot> groups = world.proxy.engine.membership().groups().stream()
                    .filter(each -> each.side() == side
                            && each.port().equals(side == GroupSnapshot.Side.HOST ? World.LAN : World.SECOND))
                    .toList();
            for (int group = 0; group < Plan.GROUPS.size(); group++) {
                state(world.proxy, groups, group, world.members::isAskedBehind, true);
            }
        }
    }

    private void state(Node router, List<GroupSnapshot> groups, int group, Asked wish, boolean roomy) {
        int address = Ipv4Address.parse(Plan.GROUPS.get(group));
        GroupSnapshot state = groups.stream().filter(each -> each.group() == address).findFirst().orElse(null);
        boolean anything = false;
        for (int source = 0; source < Plan.SOURCES.size(); source++) {
            boolean asked = wish.test(group, source);
            anything |= asked;
            boolean has = state != null && forwards(state, Ipv4Address.parse(Plan.SOURCES.get(source)));
            if (has != asked && (has || roomy)) {
                complain("SAFETY", router.name + " " + Probe.flow(group, source) + " asked for: " + asked
                        + ", but its state is " + state);
            }
        }
        if (state != null && !anything) {
            complain("SAFETY", router.name + " keeps a group nobody asks for: " + state);
        }
    }

    private static boolean forwards(GroupSnapshot state, int source) {
        for (GroupSnapshot.Source each : state.sources()) {
            if (each.address() == source) {
                return each.forwarded();
            }
        }
        return state.mode() == FilterMode.EXCLUDE;
    }

    /**
     * Sends every flow of the groups through every router and compares who gets it with who wants it.
     *
     * @param excess which routers may still send what nobody asks for
     */
    void flows(String checker, IntPredicate groups, Excess excess) {
        for (Node router : world.routers) {
            // a network with a complaint stands still, and whatever is missing then says nothing
            if (!complaints.isEmpty()) {
                return;
            }
            forwarded.clear();
            proxied.clear();
            arrived.clear();
            world.delivered.clear();
            world.network.tap((from, to, frame) -> note(router, from, to, frame));
            forEachFlow(groups, (group, source) -> inject(router, group, source));
            world.network.runFor(Plan.SECOND_NS / 10);
            world.network.tap((from, to, frame) -> {});
            boolean alone = excess == Excess.NONE
                    || (excess == Excess.NOT_BY_QUERIER && router.equals(world.routers.get(plan.querier())));
            forEachFlow(groups, (group, source) -> compare(checker, router, group, source, alone));
        }
    }

    /** What comes from behind a proxy goes upstream, once and whoever asks, and never back (RFC 4605 section 4.3). */
    void upstream() {
        proxied.clear();
        arrived.clear();
        world.network.tap((from, to, frame) -> noteProxy(from, to, frame));
        forEachFlow(group -> true, (group, source) -> world.second().memory.inject(Probe.data(group, source)));
        world.network.pump(world.proxy);
        world.network.tap((from, to, frame) -> {});
        forEachFlow(group -> true, (group, source) -> {
            int up = arrived.getOrDefault(Probe.flow(group, source), 0);
            int back = proxied.getOrDefault(Probe.flow(group, source), 0);
            if (up != 1 || back != 0) {
                complain("SAFETY", "proxy sends " + Probe.flow(group, source) + " upstream " + up + " times, back "
                        + back + " times");
            }
        });
    }

    private void noteProxy(Attachment from, Attachment to, byte[] frame) {
        if (to == null && from.node == world.proxy && Probe.isData(frame)) {
            (from == world.second() ? proxied : arrived).merge(Probe.flow(frame), 1, Integer::sum);
        }
    }

    @FunctionalInterface
    private interface Asked {
        boolean test(int group, int source);
    }

    @FunctionalInterface
    private interface Flow {
        void accept(int group, int source);
    }

    private static void forEachFlow(IntPredicate groups, Flow action) {
        for (int group = 0; group < Plan.GROUPS.size(); group++) {
            for (int source = 0; groups.test(group) && source < Plan.SOURCES.size(); source++) {
                action.accept(group, source);
            }
        }
    }

    private void inject(Node router, int group, int source) {
        World.up(router).memory.inject(Probe.data(group, source));
        world.network.pump(router);
    }

    private void note(Node router, Attachment from, Attachment to, byte[] frame) {
        if (!Probe.isData(frame)) {
            return;
        }
        if (to == null && from == World.lan(router)) {
            forwarded.merge(Probe.flow(frame), 1, Integer::sum);
        } else if (to == null && world.proxy != null && from == world.second()) {
            proxied.merge(Probe.flow(frame), 1, Integer::sum);
        } else if (to != null && to.host >= 0) {
            arrived.merge(to.host + " " + Probe.flow(frame), 1, Integer::sum);
        }
    }

    private void compare(String checker, Node router, int group, int source, boolean alone) {
        boolean asked = world.members.isAsked(group, source);
        int sent = forwarded.getOrDefault(Probe.flow(group, source), 0);
        boolean wrong = sent > 1 || (sent == 0 && asked && plan.isRoomy()) || (sent == 1 && !asked && alone);
        if (wrong) {
            complain(checker, router.name + " sends " + Probe.flow(group, source) + " " + sent
                    + " times, asked for: " + asked);
        }
        int behind = proxied.getOrDefault(Probe.flow(group, source), 0);
        boolean askedBehind = world.members.isAskedBehind(group, source);
        if (behind > 1 || (behind == 0 && askedBehind && sent > 0) || (behind == 1 && !askedBehind && alone)) {
            complain(checker, "proxy sends " + Probe.flow(group, source) + " " + behind + " times, asked for: "
                    + askedBehind);
        }
        for (int host = 0; host < world.hosts.size(); host++) {
            arrival(checker, host, group, source, plan.isProxied(host) ? behind > 0 : sent > 0, alone);
        }
    }

    private void arrival(String checker, int host, int group, int source, boolean sent,
            boolean alone) {
        String key = host + " " + Probe.flow(group, source);
        int got = arrived.getOrDefault(key, 0);
        boolean asks = world.members.asks(host, group, source);
        boolean hub = plan.isProxied(host) ? plan.isSecondAHub() : plan.switches() == 0;
        boolean reaches = sent && (hub || asks);
        // a switch that floods what it does not know may lie behind one that does
        boolean exact = alone && (!sent || plan.switches() < 2 || plan.unregistered() != Unregistered.FLOOD);
        if (got > 1 || (reaches && got == 0) || (!reaches && got > 0 && exact)) {
            complain(checker, "host " + host + " gets " + Probe.flow(group, source) + " " + got
                    + " times, asks for it: " + asks);
        }
        long applied = world.delivered.stream().filter(key::equals).count();
        if (applied != (got > 0 && world.members.wants(host, group, source) ? 1 : 0)) {
            complain(checker, "application of host " + host + " gets " + Probe.flow(group, source) + " " + applied
                    + " times of " + got);
        }
    }
}
