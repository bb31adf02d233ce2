package org.hopwire.engine;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.ip.ForwardHandler;
import org.hopwire.ip.LocalHandler;
import org.hopwire.ip.MulticastListener;
import org.hopwire.ip.OutputHandler;
import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.fragment.FragmentCounter;
import org.hopwire.ip.fragment.FragmentGate;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.fragment.Reassembly;
import org.hopwire.ip.route.RouteUpdates;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.PacketPool;
import org.hopwire.pipeline.ControlAgent;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.DropListener;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/** Puts the engine together: tables from configuration, handlers over the tables, agents over the handlers. */
final class EngineParts {
    private static final int COUNTERS_OF_THE_ENGINE = 1024;
    private static final int COUNTERS_PER_PORT = 16;
    private static final int LINK_CAPACITY = 512;
    private static final int ERROR_LOG_BYTES = 1 << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;
    static final String WORKER = "worker-0";
    static final String CONTROL = "control";
    private static final String FRAGMENTS = ".fragment";

    final EngineConfig config;
    final List<Port> ports;
    final EngineTables tables;
    final DistinctErrors errors;
    final WorkerCounters counters;
    final CounterRegistry registry;
    final IcmpHandlers icmp;
    /** Null where no port has a membership role. */
    final MulticastParts multicast;
    private final Fragmenter fragmenter;
    private final Reassembly reassembly;
    final RouteUpdates routes;
    final NanoClock nanoClock;
    final EpochClock epochClock;
    final PacketLink punts = new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME, PacketPool.HEADROOM);
    final PacketLink originated = new PacketLink(LINK_CAPACITY, PacketPool.LONGEST_FRAME, PacketPool.HEADROOM);
    final Worker worker;
    final ControlAgent control;

    EngineParts(EngineConfig config, EngineTables tables, List<Port> ports, Extras extras, NanoClock nanoClock,
            EpochClock epochClock) {
        this.config = config;
        this.tables = tables;
        this.ports = List.copyOf(ports);
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        errors = new DistinctErrors(ERROR_LOG_BYTES, () -> epochClock.epochNs() / NANOS_PER_MILLI);
        registry = new CounterRegistry(COUNTERS_OF_THE_ENGINE + COUNTERS_PER_PORT * ports.size());
        icmp = new IcmpHandlers(config.icmp(), tables.interfaces, registry, WORKER, randomOf(config),
                new IcmpHandlers.Shared(extras.listeners(), errors, tables::neighbourState),
                extras.extensions().toArray(ErrorExtensions[]::new));
        counters = WorkerCounters.register(registry, WORKER, config.portNames());
        routes = new RouteUpdates(tables.routes);
        fragmenter = new Fragmenter(registry.register(FragmentCounter.class, WORKER + FRAGMENTS,
                FragmentCounter.TYPE_ID));
        reassembly = new Reassembly(config.ip().reassembly(), registry.register(FragmentCounter.class,
                CONTROL + FRAGMENTS, FragmentCounter.TYPE_ID), randomOf(config));
        multicast = config.igmp().isUsed() || config.engine().mode() == EngineMode.SWITCH
                ? new MulticastParts(config, tables, registry, errors, randomOf(config), extras.multicast(), fragmenter)
                : null;
        worker = new Worker(workerParts(extras));
        List<ControlHandler> controls = new ArrayList<>(icmp.control());
        controls.add(reassembly);
        controls.add(routes);
        if (multicast != null) {
            controls.add(multicast.membership);
        }
        controls.addAll(extras.control());
        control = new ControlAgent(controls, punts, originated, nanoClock, epochClock,
                registry.register(PipelineCounter.class, CONTROL, WorkerCounters.PIPELINE_TYPE_ID),
                PacketPool.LONGEST_FRAME);
    }

    /**
     * What an embedding program adds to a configuration.
     *
     * @param handlers handlers of whole classes of packets
     * @param control protocol machines
     * @param listeners who hears of received ICMP errors
     * @param extensions what ICMP errors carry besides
     * @param multicast gets the data of joined groups, or null
     * @param drops sees dropped packets, or null
     */
    record Extras(Map<PacketClass, BurstHandler> handlers, List<ControlHandler> control, ErrorListeners listeners,
            List<ErrorExtensions> extensions, MulticastListener multicast, DropListener drops) {}

    static RandomGenerator randomOf(EngineConfig config) {
        Long seed = config.engine().seed();
        return seed == null ? new SecureRandom() : new SplittableRandom(seed);
    }

    private WorkerParts workerParts(Extras extras) {
        boolean router = config.engine().mode() == EngineMode.ROUTER;
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(PacketClass.class);
        handlers.putAll(icmp.byClass());
        handlers.put(PacketClass.LOCAL, new LocalHandler());
        handlers.put(PacketClass.FRAGMENT, new FragmentGate());
        if (router) {
            RedirectRule redirects = new RedirectRule(config.ip().redirects());
            handlers.put(PacketClass.TRANSIT,
                    new ForwardHandler(tables.interfaces, tables.routes.reader(), tables.neighbours, redirects,
                            fragmenter));
        }
        if (multicast != null) {
            handlers.putAll(multicast.handlers());
        }
        handlers.putAll(extras.handlers());
        if (multicast != null && multicast.bridge != null) {
            return switchParts(extras);
        }
        return new WorkerParts(ports, new PacketParser(tables.interfaces, router, config.ip().options()),
                new Dispatcher(handlers), icmp.errors(),
                new OutputHandler(tables.interfaces, tables.routes.reader(), tables.neighbours, fragmenter), nanoClock,
                epochClock, punts, originated, counters, extras.drops());
    }

    private WorkerParts switchParts(Extras extras) {
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(multicast.handlers());
        handlers.putAll(extras.handlers());
        return new WorkerParts(ports, multicast.bridge.parser(), new Dispatcher(handlers), BridgeHandlers.errors(),
                multicast.bridge.output(), nanoClock, epochClock, punts, originated, counters, extras.drops());
    }

    /** Unmaps what connects the agents; both have stopped. */
    void close() {
        if (multicast != null) {
            multicast.close();
        }
        reassembly.close();
        tables.routes.close();
        punts.close();
        originated.close();
    }
}
