package org.hopwire.igmp;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.igmp.config.GroupChanges;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.host.HostInterface;
import org.hopwire.igmp.host.HostServices;
import org.hopwire.igmp.host.JoinResult;
import org.hopwire.igmp.proxy.MulticastProxy;
import org.hopwire.igmp.router.EntryBudget;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.igmp.router.Querier;
import org.hopwire.igmp.router.RouterConfig;
import org.hopwire.igmp.router.RouterParts;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.igmp.IgmpKind;

/**
 * Membership of a router, host or proxy: the roles of every port behind one control handler. Messages come from
 * {@link IgmpGate} and are believed.
 */
public final class IgmpHandler implements Membership {
    /** Handle of what a configuration joins; the embedding program's are above it. */
    public static final int CONFIGURED = 1;

    private static final int SETTLED_PER_TURN = 64;
    private static final int MOST_ENTRIES = 1 << 26;
    /** Payload that no machine's timer has: the proxy goes on. */
    private static final long PROXY_TURN = -1;

    private final IgmpParts parts;
    private final IgmpLink[] links;
    private IgmpConfig config;
    private final Outbox out;
    private final MessageReader reader;
    private final LocalGroups local;
    private final List<IgmpPort> ports = new ArrayList<>();
    private ControlTimers wheel;
    private MachineTimers timers;
    private MulticastProxy proxy;
    private int upstream = -1;
    private boolean stopping;

    /** Roles that start with the control agent. */
    public IgmpHandler(IgmpParts parts) {
        this.parts = parts;
        config = parts.config();
        links = IgmpParts.links(config, parts.interfaces());
        out = new Outbox(parts.counters().sent(), parts.own());
        reader = new MessageReader(parts.own());
        local = new LocalGroups(parts.local());
        requireProxy();
    }

    private void requireProxy() {
        int upstreams = 0;
        int downstreams = 0;
        for (int i = 0; i < links.length; i++) {
            upstreams += links[i].role() == IgmpRole.PROXY_UPSTREAM ? 1 : 0;
            downstreams += links[i].role() == IgmpRole.PROXY_DOWNSTREAM ? 1 : 0;
            upstream = links[i].role() == IgmpRole.PROXY_UPSTREAM ? i : upstream;
        }
        if (upstreams > 1 || (upstreams == 0 && downstreams > 0)) {
            throw new IllegalArgumentException("igmp role: a proxy needs exactly one \"proxy-upstream\" port, not "
                    + upstreams);
        }
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        wheel = handlerTimers;
        timers = new MachineTimers(handlerTimers);
        out.begin(turn);
        MembershipEvents events = new EventFeed(links, parts.events(), parts.own());
        for (int i = 0; i < links.length; i++) {
            ports.add(new IgmpPort(i, links[i]));
        }
        makeHosts(events);
        makeRouters(new ProxyEvents(events));
        ports.forEach(port -> start(port, turn.nowNs()));
        settleProxy(turn.nowNs());
    }

    private void makeHosts(MembershipEvents events) {
        for (IgmpPort port : ports) {
            if (port.link.role() != IgmpRole.OFF) {
                Interface egress = parts.interfaces().get(port.index);
                port.reports = senderOf(port, egress);
                port.host = new HostInterface(port.index, RouterConfigs.host(port.link), new HostServices(
                        Ipv4Family.INSTANCE, timers, port.reports, parts.random(), events,
                        parts.counters().host()));
            }
        }
        if (upstream >= 0) {
            proxy = new MulticastProxy(ports.get(upstream).host, Ipv4Family.INSTANCE, parts.forwarding(),
                    links[upstream].limits().groups(), parts.counters().proxy());
        }
    }

    private IgmpSender senderOf(IgmpPort port, Interface egress) {
        return new IgmpSender(out, port.index, 0, port.link.version(), egress.primaryAddress(), egress.mtu());
    }

    private void makeRouters(MembershipEvents events) {
        RouterParts shared = new RouterParts(Ipv4Family.INSTANCE, timers, events, parts.counters().router(),
                new EntryBudget(MOST_ENTRIES), parts.random());
        for (IgmpPort port : ports) {
            if (port.link.role().isRouter()) {
                makeRouter(port, shared);
            }
        }
    }

    private void makeRouter(IgmpPort port, RouterParts shared) {
        Interface egress = parts.interfaces().get(port.index);
        IgmpSender sender = senderOf(port, egress);
        port.queries = sender;
        RouterConfig config = RouterConfigs.router(this.config, port.link, false);
        boolean downstream = port.link.role() == IgmpRole.PROXY_DOWNSTREAM;
        if (downstream) {
            proxy.addDownstream(port.index);
        }
        ForwardingSink sink = downstream ? proxy : parts.forwarding();
        port.querier = new Querier(port.index, egress.primaryAddress(), config, shared, sender);
        port.table = new GroupTable(port.index, config, shared, port.querier, sink, sender);
        if (port.link.pim().hello()) {
            port.pim = new PimNeighbours(port.link.pim(), port.index, egress.primaryAddress(), out, parts.own(),
                    parts.random(), timers, port.querier);
        } else {
            // nobody is elected where nobody speaks: then version 1 is ours to ask
            port.querier.setDesignated(true, 0);
        }
    }

    /** A proxy forwards on a downstream only while it is the querier there (RFC 4605 section 4.3). */
    private final class ProxyEvents extends ForwardedEvents {
        ProxyEvents(MembershipEvents next) {
            super(next);
        }

        @Override
        public void querierChanged(int link, int querier, boolean ourselves, long nowNs) {
            if (proxy != null && links[link].role() == IgmpRole.PROXY_DOWNSTREAM) {
                proxy.querier(link, ourselves);
            }
            super.querierChanged(link, querier, ourselves, nowNs);
        }
    }

    private void start(IgmpPort port, long nowNs) {
        if (port.querier != null) {
            port.querier.start(nowNs);
        }
        if (port.pim != null) {
            port.pim.start(nowNs);
        }
        settleGroups(port, List.of(), List.of(), nowNs);
    }

    /** Static groups of one table. */
    record StaticGroups(GroupTable table, long nowNs) implements GroupChanges.Forwarder {
        @Override
        public void group(int group, boolean isForwarded) {
            if (isForwarded) {
                table.addStatic(group, nowNs);
            } else {
                table.removeStatic(group, nowNs);
            }
        }

        @Override
        public void source(int group, int source, boolean isForwarded) {
            if (isForwarded) {
                table.addStatic(group, source, nowNs);
            } else {
                table.removeStatic(group, source, nowNs);
            }
        }
    }

    /** What the configuration forwards to a link and joins on it, in place of what it did before. */
    private void settleGroups(IgmpPort port, List<IgmpConfig.FixedGroup> forwarded,
            List<IgmpConfig.FixedGroup> joined, long nowNs) {
        if (port.table != null) {
            GroupChanges.forward(forwarded, port.link.staticGroups(), new StaticGroups(port.table, nowNs));
        }
        GroupChanges.join(joined, port.link.joins(),
                (group, mode, sources) -> join(port.index, CONFIGURED, group, mode, sources, nowNs));
    }

    @Override
    public void reconfigure(IgmpConfig changed, Turn turn) {
        out.begin(turn);
        boolean mapsChange = !changed.ssmMap().equals(config.ssmMap());
        config = changed;
        for (IgmpPort port : ports) {
            IgmpLink wanted = changed.link(port.link.name());
            if (mapsChange || !wanted.equals(port.link)) {
                reconfigure(port, wanted, turn.nowNs());
            }
        }
        settleProxy(turn.nowNs());
    }

    private void reconfigure(IgmpPort port, IgmpLink wanted, long nowNs) {
        IgmpLink before = port.link;
        port.link = wanted;
        links[port.index] = wanted;
        port.reconfigure(config, parts.interfaces().get(port.index).primaryAddress(), nowNs);
        settleGroups(port, before.staticGroups(), before.joins(), nowNs);
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        out.begin(turn);
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            IgmpPort port = ports.get(packet.inPort());
            if (packet.packetClass() == PacketClass.IGMP) {
                onMessage(packet, port, turn.nowNs());
            } else if (port.pim != null) {
                port.pim.onHello(packet, turn.nowNs());
            }
        }
        settleProxy(turn.nowNs());
    }

    private void onMessage(Packet packet, IgmpPort port, long nowNs) {
        IgmpKind kind = MessageReader.kindOf(packet);
        if (kind.isQuery()) {
            onQuery(packet, port, nowNs);
        } else {
            onReport(packet, kind, port, nowNs);
        }
    }

    private void onQuery(Packet packet, IgmpPort port, long nowNs) {
        reader.readQuery(packet);
        if (port.querier != null && reader.toQuerier(port.querier, packet.source(), nowNs)) {
            reader.toTable(port.table, nowNs);
        }
        if (port.host == null) {
            parts.own().increment(IgmpCounter.QUERY_IGNORED);
        } else if (!isOwnAddress(packet.source(), port)) {
            reader.toHost(port.host, nowNs);
        }
    }

    /** A query from our own address is a duplicate's, or our own come back: not worth an answer. */
    private boolean isOwnAddress(int source, IgmpPort port) {
        return source != 0 && source == parts.interfaces().get(port.index).primaryAddress();
    }

    private void onReport(Packet packet, IgmpKind kind, IgmpPort port, long nowNs) {
        if (port.table == null) {
            parts.own().increment(IgmpCounter.REPORT_IGNORED);
        } else {
            reader.reportToTable(packet, kind, port.table, nowNs);
        }
        if (port.host != null) {
            reader.reportToHost(packet, kind, port.host, nowNs);
        }
    }

    private void settleProxy(long nowNs) {
        if (proxy != null && proxy.settle(nowNs, SETTLED_PER_TURN) > 0) {
            parts.own().increment(IgmpCounter.PROXY_DEFERRED);
            // what is due now would still be done in this turn
            wheel.arm(nowNs + 1, PROXY_TURN);
        }
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        out.begin(turn);
        if (payload != PROXY_TURN) {
            timers.expire(payload, deadlineNs, turn.nowNs());
        }
        settleProxy(turn.nowNs());
    }

    @Override
    public int onTurn(Turn turn) {
        int work = out.retry(turn) + parts.chores().getAsInt();
        if (stopping) {
            out.begin(turn);
            work += stopHosts(turn.nowNs());
        }
        return work;
    }

    /** Hosts that go say so; a querier just falls silent, and PIM says farewell. */
    @Override
    public void onStop(Turn turn) {
        out.begin(turn);
        stopHosts(turn.nowNs());
        for (IgmpPort port : ports) {
            if (port.pim != null) {
                port.pim.stop();
            }
        }
    }

    /** Says goodbye for some groups of each port; how many ports have more to say. */
    private int stopHosts(long nowNs) {
        int going = 0;
        for (IgmpPort port : ports) {
            if (port.host != null && !port.stopped) {
                port.stopped = port.host.stop(nowNs);
                going += port.stopped ? 0 : 1;
            }
        }
        stopping = going > 0;
        return going;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public JoinResult join(int port, int handle, int group, FilterMode mode, int[] sources, Turn turn) {
        out.begin(turn);
        return join(port, handle, group, mode, sources, turn.nowNs());
    }

    private JoinResult join(int port, int handle, int group, FilterMode mode, int[] sources, long nowNs) {
        HostInterface host = ports.get(port).host;
        JoinResult result = JoinResult.NO_HOST_ROLE;
        if (host != null && mode == FilterMode.EXCLUDE && links[port].isSsm(group)) {
            result = JoinResult.EXCLUDE_IN_SSM_RANGE;
        } else if (host != null) {
            result = host.set(handle, group, mode, sources, sources.length, nowNs);
        }
        if (result.accepted()) {
            local.set(port, handle, group, mode, sources);
        } else {
            parts.own().increment(IgmpCounter.JOIN_REFUSED);
        }
        return result;
    }

    @Override
    public void linkChanged(int port, boolean isUp, Turn turn) {
        out.begin(turn);
        IgmpPort changed = ports.get(port);
        if (changed.table != null && !isUp) {
            changed.table.flush(turn.nowNs());
        }
        if (changed.querier != null) {
            tellQuerier(changed.querier, isUp, turn.nowNs());
        }
        if (changed.host != null) {
            tellHost(changed.host, isUp, turn.nowNs());
        }
        settleProxy(turn.nowNs());
    }

    private static void tellQuerier(Querier querier, boolean isUp, long nowNs) {
        if (isUp) {
            querier.linkUp(nowNs);
        } else {
            querier.linkDown(nowNs);
        }
    }

    private static void tellHost(HostInterface host, boolean isUp, long nowNs) {
        if (isUp) {
            host.linkUp(nowNs);
        } else {
            host.linkDown(nowNs);
        }
    }

    @Override
    public MembershipSnapshot snapshot(long nowNs) {
        List<GroupSnapshot> groups = new ArrayList<>();
        List<MembershipSnapshot.QuerierSnapshot> queriers = new ArrayList<>();
        ports.forEach(port -> port.snapshot(groups, queriers, nowNs));
        return new MembershipSnapshot(nowNs, groups, queriers);
    }
}
