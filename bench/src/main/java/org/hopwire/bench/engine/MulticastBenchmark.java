package org.hopwire.bench.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.memory.Burst;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per multicast packet of 64 octets through a whole engine to one member port. Groups stride through the
 * table; with 65,536 of them the frames leave the second-level cache, and each lookup misses it.
 */
public class MulticastBenchmark extends EngineBenchmark implements Peered {
    private static final int FRAME_LENGTH = 64;
    private static final int FRAMES = 1 << 16;
    private static final int FIRST_GROUP = 0xef01_0000;
    private static final int TURNS_TO_SETTLE = 2;
    private static final int ODD_STRIDE = 40_503;

    @Param({"1", "1000", "65536"})
    private int groups;

    private GeneratorPort in;
    private SinkPort out;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock(1, 1);

    /** Builds the engine with its groups and checks that a burst leaves by the member port. */
    @Setup
    public void setUp() {
        List<byte[]> templates = templates();
        in = new GeneratorPort("in", templates, templates.size(), FRAME_LENGTH);
        out = new SinkPort("out");
        FixedGroup[] members = new FixedGroup[groups];
        for (int i = 0; i < groups; i++) {
            members[i] = FixedGroup.any(Ipv4Address.format(FIRST_GROUP + i));
        }
        IgmpPortConfig member = IgmpPortConfig.of("out", IgmpRole.QUERIER).withStaticGroups(members);
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "192.0.2.1/24").withMac("02:00:00:00:01:01"), in)
                .port(PortConfig.memory("out", "198.51.100.1/24").withMac("02:00:00:00:02:01"), out)
                .igmp(IgmpConfig.of(IgmpRole.OFF, member)).build();
        // the first turn makes the groups, behind a first burst that finds none; in the second a query leaves, too
        for (int i = 0; i < TURNS_TO_SETTLE; i++) {
            burst();
        }
        out.reset();
        long before = engine.snapshot().forwarded();
        burst();
        EngineSnapshot figures = engine.snapshot();
        check("forwarded", Burst.MAX_SIZE, figures.forwarded() - before);
        check("length", FRAME_LENGTH, out.lastFrame().length);
        check("first octet of the MAC", 1, out.lastFrame()[0]);
    }

    private List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        int count = Math.max(2 * Burst.MAX_SIZE, Math.min(groups, FRAMES));
        for (int i = 0; i < count; i++) {
            int group = FIRST_GROUP + (int) ((long) i * ODD_STRIDE % groups);
            byte[] frame = Frames.udp(FRAME_LENGTH, 64, group);
            frame[0] = 1;
            frame[1] = 0;
            frame[2] = 0x5e;
            frame[3] = (byte) (group >> 16 & 0x7f);
            frame[4] = (byte) (group >> 8);
            frame[5] = (byte) group;
            templates.add(frame);
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
        List<byte[]> templates = templates();
        int taken = TURNS_TO_SETTLE * Burst.MAX_SIZE % templates.size();
        data.ring(templates, templates.size(), in.bytesPerFrame(), taken);
        data.words("groups", IntStream.range(FIRST_GROUP, FIRST_GROUP + groups).toArray());
        data.links(0, 0x0200_0000_0201L);
    }

    @Override
    public long digest() {
        return Digest.ofSent(out.digest(), out.lastFrame());
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
