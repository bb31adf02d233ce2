package org.hopwire.bench.engine;

import java.util.List;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per refreshed membership: version 3 reports of {@value IgmpFrames#RECORDS} groups each through gate, punt
 * and group table of a whole engine that knows all the groups.
 */
public class ControlBenchmark extends EngineBenchmark {
    private static final int REPORTS = 16;

    @Param({"1024", "1000000"})
    private int groups;

    private GeneratorPort in;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock(1, 1);

    /** Builds the engine, lets it learn every group, and checks that it did. */
    @Setup
    public void setUp() {
        List<byte[]> reports = IgmpFrames.reports(groups);
        in = new GeneratorPort("in", reports, reports.size(), IgmpFrames.HEADERS + 8);
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER)
                .withLimits(new IgmpConfig.Limits(groups + 64, null, 2 * groups + 64, null, null));
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "192.0.2.1/24").withMac("02:00:00:00:01:01"), in)
                .port(PortConfig.memory("out", "198.51.100.1/24").withMac("02:00:00:00:02:01"), new SinkPort("out"))
                .igmp(igmp).build();
        while (in.received() < reports.size()) {
            refresh();
        }
        // what was punted in the last turns
        in.limit(0);
        int work = 1;
        while (work > 0) {
            work = engine.invoke();
        }
        check("reports consumed", in.received(), engine.snapshot().consumed());
        check("groups known", groups, engine.membership().groups().size());
        check("reports refused", 0, engine.snapshot().igmpEvents().getOrDefault("router-group-limit", 0L));
    }

    /** One turn: sixteen reports. */
    @Benchmark
    @OperationsPerInvocation(REPORTS * IgmpFrames.RECORDS)
    public int refresh() {
        in.limit(REPORTS);
        return engine.invoke();
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
