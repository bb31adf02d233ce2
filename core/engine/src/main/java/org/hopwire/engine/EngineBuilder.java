package org.hopwire.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.ip.MulticastListener;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.pipeline.DropListener;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;

/** Collects what an {@link Engine} is made of. Not thread safe. */
public final class EngineBuilder {
    private final List<PortConfig> ports = new ArrayList<>();
    private final Map<String, List<Port>> given = new LinkedHashMap<>();
    private final List<RouteConfig> routes = new ArrayList<>();
    private final List<NeighborConfig> neighbors = new ArrayList<>();
    private final Map<PacketClass, BurstHandler> handlers = new EnumMap<>(PacketClass.class);
    private final List<ControlHandler> controlHandlers = new ArrayList<>();
    private EngineSettings settings = EngineSettings.defaults();
    private IpConfig ip = IpConfig.defaults();
    private IcmpConfig icmp = IcmpConfig.defaults();
    private IgmpConfig igmp = IgmpConfig.defaults();
    private MulticastListener multicast;
    private NanoClock nanoClock;
    private EpochClock epochClock;
    private DropListener drops;
    private Path counters;
    private ErrorListeners listeners = new ErrorListeners();
    private final List<ErrorExtensions> extensions = new ArrayList<>();

    EngineBuilder() {}

    /** Takes over everything a configuration file says. */
    public EngineBuilder config(EngineConfig config) {
        settings = config.engine();
        ports.addAll(config.port());
        routes.addAll(config.route());
        neighbors.addAll(config.neighbor());
        ip = config.ip();
        icmp = config.icmp();
        igmp = config.igmp();
        return this;
    }

    /** Router or host. */
    public EngineBuilder mode(EngineMode mode) {
        settings = settings.withMode(mode);
        return this;
    }

    /** Makes every random choice repeatable. */
    public EngineBuilder seed(long seed) {
        settings = settings.withSeed(seed);
        return this;
    }

    /** So many threads receive and send; each needs a queue of its own of every port. */
    public EngineBuilder workers(int count) {
        settings = settings.withWorkers(count);
        return this;
    }

    /** Adds a port that the engine opens itself. */
    public EngineBuilder port(PortConfig config) {
        ports.add(config);
        return this;
    }

    /**
     * Adds a port that the caller made, with a queue for each worker; the engine uses it from its start and closes it
     * at its end.
     */
    public EngineBuilder port(PortConfig config, Port... queues) {
        return port(config).open(config.name(), queues);
    }

    /** Gives the port of a configured name its implementation, with a queue for each worker. */
    public EngineBuilder open(String name, Port... queues) {
        given.put(name, List.of(queues));
        return this;
    }

    /** Adds a static route. */
    public EngineBuilder route(RouteConfig route) {
        routes.add(route);
        return this;
    }

    /** Adds a static neighbour. */
    public EngineBuilder neighbor(NeighborConfig neighbor) {
        neighbors.add(neighbor);
        return this;
    }

    /** Choices of the IP layer. */
    public EngineBuilder ip(IpConfig config) {
        ip = config;
        return this;
    }

    /** Choices of ICMP. */
    public EngineBuilder icmp(IcmpConfig config) {
        icmp = config;
        return this;
    }

    /** Roles and choices of the membership protocol. */
    public EngineBuilder igmp(IgmpConfig config) {
        igmp = config;
        return this;
    }

    /** Gets the data of groups that {@link Engine#join} asked for, on the worker's thread. */
    public EngineBuilder multicastListener(MulticastListener listener) {
        multicast = listener;
        return this;
    }

    /** Clocks of the caller's: virtual time. */
    public EngineBuilder clocks(NanoClock monotonic, EpochClock wall) {
        nanoClock = monotonic;
        epochClock = wall;
        return this;
    }

    /** Shows every dropped packet to a listener, on the worker's thread. */
    public EngineBuilder onDrop(DropListener listener) {
        drops = listener;
        return this;
    }

    /**
     * Keeps the counters in a file, so that other processes can read them ({@link EngineSnapshot#of}); it is made by
     * {@link #build} and taken away by {@link Engine#close}. Best in a file system that is memory.
     */
    public EngineBuilder countersFile(Path file) {
        counters = file;
        return this;
    }

    /** Replaces the handler of a class of packets; it runs on the worker's thread. */
    public EngineBuilder handler(PacketClass packetClass, BurstHandler handler) {
        handlers.put(packetClass, handler);
        return this;
    }

    /** Adds a protocol machine to the control agent. */
    public EngineBuilder control(ControlHandler handler) {
        controlHandlers.add(handler);
        return this;
    }

    /** Tells listeners of ICMP errors and replies that concern their flows; on the control agent's thread. */
    public EngineBuilder icmpListeners(ErrorListeners registrations) {
        listeners = registrations;
        return this;
    }

    /** Adds objects to ICMP errors (RFC 4884), such as an MPLS label stack (RFC 4950); on the worker's thread. */
    public EngineBuilder icmpExtensions(ErrorExtensions objects) {
        extensions.add(objects);
        return this;
    }

    /**
     * Builds the engine; nothing runs yet.
     *
     * @throws IllegalArgumentException naming the field and the value that is wrong
     * @throws IllegalStateException if this JVM lacks a flag
     * @throws java.io.UncheckedIOException if the file for the counters cannot be made
     * @throws org.hopwire.port.linux.sys.SystemCallException if a device cannot be opened
     */
    public Engine build() {
        EngineConfig written = new EngineConfig(settings, ports, routes, neighbors, ip, icmp, igmp);
        requireConfigured();
        EngineConfig config = DevicePorts.complete(written, given.keySet());
        EngineTables tables = new EngineTables(config, EngineParts.randomOf(config).nextLong());
        SystemClock system = new SystemClock();
        List<List<Port>> opened = DevicePorts.open(config, given);
        try {
            return new Engine(new EngineParts(config, tables, opened,
                    new EngineParts.Extras(handlers, controlHandlers, listeners, extensions, multicast, drops,
                            counters, written.port()),
                    nanoClock == null ? system : nanoClock, epochClock == null ? system : epochClock), written);
        } catch (RuntimeException e) {
            DevicePorts.closeOurs(config, opened, given);
            throw e;
        }
    }

    private void requireConfigured() {
        for (String name : given.keySet()) {
            if (ports.stream().noneMatch(port -> port.name().equals(name))) {
                throw new IllegalArgumentException("port " + name + ": given, but not configured");
            }
        }
        for (PortConfig each : ports) {
            if (PortKind.parse(each.kind()) == PortKind.PCAP && !given.containsKey(each.name())) {
                throw new IllegalArgumentException(
                        "port " + each.name() + " kind: \"pcap\" needs a capture; use a replay");
            }
        }
    }
}
