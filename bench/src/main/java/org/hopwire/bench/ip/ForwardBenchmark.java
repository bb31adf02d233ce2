package org.hopwire.bench.ip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
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
public class ForwardBenchmark extends EngineBenchmark implements Peered {
    private static final int RESTORED_OCTETS = 64;
    /** With their templates 64 MiB. */
    private static final int FRAMES = 1 << 17;
    private static final int GATEWAYS = 64;
    private static final Set<String> CONNECTED = Set.of("192.0.2.0/24", "198.51.100.0/24");
    /** Those to connected networks, and the default route. */
    private static final int CONFIGURED = 3;

    /** Routes in the table, besides the default route. */
    @Param({"1", "900000"})
    public int routes;

    private GeneratorPort lan;
    private SinkPort wan;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock();

    /** Builds the engine, enters the routes and checks that a burst leaves as it should. */
    @Setup
    public void setUp() {
        lan = new GeneratorPort("lan", templates(), FRAMES, RESTORED_OCTETS);
        wan = new SinkPort("wan");
        EngineBuilder builder = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01"),
                        lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01"), wan)
                .route(RouteConfig.via("0.0.0.0/0", gateway(0)));
        for (int i = 0; i < GATEWAYS; i++) {
            builder.neighbor(new NeighborConfig("wan", gateway(i), linkAddress(i)));
        }
        engine = builder.build();
        List<Route> added = distinct();
        engine.addRoutes(added.stream()
                .map(each -> RouteConfig.via(each.prefix().toString(), gateway(each.nextHops().get(0).port())))
                .toList());
        while (engine.routes() < CONFIGURED + added.size()) {
            engine.invoke();
        }
        wan.reset();
        long before = engine.snapshot().forwarded();
        burst();
        check("forwarded", Burst.MAX_SIZE, engine.snapshot().forwarded() - before);
        check("time to live", 63, wan.lastFrame()[22]);
    }

    private static String linkAddress(int i) {
        return "02:00:00:00:02:" + (10 + i);
    }

    private static String gateway(int i) {
        return "198.51.100." + (10 + i);
    }

    private List<Route> distinct() {
        List<Route> added = new ArrayList<>();
        Set<String> known = new HashSet<>(CONNECTED);
        for (Route each : Prefixes.routes(routes)) {
            if (known.add(each.prefix().toString())) {
                added.add(each);
            }
        }
        return added;
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

    @Override
    public void share(SharedData data) throws IOException {
        // all but the last burst went by while the routes were entered
        int taken = (int) ((lan.received() - Burst.MAX_SIZE) % FRAMES);
        data.ring(templates(), FRAMES, lan.bytesPerFrame(), taken);
        Prefixes.share(data, distinct(), new int[0]);
        long[] links = new long[2 * GATEWAYS];
        for (int i = 0; i < GATEWAYS; i++) {
            links[2 * i] = Long.parseLong(linkAddress(i).replace(":", ""), 16);
            links[2 * i + 1] = 0x0200_0000_0201L;
        }
        data.links(links);
    }

    @Override
    public long digest() {
        return Digest.ofSent(wan.digest(), wan.lastFrame());
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
