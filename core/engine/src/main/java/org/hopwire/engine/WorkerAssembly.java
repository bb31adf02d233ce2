package org.hopwire.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.engine.EngineParts.Extras;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.ip.ForwardHandler;
import org.hopwire.ip.LocalHandler;
import org.hopwire.ip.OutputHandler;
import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.SourceRouteCheck;
import org.hopwire.ip.fragment.FragmentCounter;
import org.hopwire.ip.fragment.FragmentGate;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.BurstParser;
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
    /** Replaced on the control agent's thread. */
    IcmpHandlers icmp;
    final PacketTap tap = new PacketTap();
    final PacketLink punts = new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME);
    final PacketLink originated;
    final Worker worker;
    private final EngineParts parts;
    private final String name;
    private final WorkerCounters counters;
    private final Fragmenter fragmenter;
    private final Extras extras;
    private final RouteReader forwarding;
    private final RouteReader judging;
    /** Null where no port has a membership role, and in a switch. */
    private final MulticastParts.Side multicast;

    WorkerAssembly(EngineParts parts, Extras extras, List<Port> ports, int index) {
        this.parts = parts;
        this.extras = extras;
        this.ports = List.copyOf(ports);
        name = nameOf(index);
        originated = index == 0
                ? new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME)
                : new PacketLink(IDLE_LINK_CAPACITY, IDLE_LINK_FRAME);
        icmp = new IcmpHandlers(parts.config.icmp(), parts.tables.interfaces, parts.registry, name,
                EngineParts.randomOf(parts.config),
                new IcmpHandlers.Shared(extras.listeners(), parts.errors, parts.tables::neighbourState,
                        parts.paths == null ? IcmpHandlers.Advice.NONE : parts.paths),
                index == 0 ? null : parts.workers.get(0).icmp, index,
                extras.extensions().toArray(ErrorExtensions[]::new));
        counters = WorkerCounters.register(parts.registry, name, parts.config.portNames());
        this.ports.forEach(port -> port.register(parts.registry, name + WorkerCounters.PORT_INFIX + port.name()));
        fragmenter = new Fragmenter(parts.registry.register(FragmentCounter.class, name + EngineParts.FRAGMENTS,
                FragmentCounter.TYPE_ID), EngineParts.randomOf(parts.config).nextLong());
        forwarding = parts.tables.routes.reader();
        judging = parts.tables.routes.reader();
        multicast = parts.multicast == null || isSwitch() ? null : parts.multicast.side(name, fragmenter);
        worker = new Worker(workerParts(index));
    }

    /** Name of a worker, from 0: the first part of what its counters are called. */
    static String nameOf(int index) {
        return NAME + index;
    }

    private boolean isSwitch() {
        return parts.multicast != null && parts.multicast.bridge != null;
    }

    private WorkerParts workerParts(int index) {
        EngineTables tables = parts.tables;
        BurstHandler output = isSwitch()
                ? parts.multicast.bridge.output()
                : new OutputHandler(tables.interfaces, tables.routes.reader(), tables.neighbours, fragmenter,
                        parts.paths.table, parts.paths.newRecord());
        Program program = program(parts.config, null);
        return new WorkerParts(ports, program.parser(), program.dispatcher(), program.errors(), output,
                parts.nanoClock, parts.epochClock, punts, originated, counters, extras.drops(), tap,
                parts.gate.pass(index), parts.mark.reader(index));
    }

    /** What a worker does with packets under one configuration. */
    record Program(BurstParser parser, Dispatcher dispatcher, BurstHandler errors, IcmpHandlers icmp) {}

    /**
     * Made by any thread; nothing of it is in force before {@link #install}.
     *
     * @param first the first worker's; null where this is the first, or nothing changes
     */
    Program program(EngineConfig config, Program first) {
        IcmpHandlers answers = config.icmp().equals(parts.config.icmp())
                ? icmp
                : icmp.with(config.icmp(), first == null ? null : first.icmp());
        return isSwitch()
                ? new Program(parts.multicast.bridge.parser(), new Dispatcher(with(parts.multicast.bridge.byClass())),
                        BridgeHandlers.errors(), answers)
                : new Program(parser(config), new Dispatcher(with(handlers(config, answers))), answers.errors(),
                        answers);
    }

    /** On the control agent's thread, while the worker is in no burst. */
    void install(Program program) {
        icmp = program.icmp();
        worker.replace(program.parser(), program.dispatcher(), program.errors());
    }

    private Map<PacketClass, BurstHandler> with(Map<PacketClass, BurstHandler> ours) {
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(ours);
        handlers.putAll(extras.handlers());
        return handlers;
    }

    private Map<PacketClass, BurstHandler> handlers(EngineConfig config, IcmpHandlers answers) {
        EngineTables tables = parts.tables;
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(answers.byClass());
        handlers.put(PacketClass.LOCAL, new LocalHandler());
        handlers.put(PacketClass.FRAGMENT, new FragmentGate());
        if (isRouter()) {
            handlers.put(PacketClass.TRANSIT, new ForwardHandler(tables.interfaces, forwarding, tables.neighbours,
                    new RedirectRule(config.ip().redirects()), fragmenter));
        }
        if (parts.neighbours != null) {
            handlers.putAll(parts.neighbours.byClass(EngineTables.proxies(config)));
        }
        if (multicast != null) {
            handlers.putAll(multicast.handlers(config.igmp()));
        }
        return handlers;
    }

    private boolean isRouter() {
        return parts.config.engine().mode() == EngineMode.ROUTER;
    }

    private PacketParser parser(EngineConfig config) {
        BitSet directedBroadcasts = new BitSet();
        List<ReversePathCheck.Mode> modes = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            IpConfig.PortOptions options = config.ip().port(config.port().get(i).name());
            directedBroadcasts.set(i, options.directedBroadcast());
            modes.add(options.reversePath());
        }
        boolean checks = modes.stream().anyMatch(mode -> mode != ReversePathCheck.Mode.OFF);
        return new PacketParser(parts.tables.interfaces, isRouter(),
                config.ip().options(new SourceRouteCheck(judging)),
                checks ? new ReversePathCheck(judging, modes, parts.paths.table) : null, directedBroadcasts);
    }

    /** Unmaps what connects the worker with the control agent; both have stopped. */
    @Override
    public void close() {
        punts.close();
        originated.close();
    }
}
