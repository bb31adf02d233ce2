package org.hopwire.bench.ip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.route.Route;
import org.hopwire.memory.Burst;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Prefix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per packet of 64 octets through a whole engine, to random destinations, out of a ring of frames that
 * leaves the second-level cache. What the generator does to hand a frame out anew is counted in.
 */
public class ForwardBenchmark extends EngineBenchmark {
    private static final int RESTORED_OCTETS = 64;
    private static final int FRAMES = 1 << 16;
    private static final int GATEWAYS = 64;
    private static final Set<String> CONNECTED = Set.of("192.0.2.0/24", "198.51.100.0/24");
    /** Those to connected networks, and the default route. */
    private static final int CONFIGURED = 3;

    /** Routes in the table, besides the default route. */
    @Param({"1", "900000"})
    public int routes;

    private SinkPort wan;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock();

    /** Builds the engine, enters the routes and checks that a burst leaves as it should. */
    @Setup
    public void setUp() {
        wan = new SinkPort("wan");
        EngineBuilder builder = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01"),
                        new GeneratorPort("lan", templates(), FRAMES, RESTORED_OCTETS))
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01"), wan)
                .route(RouteConfig.via("0.0.0.0/0", gateway(0)));
        for (int i = 0; i < GATEWAYS; i++) {
            builder.neighbor(new NeighborConfig("wan", gateway(i), "02:00:00:00:02:" + (10 + i)));
        }
        engine = builder.build();
        List<RouteConfig> added = configs();
        engine.addRoutes(added);
        while (engine.routes() < CONFIGURED + added.size()) {
            engine.invoke();
        }
        long before = engine.snapshot().forwarded();
        burst();
        check("forwarded", Burst.MAX_SIZE, engine.snapshot().forwarded() - before);
        check("time to live", 63, wan.lastFrame()[22]);
    }

    private static String gateway(int i) {
        return "198.51.100." + (10 + i);
    }

    private List<RouteConfig> configs() {
        List<RouteConfig> configs = new ArrayList<>();
        Set<String> known = new HashSet<>(CONNECTED);
        for (Route each : Prefixes.routes(routes)) {
            String prefix = each.prefix().toString();
            if (known.add(prefix)) {
                configs.add(RouteConfig.via(prefix, gateway(each.nextHops().get(0).port())));
            }
        }
        return configs;
    }

    private static List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        for (int destination : Prefixes.questions(FRAMES)) {
            boolean isOurs = CONNECTED.contains(new Ipv4Prefix(destination, 24).canonical().toString());
            boolean isLoopback = destination >>> 24 == 127;
            templates.add(Frames.udp(64, 64, isOurs || isLoopback ? 1 << 24 : destination));
        }
        return templates;
    }

    /** One burst of 256 through the engine. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int burst() {
        return engine.invoke();
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
