package org.hopwire.igmp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.igmp.config.GroupChanges;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.TimerOwner;
import org.hopwire.igmp.host.JoinResult;
import org.hopwire.igmp.router.EntryBudget;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.igmp.router.Querier;
import org.hopwire.igmp.router.RouterParts;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.IgmpKind;
import org.hopwire.wire.igmp.MessageFault;
import org.hopwire.wire.igmp.MulticastRouterDiscovery;
import org.hopwire.wire.igmp.PimHello;

/**
 * Membership of a switch (RFC 4541): for each VLAN a querier, for each of its ports a table of groups, and the ports
 * with a router behind them. The worker has passed the frames on already; what comes here are copies to learn from, and
 * what {@link IgmpGate} does not believe is counted and not learned from.
 */
public final class SnoopHandler implements Membership {
    private static final int MOST_ENTRIES = 1 << 26;
    private static final int KIND_ROUTER_PORT = 0;
    private static final int KIND_REFUSED = 1;
    private static final int KIND_TOPOLOGY = 2;
    /** RFC 4286 section 7: a router is gone after three advertisement intervals. */
    private static final int ADVERTISEMENTS_MISSED = 3;

    private final IgmpParts parts;
    private final IgmpLink[] links;
    private IgmpGate gate;
    private IgmpConfig config;
    private final CounterSet<IgmpKind> received;
    private final Plan plan;
    private final Outbox out;
    private final MessageReader reader;
    private final PimHello hello = new PimHello();
    private final MulticastRouterDiscovery discovery = new MulticastRouterDiscovery();
    private final Map<Integer, Vlan> vlans = new TreeMap<>();
    private final ForwardingSink sink = new Sink();
    private MachineTimers timers;
    private MachineTimers.Own routerTimers;
    private boolean ageing;
    private long topologyChanges;
    private final long[] topologyChangesOn;

    /** What the data path is told. */
    public interface Ports {
        /** A router is behind a port of a VLAN, or no longer. */
        void router(int vlan, int port, boolean present);

        /** A port is a router port of all its VLANs for good, or no longer. */
        void pinned(int port, boolean isRouterPort);

        /** A port has a link, or none. */
        void link(int port, boolean isUp);

        /** Somebody in a VLAN wants a group, and there is no room for it. */
        void refused(int vlan, int group);

        /** Some time has passed: groups not refused again are forgotten; false where none is left. */
        boolean ageRefused();

        /** How often other bridges have said that the paths have changed. */
        long topologyChanges();

        /** The same, on one port. */
        long topologyChanges(int port);
    }

    /** The table behind it, and what did not get into it. */
    private final class Sink implements ForwardingSink {
        @Override
        public void update(int attachment, int group, FilterMode mode, int[] sources, int count) {
            parts.forwarding().update(attachment, group, mode, sources, count);
        }

        @Override
        public void refused(int attachment, int group, long nowNs) {
            if (Ipv4Address.isLinkLocalMulticast(group)) {
                return;
            }
            plan.ports().refused(EventFeed.vlan(attachment), group);
            armAgeing(nowNs);
        }
    }

    /**
     * How a switch is laid out.
     *
     * @param members ports of each VLAN
     * @param ports what the data path is told
     */
    public record Plan(Map<Integer, List<Integer>> members, Ports ports) {
        /** Takes over a copy. */
        public Plan {
            members = Map.copyOf(members);
        }
    }

    /** One VLAN. */
    private static final class Vlan {
        private final int id;
        private final GroupTable[] tables;
        private final IgmpSender[] senders;
        private final long[] routerUntilNs;
        private final boolean[] router;
        private final boolean[] routerArmed;
        private Querier querier;
        private IgmpSender sender;
        private boolean asked;
        private long askedNs;
        private boolean askAgain;

        Vlan(int id, int ports) {
            this.id = id;
            tables = new GroupTable[ports];
            senders = new IgmpSender[ports];
            routerUntilNs = new long[ports];
            router = new boolean[ports];
            routerArmed = new boolean[ports];
        }
    }

    /** A switch; its machines start with the control agent. */
    public SnoopHandler(IgmpParts parts, Plan plan, CounterSet<IgmpKind> received) {
        this.parts = parts;
        this.plan = plan;
        this.received = received;
        config = parts.config();
        links = IgmpParts.links(config, parts.interfaces());
        gate = IgmpGate.ofSwitch(parts.interfaces(), links, received);
        out = new Outbox(parts.counters().sent(), parts.own());
        reader = new MessageReader(parts.own());
        topologyChangesOn = new long[links.length];
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = new MachineTimers(handlerTimers);
        TimerOwner routerPorts = this::onRouterTimer;
        routerTimers = timers.register(routerPorts);
        out.begin(turn);
        RouterParts shared = new RouterParts(Ipv4Family.INSTANCE, timers,
                new EventFeed(links, parts.events(), parts.own()), parts.counters().router(),
                new EntryBudget(MOST_ENTRIES), parts.random());
        plan.members().forEach((id, ports) -> vlans.put(id, makeVlan(id, ports, shared)));
        vlans.values().forEach(vlan -> start(vlan, turn.nowNs()));
    }

    private Vlan makeVlan(int id, List<Integer> ports, RouterParts shared) {
        Vlan vlan = new Vlan(id, links.length);
        IgmpLink common = config.common();
        vlan.sender = senderOf(-1, id, common, Outbox.LONGEST);
        vlan.querier = new Querier(EventFeed.wholeVlan(id), common.querier().addressValue(),
                RouterConfigs.router(config, common, true), shared, vlan.sender);
        vlan.querier.setDesignated(true, 0);
        for (int port : ports) {
            IgmpLink link = links[port];
            // a last-member query concerns the port the leave came from, and nobody else (RFC 4541 section 2.1.1)
            vlan.senders[port] = senderOf(port, id, link, parts.interfaces().get(port).mtu());
            vlan.tables[port] = new GroupTable(EventFeed.attachment(id, port),
                    RouterConfigs.router(config, link, true), shared, vlan.querier, sink, vlan.senders[port]);
        }
        return vlan;
    }

    private IgmpSender senderOf(int port, int vlan, IgmpLink link, int mtu) {
        return new IgmpSender(out, port, vlan, link.version(), link.querier().addressValue(), mtu);
    }

    private void start(Vlan vlan, long nowNs) {
        vlan.querier.start(nowNs);
        for (int port = 0; port < links.length; port++) {
            if (vlan.tables[port] != null) {
                GroupChanges.forward(List.of(), links[port].staticGroups(),
                        new IgmpHandler.StaticGroups(vlan.tables[port], nowNs));
            }
        }
    }

    @Override
    public void reconfigure(IgmpConfig changed, Turn turn) {
        out.begin(turn);
        IgmpLink[] before = links.clone();
        config = changed;
        System.arraycopy(IgmpParts.links(changed, parts.interfaces()), 0, links, 0, links.length);
        gate = IgmpGate.ofSwitch(parts.interfaces(), links, received);
        for (Vlan vlan : vlans.values()) {
            reconfigure(vlan, turn.nowNs());
            for (int port = 0; port < links.length; port++) {
                if (vlan.tables[port] != null) {
                    reconfigure(vlan, port, before[port], turn.nowNs());
                }
            }
        }
    }

    private void reconfigure(Vlan vlan, long nowNs) {
        IgmpLink common = config.common();
        vlan.sender.reconfigure(common.version(), common.querier().addressValue());
        vlan.querier.reconfigure(RouterConfigs.router(config, common, true), nowNs);
        vlan.querier.ownAddress(common.querier().addressValue(), nowNs);
    }

    private void reconfigure(Vlan vlan, int port, IgmpLink before, long nowNs) {
        IgmpLink link = links[port];
        vlan.senders[port].reconfigure(link.version(), link.querier().addressValue());
        vlan.tables[port].reconfigure(RouterConfigs.router(config, link, true), nowNs);
        GroupChanges.forward(before.staticGroups(), link.staticGroups(),
                new IgmpHandler.StaticGroups(vlan.tables[port], nowNs));
        if (link.routerPort() != before.routerPort()) {
            plan.ports().pinned(port, link.routerPort());
            plan.ports().router(vlan.id, port, vlan.router[port]);
        }
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        out.begin(turn);
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            Vlan vlan = vlans.get(packet.vlan());
            if (vlan != null && vlan.tables[packet.inPort()] != null && !packet.is(Packet.FRAGMENTED)) {
                learn(packet, vlan, turn.nowNs());
            }
        }
    }

    private void learn(Packet packet, Vlan vlan, long nowNs) {
        if (packet.packetClass() == PacketClass.PIM) {
            onHello(packet, vlan, nowNs);
            return;
        }
        DropReason refused = gate.judge(packet);
        if (refused != null) {
            parts.own().increment(IgmpCounter.refused(refused));
            return;
        }
        IgmpKind kind = MessageReader.kindOf(packet);
        if (kind.isQuery()) {
            onQuery(packet, vlan, nowNs);
        } else if (kind.isReport()) {
            reader.reportToTable(packet, kind, vlan.tables[packet.inPort()], nowNs);
        } else {
            onDiscovery(packet, kind, vlan, nowNs);
        }
    }

    private void onQuery(Packet packet, Vlan vlan, long nowNs) {
        reader.readQuery(packet);
        boolean counts = reader.toQuerier(vlan.querier, packet.source(), nowNs);
        if (counts || (packet.source() == 0 && config.snooping().routerPortsFromAnyQuerier())) {
            routerHeard(vlan, packet.inPort(), holdNs(vlan), nowNs);
        }
        if (counts) {
            for (GroupTable table : vlan.tables) {
                if (table != null) {
                    reader.toTable(table, nowNs);
                }
            }
        }
    }

    private long holdNs(Vlan vlan) {
        Integer configured = config.snooping().routerPortSeconds();
        return configured == null
                ? vlan.querier.timers().otherQuerierPresentIntervalNs()
                : configured * ProtocolTimers.SECOND_NS;
    }

    private void onHello(Packet packet, Vlan vlan, long nowNs) {
        hello.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        if (hello.validate() != MessageFault.NONE) {
            parts.own().increment(IgmpCounter.refused(DropReason.PIM_REFUSED));
            return;
        }
        parts.own().increment(IgmpCounter.PIM_HELLO_RECEIVED);
        if (hello.holdtimeSeconds() == 0) {
            routerGone(vlan, packet.inPort());
        } else {
            routerHeard(vlan, packet.inPort(), hello.holdtimeSeconds() * ProtocolTimers.SECOND_NS, nowNs);
        }
    }

    private void onDiscovery(Packet packet, IgmpKind kind, Vlan vlan, long nowNs) {
        discovery.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        if (kind == IgmpKind.MRD_TERMINATION) {
            routerGone(vlan, packet.inPort());
        } else if (kind == IgmpKind.MRD_ADVERTISEMENT) {
            long intervalSeconds = Math.max(1, discovery.advertisementIntervalSeconds());
            routerHeard(vlan, packet.inPort(), ADVERTISEMENTS_MISSED * intervalSeconds * ProtocolTimers.SECOND_NS,
                    nowNs);
        }
    }

    private void routerHeard(Vlan vlan, int port, long holdNs, long nowNs) {
        long untilNs = nowNs + holdNs;
        vlan.routerUntilNs[port] = vlan.router[port] ? Math.max(vlan.routerUntilNs[port], untilNs) : untilNs;
        if (!vlan.router[port]) {
            vlan.router[port] = true;
            plan.ports().router(vlan.id, port, true);
        }
        if (!vlan.routerArmed[port]) {
            armRouter(vlan, port);
        }
    }

    private void armRouter(Vlan vlan, int port) {
        vlan.routerArmed[port] = routerTimers.arm(vlan.routerUntilNs[port], KIND_ROUTER_PORT,
                EventFeed.attachment(vlan.id, port)) != MachineTimers.NONE;
    }

    private void routerGone(Vlan vlan, int port) {
        if (vlan.router[port]) {
            vlan.router[port] = false;
            plan.ports().router(vlan.id, port, false);
        }
    }

    /** Who still wants a group reports it again within this time. */
    private void armAgeing(long nowNs) {
        if (!ageing) {
            long intervalNs = config.common().timers().groupMembershipIntervalNs();
            ageing = routerTimers.arm(nowNs + intervalNs, KIND_REFUSED, 0) != MachineTimers.NONE;
        }
    }

    // a refresh only moves the deadline: the timer finds out when it fires early
    private void onRouterTimer(int kind, int slot, long deadlineNs, long nowNs) {
        if (kind == KIND_TOPOLOGY) {
            Vlan changed = vlans.get(slot);
            changed.askAgain = false;
            askAll(changed, nowNs);
            return;
        }
        if (kind == KIND_REFUSED) {
            ageing = false;
            if (plan.ports().ageRefused()) {
                armAgeing(nowNs);
            }
            return;
        }
        Vlan vlan = vlans.get(EventFeed.vlan(slot));
        int port = EventFeed.port(slot);
        vlan.routerArmed[port] = false;
        if (vlan.router[port] && vlan.routerUntilNs[port] - nowNs > 0) {
            armRouter(vlan, port);
        } else {
            routerGone(vlan, port);
        }
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        out.begin(turn);
        timers.expire(payload, deadlineNs, turn.nowNs());
    }

    @Override
    public int onTurn(Turn turn) {
        if (plan.ports().topologyChanges() != topologyChanges) {
            out.begin(turn);
            followTopology(turn.nowNs());
        }
        return out.retry(turn) + parts.chores().getAsInt();
    }

    @Override
    public JoinResult join(int port, int handle, int group, FilterMode mode, int[] sources, Turn turn) {
        // a switch is no host: whoever wants a group's data is behind one of its ports
        parts.own().increment(IgmpCounter.JOIN_REFUSED);
        return JoinResult.NO_HOST_ROLE;
    }

    /** Down: what was learned on the port is forgotten. Up: members are asked at once. */
    @Override
    public void linkChanged(int port, boolean isUp, Turn turn) {
        out.begin(turn);
        plan.ports().link(port, isUp);
        for (Vlan vlan : vlans.values()) {
            if (vlan.tables[port] != null && isUp) {
                vlan.querier.startupQueries(turn.nowNs());
            } else if (vlan.tables[port] != null) {
                vlan.tables[port].flush(turn.nowNs());
                routerGone(vlan, port);
            }
        }
    }

    @Override
    public void topologyChanged(int vlanId, Turn turn) {
        out.begin(turn);
        Vlan vlan = vlans.get(vlanId);
        if (vlan != null) {
            changed(vlan, turn.nowNs());
        }
    }

    /** Where a change was heard on a port, what lies behind it may have moved in all its VLANs. */
    private void followTopology(long nowNs) {
        topologyChanges = plan.ports().topologyChanges();
        for (int port = 0; port < links.length; port++) {
            long changes = plan.ports().topologyChanges(port);
            if (changes != topologyChangesOn[port]) {
                topologyChangesOn[port] = changes;
                changed(port, nowNs);
            }
        }
    }

    private void changed(int port, long nowNs) {
        for (Vlan vlan : vlans.values()) {
            if (vlan.tables[port] != null) {
                changed(vlan, nowNs);
            }
        }
    }

    /** One question per Query Response Interval, however many changes there are; the last one has its own. */
    private void changed(Vlan vlan, long nowNs) {
        long freeNs = vlan.askedNs + vlan.querier.timers().queryResponseIntervalNs();
        if (!vlan.asked || freeNs - nowNs <= 0) {
            askAll(vlan, nowNs);
        } else if (!vlan.askAgain) {
            parts.own().increment(IgmpCounter.TOPOLOGY_CHANGE_DELAYED);
            vlan.askAgain = routerTimers.arm(freeNs, KIND_TOPOLOGY, vlan.id) != MachineTimers.NONE;
        }
    }

    /** As querier, or in its place on ports without a router (RFC 4541 section 2.1.1 (4)). */
    private void askAll(Vlan vlan, long nowNs) {
        vlan.asked = true;
        vlan.askedNs = nowNs;
        parts.own().increment(IgmpCounter.TOPOLOGY_CHANGE_ASKED);
        if (vlan.querier.isQuerier()) {
            vlan.querier.startupQueries(nowNs);
        } else if (vlan.querier.followsOwnVersion()) {
            for (int port = 0; port < links.length; port++) {
                if (vlan.tables[port] != null && !vlan.router[port] && !links[port].routerPort()) {
                    vlan.sender.generalFromNobody(port, vlan.querier.timers());
                }
            }
        }
    }

    /** VLAN of an attachment the forwarding sink is told of. */
    public static int vlanOf(int attachment) {
        return EventFeed.vlan(attachment);
    }

    /** Port of an attachment the forwarding sink is told of. */
    public static int portOf(int attachment) {
        return EventFeed.port(attachment);
    }

    /** Messages by kind that came here, refused ones among them. */
    public CounterSet<IgmpKind> received() {
        return received;
    }

    @Override
    public MembershipSnapshot snapshot(long nowNs) {
        List<GroupSnapshot> groups = new ArrayList<>();
        List<MembershipSnapshot.QuerierSnapshot> queriers = new ArrayList<>();
        for (Vlan vlan : vlans.values()) {
            queriers.add(IgmpPort.querierOf(vlan.querier, "", vlan.id, nowNs));
            for (int port = 0; port < links.length; port++) {
                if (vlan.tables[port] != null) {
                    IgmpPort.collect(vlan.tables[port], links[port].name(), vlan.id, groups, nowNs);
                }
            }
        }
        groups.sort(Comparator.comparingInt(GroupSnapshot::vlan));
        return new MembershipSnapshot(nowNs, groups, queriers);
    }
}
