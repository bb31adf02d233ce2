package org.hopwire.engine;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.ip.ForwardHandler;
import org.hopwire.ip.LocalHandler;
import org.hopwire.ip.NeighbourTable;
import org.hopwire.ip.OutputHandler;
import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.Route;
import org.hopwire.ip.RouteTable;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketParser;
import org.hopwire.pipeline.ControlAgent;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.DropListener;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;
import org.hopwire.time.EpochClock;
import org.hopwire.time.NanoClock;
import org.hopwire.wire.Ipv4Prefix;

/** Puts the engine together: tables from configuration, handlers over the tables, agents over the handlers. */
final class EngineParts {
    private static final int COUNTERS_OF_THE_ENGINE = 512;
    private static final int COUNTERS_PER_PORT = 16;
    private static final int LINK_CAPACITY = 512;
    private static final int LONGEST_FRAME = 65_535 + 64;
    private static final int LONGEST_OF_OURS = 2048;
    private static final int HEADROOM = 64;
    private static final String WORKER = "worker-0";

    final EngineConfig config;
    final List<Port> ports;
    final InterfaceTable interfaces;
    final CounterRegistry registry;
    final IcmpHandlers icmp;
    final NanoClock nanoClock;
    final EpochClock epochClock;
    final PacketLink punts = new PacketLink(LINK_CAPACITY, LONGEST_FRAME, HEADROOM);
    final PacketLink originated = new PacketLink(LINK_CAPACITY, LONGEST_OF_OURS, HEADROOM);
    final Worker worker;
    final ControlAgent control;

    EngineParts(EngineConfig config, List<Port> ports, Map<PacketClass, BurstHandler> own,
            List<ControlHandler> ownControl, NanoClock nanoClock, EpochClock epochClock, DropListener drops) {
        this.config = config;
        this.ports = List.copyOf(ports);
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        interfaces = interfacesOf(config);
        registry = new CounterRegistry(COUNTERS_OF_THE_ENGINE + COUNTERS_PER_PORT * ports.size());
        icmp = new IcmpHandlers(config.icmp(), interfaces, registry, WORKER, randomOf(config));
        worker = new Worker(workerParts(own, drops));
        List<ControlHandler> controls = new ArrayList<>(icmp.control());
        controls.addAll(ownControl);
        control = new ControlAgent(controls, punts, originated, nanoClock, epochClock, LONGEST_OF_OURS);
    }

    private static InterfaceTable interfacesOf(EngineConfig config) {
        List<Interface> interfaces = new ArrayList<>();
        for (PortConfig each : config.port()) {
            interfaces.add(each.toInterface(interfaces.size()));
        }
        return new InterfaceTable(interfaces);
    }

    private static RandomGenerator randomOf(EngineConfig config) {
        Long seed = config.engine().seed();
        return seed == null ? new SecureRandom() : new SplittableRandom(seed);
    }

    private WorkerParts workerParts(Map<PacketClass, BurstHandler> own, DropListener drops) {
        boolean router = config.engine().mode() == EngineMode.ROUTER;
        RouteTable routes = new RouteTable(routesOf());
        NeighbourTable neighbours = neighboursOf();
        OutputHandler output = new OutputHandler(interfaces, routes, neighbours);
        Map<PacketClass, BurstHandler> handlers = new EnumMap<>(PacketClass.class);
        handlers.putAll(icmp.byClass());
        handlers.put(PacketClass.LOCAL, new LocalHandler());
        if (router) {
            RedirectRule redirects = new RedirectRule(config.ip().redirects());
            handlers.put(PacketClass.TRANSIT, new ForwardHandler(interfaces, routes, neighbours, redirects));
        }
        handlers.putAll(own);
        return new WorkerParts(ports, new PacketParser(interfaces, router, config.ip().sourceRoutes()),
                new Dispatcher(handlers), icmp.errors(), output, nanoClock, epochClock, punts, originated,
                WorkerCounters.register(registry, WORKER, config.portNames()), drops);
    }

    private List<Route> routesOf() {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < interfaces.size(); i++) {
            for (Ipv4Prefix prefix : interfaces.get(i).addresses()) {
                routes.add(Route.connected(prefix, i));
            }
        }
        PortLookup lookup = new PortLookup(interfaces);
        config.route().forEach(each -> routes.add(each.toRoute(lookup)));
        return routes;
    }

    private NeighbourTable neighboursOf() {
        NeighbourTable neighbours = new NeighbourTable();
        PortLookup lookup = new PortLookup(interfaces);
        for (NeighborConfig each : config.neighbor()) {
            int port = lookup.indexOf(each.port(), "neighbor " + each.address() + " port");
            neighbours.put(port, each.ipAddress(), each.linkAddress());
        }
        return neighbours;
    }
}
