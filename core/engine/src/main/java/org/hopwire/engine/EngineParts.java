package org.hopwire.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.ip.MulticastListener;
import org.hopwire.ip.fragment.FragmentCounter;
import org.hopwire.ip.fragment.Reassembly;
import org.hopwire.ip.neighbor.NeighbourEvent;
import org.hopwire.ip.neighbor.Neighbours;
import org.hopwire.ip.route.RouteUpdates;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketPool;
import org.hopwire.pipeline.BurstGate;
import org.hopwire.pipeline.ControlAgent;
import org.hopwire.pipeline.DropListener;
import org.hopwire.pipeline.EventQueue;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.ReadMark;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/** Puts the engine together: tables from configuration, handlers over the tables, agents over the handlers. */
final class EngineParts {
    private static final int COUNTERS_OF_THE_ENGINE = 1024;
    private static final int COUNTERS_PER_PORT = 32;
    private static final int ERROR_LOG_BYTES = 1 << 20;
    private static final int MOST_EVENTS = 1024;
    private static final int LEAST_ROOM = 2048;
    /** Octets a packet may need besides its own: a link-layer header, tags, alignment. */
    private static final int ROOM = 64;
    private static final long NANOS_PER_MILLI = 1_000_000;
    static final String CONTROL = "control";
    static final String FRAGMENTS = ".fragment";

    /** What is in force, with what the interfaces behind the ports say. */
    volatile EngineConfig config;
    final BurstGate gate;
    final ReadMark mark;
    final List<Port> ports;
    final EngineTables tables;
    final DistinctErrors errors;
    final CounterRegistry registry;
    /** Null where no port has a membership role. */
    final MulticastParts multicast;
    final Reassembly reassembly;
    final RouteUpdates routes;
    final NanoClock nanoClock;
    final EpochClock epochClock;
    /** Null in a switch. */
    final PathParts paths;
    /** Null where no port asks for neighbours. */
    final Neighbours neighbours;
    final EventQueue<NeighbourEvent.Slot> neighbourEvents = new EventQueue<>(MOST_EVENTS, NeighbourEvent.Slot::new);
    final List<WorkerAssembly> workers = new ArrayList<>();
    final Reconfiguration reconfiguration = new Reconfiguration(this);
    final ControlAgent control;

    /** Parts of an engine; {@code ports} has the queues of every port for each worker. */
    EngineParts(EngineConfig config, EngineTables tables, List<List<Port>> ports, Extras extras, NanoClock nanoClock,
            EpochClock epochClock) {
        this.config = config;
        this.tables = tables;
        gate = new BurstGate(ports.size());
        mark = new ReadMark(ports.size());
        this.ports = List.copyOf(ports.get(0));
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        errors = new DistinctErrors(ERROR_LOG_BYTES, () -> epochClock.epochNs() / NANOS_PER_MILLI);
        registry = registryOf(extras.counters(),
                ports.size() * (COUNTERS_OF_THE_ENGINE + COUNTERS_PER_PORT * this.ports.size()));
        paths = config.engine().mode() == EngineMode.SWITCH
                ? null
                : new PathParts(config, tables, registry, randomOf(config));
        routes = new RouteUpdates(tables.routes);
        reassembly = new Reassembly(config.ip().reassembly(), registry.register(FragmentCounter.class,
                CONTROL + FRAGMENTS, FragmentCounter.TYPE_ID), randomOf(config));
        multicast = config.igmp().isUsed() || config.engine().mode() == EngineMode.SWITCH
                ? new MulticastParts(config, tables, registry, errors, randomOf(config), extras.multicast())
                : null;
        neighbours = neighboursOf();
        for (List<Port> each : ports) {
            workers.add(new WorkerAssembly(this, extras, each, workers.size()));
        }
        List<ControlHandler> controls = new ArrayList<>(workers.get(0).icmp.control());
        controls.add(reassembly);
        controls.add(routes);
        if (multicast != null) {
            controls.add(multicast.membership);
        }
        if (paths != null) {
            controls.addAll(paths.control());
        }
        if (neighbours != null) {
            controls.add(neighbours.control());
        }
        controls.add(linkMonitor(extras));
        controls.add(reconfiguration);
        controls.addAll(extras.control());
        control = new ControlAgent(controls, workers.stream().map(each -> each.punts).toList(),
                workers.get(0).originated, nanoClock, epochClock,
                registry.register(PipelineCounter.class, CONTROL, WorkerCounters.PIPELINE_TYPE_ID),
                PacketPool.LONGEST_FRAME, mark);
    }

    private LinkMonitor linkMonitor(Extras extras) {
        List<LinkMonitor.Listener> listeners = new ArrayList<>();
        if (multicast != null) {
            listeners.add(multicast.membership::linkChanged);
        }
        if (neighbours != null) {
            listeners.add(neighbours::linkChanged);
        }
        if (paths != null) {
            listeners.add(paths::linkChanged);
        }
        listeners.add((port, isUp, turn) -> workers.getFirst().icmp.linkChanged(port, isUp, turn));
        return new LinkMonitor(ports, tables.interfaces, config.port(), extras.written(), listeners);
    }

    private Neighbours neighboursOf() {
        boolean any = false;
        for (int i = 0; i < ports.size(); i++) {
            any |= tables.neighbours.resolves(i);
        }
        if (!any) {
            return null;
        }
        Neighbours made = new Neighbours(new Neighbours.Setup(config.ip().arp(), tables.interfaces, tables.neighbours,
                EngineTables.proxies(config), tables::isBehindAnother, longest()), registry, CONTROL, neighbourEvents);
        for (NeighborConfig each : config.neighbor()) {
            made.addFixed(tables.indexOf(each.port(), "neighbor"), each.ipAddress(), each.linkAddress());
        }
        return made;
    }

    /** Octets of the longest packet that may wait with the control agent. */
    private int longest() {
        int most = LEAST_ROOM;
        for (int i = 0; i < tables.interfaces.size(); i++) {
            most = Math.max(most, tables.interfaces.get(i).mtu() + ROOM);
        }
        return most;
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
     * @param counters file other processes read the counters from, or null
     * @param written ports as they were asked for, before they were completed from their interfaces
     */
    record Extras(Map<PacketClass, BurstHandler> handlers, List<ControlHandler> control, ErrorListeners listeners,
            List<ErrorExtensions> extensions, MulticastListener multicast, DropListener drops, Path counters,
            List<PortConfig> written) {}

    private CounterRegistry registryOf(Path file, int capacity) {
        try {
            return file == null
                    ? new CounterRegistry(capacity)
                    : CounterRegistry.inFile(file, capacity, epochClock.epochNs(),
                            InternetChecksum.kernel().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("counters in " + file + ": " + e.getMessage(), e);
        }
    }

    static RandomGenerator randomOf(EngineConfig config) {
        Long seed = config.engine().seed();
        return seed == null ? new SecureRandom() : new SplittableRandom(seed);
    }

    /** Unmaps what connects the agents; both have stopped. */
    void close() {
        if (multicast != null) {
            multicast.close();
        }
        if (neighbours != null) {
            neighbours.close();
        }
        registry.close();
        reassembly.close();
        workers.forEach(WorkerAssembly::close);
        tables.routes.close();
    }
}
