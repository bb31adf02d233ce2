package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.IgmpCounter;
import org.hopwire.igmp.IgmpCounters;
import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.IgmpGate;
import org.hopwire.igmp.IgmpHandler;
import org.hopwire.igmp.IgmpParts;
import org.hopwire.igmp.Membership;
import org.hopwire.igmp.PimGate;
import org.hopwire.igmp.SnoopHandler;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.ip.MulticastCounter;
import org.hopwire.ip.MulticastForwardHandler;
import org.hopwire.ip.MulticastListener;
import org.hopwire.ip.MulticastScope;
import org.hopwire.ip.TransitWriter;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.MembershipTable;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;
import org.hopwire.pipeline.EventQueue;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.igmp.IgmpKind;

/** Membership put together: the table between control agent and worker, the roles behind it, the handlers in front. */
final class MulticastParts implements AutoCloseable {
    private static final int TYPE_ID_MEMBERSHIP = 142;
    private static final int MOST_EVENTS = 4096;
    private static final int MOST_GROUPS = 1 << 23;
    private static final int MOST_SOURCES = 1 << 26;
    private static final int MOST_PER_GROUP = 65_535;

    final EventQueue<IgmpEvent.Slot> events = new EventQueue<>(MOST_EVENTS, IgmpEvent.Slot::new);
    final CounterSet<MembershipCounter> published;
    final Membership membership;
    /** Null but in a switch. */
    final BridgeHandlers bridge;
    private final MembershipTable table;
    private final EngineConfig config;
    private final EngineTables tables;
    private final CounterRegistry registry;
    private final MembershipLimits limits;
    /** Null but in a switch. */
    private final SwitchParts switching;
    /** Null where nobody listens. */
    private final MulticastListener listener;

    MulticastParts(EngineConfig config, EngineTables tables, CounterRegistry registry, DistinctErrors failures,
            RandomGenerator random, MulticastListener foreign) {
        this.config = config;
        this.tables = tables;
        this.registry = registry;
        listener = foreign == null ? null : guarded(foreign, failures);
        IgmpConfig igmp = config.igmp();
        IgmpLink[] links = IgmpParts.links(igmp, tables.interfaces);
        IgmpCounters counters = IgmpCounters.register(registry, EngineParts.CONTROL);
        boolean isSwitch = config.engine().mode() == EngineMode.SWITCH;
        published = registry.register(MembershipCounter.class, EngineParts.CONTROL + ".membership",
                TYPE_ID_MEMBERSHIP);
        limits = limitsOf(links, isSwitch);
        table = new MembershipTable(limits, random.nextLong(), published);
        IgmpParts roles = new IgmpParts(igmp, tables.interfaces, isSwitch ? this::switchTo : this::forward,
                this::deliver, counters, random, events, table::work);
        if (isSwitch) {
            switching = new SwitchParts(config, links, table, registry, random);
            membership = new SnoopHandler(roles, switching.plan(), received(EngineParts.CONTROL));
            bridge = switching.handlers();
        } else {
            switching = null;
            membership = new IgmpHandler(roles);
            bridge = null;
        }
    }

    private CounterSet<IgmpKind> received(String scope) {
        return registry.register(IgmpKind.class, scope + ".igmp-received", IgmpCounter.TYPE_ID_BY_KIND);
    }

    /** A router's or host's worker, which counts under its name. */
    Side side(String worker, Fragmenter fragmenter) {
        TransitWriter writer = config.engine().mode() == EngineMode.ROUTER
                ? new TransitWriter(tables.interfaces, fragmenter)
                : null;
        return new Side(this, received(worker), writer, tables.routes.reader(), table.reader(),
                registry.register(MulticastCounter.class, worker + ".multicast", MulticastCounter.TYPE_ID));
    }

    /** What one worker's handlers of multicast are made of, under whatever configuration. */
    record Side(MulticastParts parts, CounterSet<IgmpKind> received, TransitWriter writer, RouteReader routes,
            MembershipReader members, CounterSet<MulticastCounter> copies) {
        /** Handlers that go by a configuration. */
        Map<PacketClass, BurstHandler> handlers(IgmpConfig igmp) {
            InterfaceTable interfaces = parts.tables.interfaces;
            IgmpLink[] links = IgmpParts.links(igmp, interfaces);
            return Map.of(PacketClass.IGMP, new IgmpGate(interfaces, links, received), PacketClass.PIM,
                    new PimGate(interfaces, links), PacketClass.MULTICAST, new MulticastForwardHandler(interfaces,
                            routes, scopeOf(links), members, parts.listener, writer, copies));
        }
    }

    /** Whether what the roles may keep under a configuration fits the table that was made at the start. */
    boolean hasRoomFor(IgmpConfig igmp) {
        MembershipLimits wanted = limitsOf(IgmpParts.links(igmp, tables.interfaces), bridge != null);
        return wanted.groups() <= limits.groups() && wanted.sources() <= limits.sources()
                && wanted.sourcesPerGroup() <= limits.sourcesPerGroup();
    }

    /** On the control agent's thread, while no worker is in a burst: goes by another configuration. */
    void reconfigure(EngineConfig changed, Turn turn) {
        if (switching != null) {
            switching.reconfigure(changed, IgmpParts.links(changed.igmp(), tables.interfaces));
        }
        membership.reconfigure(changed.igmp(), turn);
    }

    /** Whatever the roles may keep finds room, up to what a table can have at all. */
    private static MembershipLimits limitsOf(IgmpLink[] links, boolean isSwitch) {
        long groups = 0;
        long sources = 0;
        long perGroup = 0;
        for (IgmpLink link : links) {
            if (link.role() != IgmpRole.OFF || isSwitch) {
                groups += link.limits().groups();
                sources += (long) link.limits().groups() * link.limits().sources();
                perGroup += link.limits().sources();
            }
        }
        return MembershipLimits.of(Math.clamp(groups, 1, MOST_GROUPS), Math.clamp(sources, 0, MOST_SOURCES),
                Math.clamp(perGroup, 0, MOST_PER_GROUP));
    }

    private static MulticastScope scopeOf(IgmpLink[] links) {
        int upstream = -1;
        boolean[] downstream = new boolean[links.length];
        List<List<Ipv4Prefix>> boundaries = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            upstream = links[i].role() == IgmpRole.PROXY_UPSTREAM ? i : upstream;
            downstream[i] = links[i].role() == IgmpRole.PROXY_DOWNSTREAM;
            boundaries.add(links[i].boundary().stream().map(Ipv4Prefix::parseNetwork).toList());
        }
        return new MulticastScope(upstream, downstream, boundaries);
    }

    /** Foreign code: what it throws is recorded and costs nobody a packet. */
    private static MulticastListener guarded(MulticastListener listener, DistinctErrors failures) {
        return packet -> tell(listener, packet, failures);
    }

    private static void tell(MulticastListener listener, Packet packet, DistinctErrors failures) {
        try {
            listener.onDatagram(packet);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failures.record(e);
        }
    }

    // groups of 224.0.0.0/24 are known and shown, but their data goes by rules of its own (RFC 4541 2.1.2 (2))
    private void forward(int port, int group, FilterMode mode, int[] sources, int count) {
        if (Ipv4Address.isLinkLocalMulticast(group)) {
            return;
        }
        table.update(MulticastForwardHandler.FORWARDING, group, port, mode == FilterMode.EXCLUDE, sources, count);
    }

    private void switchTo(int attachment, int group, FilterMode mode, int[] sources, int count) {
        if (Ipv4Address.isLinkLocalMulticast(group)) {
            return;
        }
        table.update(SnoopHandler.vlanOf(attachment), group, SnoopHandler.portOf(attachment),
                mode == FilterMode.EXCLUDE, sources, count);
    }

    private void deliver(int port, int group, FilterMode mode, int[] sources, int count) {
        table.update(MulticastForwardHandler.localContext(port), group, MulticastForwardHandler.HERE,
                mode == FilterMode.EXCLUDE, sources, count);
    }

    /** Unmaps the table; both agents have stopped. */
    @Override
    public void close() {
        table.close();
    }
}
