package org.hopwire.bench.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.memory.Burst;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per packet of a whole engine, port to port. The generator restores the first 64 octets of each frame
 * before it hands it out, which is counted in; limiters are off, so that every packet draws its answer.
 */
public class BurstBenchmark extends EngineBenchmark implements Peered {
    /** What the packets ask for. */
    public enum Work {
        /** An echo reply. */
        ECHO,
        /** A time exceeded. */
        TTL_EXCEEDED,
        /** To be passed on. */
        FORWARD
    }

    @Param
    private Work work;

    @Param({"64", "1514"})
    private int frameLength;

    private GeneratorPort lan;
    private SinkPort wan;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock();

    /** Builds the engine and checks that a burst comes out as it should. */
    @Setup
    public void setUp() {
        lan = new GeneratorPort("lan", templates(), Rings.HOT_FRAMES, Rings.RESTORED_OCTETS);
        wan = new SinkPort("wan");
        EngineBuilder builder = Engine.builder().seed(1).clocks(clock, clock)
                .icmp(IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()))
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01"), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01"), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", "02:00:00:00:01:0a"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", "02:00:00:00:02:0a"));
        engine = builder.build();
        burst();
        checkAnswer(engine.snapshot());
    }

    private List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        for (int i = 0; i < Rings.HOT_FRAMES; i++) {
            templates.add(switch (work) {
                case ECHO -> Frames.echo(frameLength, i);
                case TTL_EXCEEDED -> Frames.udp(frameLength, 1, Frames.FAR_HOST);
                case FORWARD -> Frames.udp(frameLength, 64, Frames.FAR_HOST);
            });
        }
        return templates;
    }

    private void checkAnswer(EngineSnapshot figures) {
        boolean forward = work == Work.FORWARD;
        check("received", Burst.MAX_SIZE, figures.received());
        check("forwarded", forward ? Burst.MAX_SIZE : 0, figures.forwarded());
        check("originated", forward ? 0 : Burst.MAX_SIZE, figures.originated());
        byte[] last = forward ? wan.lastFrame() : lan.lastFrame();
        check("length", expectedLength(), last.length);
        check("what comes out", expectedOctet(), forward ? last[22] : last[34]);
    }

    private int expectedOctet() {
        return switch (work) {
            case ECHO -> 0;
            case TTL_EXCEEDED -> 11;
            case FORWARD -> 63;
        };
    }

    private int expectedLength() {
        int quoted = Math.min(frameLength - 14, 576 - 28);
        return work == Work.TTL_EXCEEDED ? 14 + 28 + quoted : frameLength;
    }

    /** One burst of 256 through the engine. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int burst() {
        return engine.invoke();
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.ring(templates(), Rings.HOT_FRAMES, lan.bytesPerFrame(), 0);
        data.router(Frames.ROUTER, Frames.ROUTER_MAC, 576 - 28 - 20);
        data.words("routes", Frames.FAR_HOST & 0xffff_ff00, 24, 0);
        data.links(Rings.GATEWAY_MAC, Rings.SECOND_MAC);
    }

    @Override
    public long digest() {
        return work == Work.FORWARD
                ? Digest.ofSent(wan.digest(), wan.lastFrame())
                : Digest.ofSent(lan.digest(), lan.lastFrame());
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
