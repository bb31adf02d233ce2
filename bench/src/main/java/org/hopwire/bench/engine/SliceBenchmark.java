package org.hopwire.bench.engine;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds of one turn of a whole engine while very many groups all want something at once: what a packet that
 * arrives then may have to wait for. Quote the percentiles; a turn should stay below 50 microseconds.
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class SliceBenchmark extends EngineBenchmark {
    /** What all groups want. */
    public enum Work {
        /** All memberships a router knows run out at the same moment. */
        EXPIRY,
        /** A port with all members behind it goes down. */
        LINK_DOWN,
        /** A version 3 host answers a general query. */
        QUERY_V3,
        /** A version 2 host answers a general query: delays, then reports. */
        QUERY_V2
    }

    private static final long TURN_NS = 50_000;
    private static final long SECOND_NS = 1_000_000_000L;

    @Param({"1000", "1000000"})
    private int groups;

    @Param
    private Work work;

    private GeneratorPort in;
    private Engine engine;
    private VirtualClock clock;
    private boolean down;

    /** A new engine that knows every group, and what sets all of them off. */
    @Setup(Level.Iteration)
    public void setUp() {
        clock = new VirtualClock(1, 1);
        boolean router = work == Work.EXPIRY || work == Work.LINK_DOWN;
        List<byte[]> frames = router
                ? IgmpFrames.reports(groups)
                : List.of(IgmpFrames.generalQuery(work == Work.QUERY_V3 ? 3 : 2));
        in = new GeneratorPort("in", frames, frames.size(), IgmpFrames.HEADERS);
        in.limit(0);
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "192.0.2.1/24").withMac("02:00:00:00:01:01"), in)
                .port(PortConfig.memory("out", "198.51.100.1/24").withMac("02:00:00:00:02:01"), new SinkPort("out"))
                .igmp(router ? routerConfig() : hostConfig()).build();
        feed(router ? frames.size() : 0);
        check("groups known", groups, engine.membership().groups().size());
        down = work == Work.LINK_DOWN;
        if (router) {
            clock.advanceBy(work == Work.EXPIRY ? 261 * SECOND_NS : 0);
        } else {
            // a version 3 host repeats its joins first
            settle(3 * SECOND_NS);
            feed(1);
            clock.advanceBy(work == Work.QUERY_V3 ? 10 * SECOND_NS : TURN_NS);
        }
    }

    private IgmpConfig routerConfig() {
        return IgmpConfig.of(IgmpRole.QUERIER)
                .withLimits(new IgmpConfig.Limits(groups + 64, null, 2 * groups + 64, null, null));
    }

    private IgmpConfig hostConfig() {
        FixedGroup[] joins = new FixedGroup[groups];
        for (int i = 0; i < groups; i++) {
            joins[i] = FixedGroup.any(Ipv4Address.format(IgmpFrames.FIRST_GROUP + i));
        }
        IgmpPortConfig host = IgmpPortConfig.of("in", IgmpRole.HOST).withJoins(joins);
        return IgmpConfig.of(IgmpRole.OFF, host)
                .withLimits(new IgmpConfig.Limits(groups + 64, null, null, null, null));
    }

    private void feed(int count) {
        long until = in.received() + count;
        while (in.received() < until) {
            in.limit(Math.min(16, (int) (until - in.received())));
            engine.invoke();
        }
        in.limit(0);
        engine.invoke();
        engine.invoke();
    }

    private void settle(long forNs) {
        long endNs = clock.nowNs() + forNs;
        while (clock.nowNs() < endNs) {
            clock.advanceBy(TURN_NS);
            engine.invoke();
        }
    }

    /** One turn. */
    @Benchmark
    public int turn() {
        if (down) {
            down = false;
            engine.linkChanged("in", false);
        }
        clock.advanceBy(TURN_NS);
        return engine.invoke();
    }

    /** Stops the engine. */
    @TearDown(Level.Iteration)
    public void tearDown() {
        engine.close();
    }
}
