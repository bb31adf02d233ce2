package org.hopwire.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.engine.EngineParts.Extras;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.ip.ForwardHandler;
import org.hopwire.ip.LocalHandler;
import org.hopwire.ip.OutputHandler;
import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.fragment.FragmentCounter;
import org.hopwire.ip.fragment.FragmentGate;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.PacketPool;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.PacketTap;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;

/**
 * One worker put together: a queue of every port, handlers, counters and a link to the control agent of its own, over
 * the tables that all share. What the control agent originates leaves by the first worker, which has a queue of every
 * port, too.
 */
final class WorkerAssembly implements AutoCloseable {
    private static final int LINK_CAPACITY = 512;
    private static final int IDLE_LINK_CAPACITY = 4;
    private static final int IDLE_LINK_FRAME = 64;
    private static final String NAME = "worker-";

    final List<Port> ports;
    final IcmpHandlers icmp;
    final PacketTap tap = new PacketTap();
    final PacketLink punts = new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME, PacketPool.HEADROOM);
    final PacketLink originated;
    final Worker worker;
    private final EngineParts parts;
    private final String name;
    private final WorkerCounters counters;
    private final Fragmenter fragmenter;

    WorkerAssembly(EngineParts parts, Extras extras, List<Port> ports, int index) {
        this.parts = parts;
        this.ports = List.copyOf(ports);
        name = nameOf(index);
        originated = index == 0
                ? new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME, PacketPool.HEADROOM)
                : new PacketLink(IDLE_LINK_CAPACITY, IDLE_LINK_FRAME, 0);
        icmp = new IcmpHandlers(parts.icmpShare(), parts.tables.interfaces, parts.registry, name,
                EngineParts.randomOf(parts.config),
                new IcmpHandlers.Shared(extras.listeners(), parts.errors, parts.tables::neighbourState,
                        parts.paths == null ? IcmpHandlers.Advice.NONE : parts.paths),
                extras.extensions().toArray(ErrorExtensions[]::new));
        counters = WorkerCounters.register(parts.registry, name, parts.config.portNames());
        this.ports.forEach(port -> port.register(parts.registry, name + WorkerCounters.PORT_INFIX + port.name()));
        fragmenter = new Fragmenter(parts.registry.register(FragmentCounter.class, name + EngineParts.FRAGMENTS,
                FragmentCounter.TYPE_ID));
        worker = new Worker(workerParts(extras));
    }

    /** Name of a worker, from 0: the first part of what its counters are called. */
    static String nameOf(int index) {
        return NAME + index;
    }

    private WorkerParts workerParts(Extras extras) {
        if (parts.multicast != null && parts.multicast.bridge != null) {
            return switchParts(extras);
        }
        EngineTables tables = parts.tables;
        return new WorkerParts(ports, parser(), new Dispatcher(handlers(extras)), icmp.errors(),
                new OutputHandler(tables.interfaces, tables.routes.reader(), tables.neighbours, fragmenter,
                        parts.paths == null ? null : parts.paths.table),
                parts.nanoClock, parts.epochClock, punts, originated, counters, extras.drops(), tap);
    }

    private Map<PacketClass, BurstHandler> handlers(Extras extras) {
        EngineTables tables = parts.tables;
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(PacketClass.class);
        handlers.putAll(icmp.byClass());
        handlers.put(PacketClass.LOCAL, new LocalHandler());
        handlers.put(PacketClass.FRAGMENT, new FragmentGate());
        if (isRouter()) {
            RedirectRule redirects = new RedirectRule(parts.config.ip().redirects());
            handlers.put(PacketClass.TRANSIT,
                    new ForwardHandler(tables.interfaces, tables.routes.reader(), tables.neighbours, redirects,
                            fragmenter));
        }
        if (parts.neighbours != null) {
            handlers.putAll(parts.neighbours.byClass());
        }
        if (parts.multicast != null) {
            handlers.putAll(parts.multicast.handlers(name, fragmenter));
        }
        handlers.putAll(extras.handlers());
        return handlers;
    }

    private boolean isRouter() {
        return parts.config.engine().mode() == EngineMode.ROUTER;
    }

    private PacketParser parser() {
        BitSet directedBroadcasts = new BitSet();
        List<ReversePathCheck.Mode> modes = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            IpConfig.PortOptions options = parts.config.ip().port(parts.config.port().get(i).name());
            directedBroadcasts.set(i, options.directedBroadcast());
            modes.add(options.reversePath());
        }
        boolean checks = modes.stream().anyMatch(mode -> mode != ReversePathCheck.Mode.OFF);
        return new PacketParser(parts.tables.interfaces, isRouter(), parts.config.ip().options(),
                checks ? new ReversePathCheck(parts.tables.routes.reader(), modes) : null, directedBroadcasts);
    }

    private WorkerParts switchParts(Extras extras) {
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(parts.multicast.bridge.byClass());
        handlers.putAll(extras.handlers());
        return new WorkerParts(ports, parts.multicast.bridge.parser(), new Dispatcher(handlers),
                BridgeHandlers.errors(), parts.multicast.bridge.output(), parts.nanoClock, parts.epochClock, punts,
                originated, counters, extras.drops(), tap);
    }

    /** Unmaps what connects the worker with the control agent; both have stopped. */
    @Override
    public void close() {
        punts.close();
        originated.close();
    }
}
