package org.hopwire.bench.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bridge.BridgeConfig;
import org.hopwire.bridge.BridgeHandlers;
import org.hopwire.bridge.BridgeTables;
import org.hopwire.bridge.GroupPolicy;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipTable;
import org.hopwire.memory.Burst;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per received frame of 64 octets through a whole switch: receive, gate, learn, look up, transmit. The
 * generator restores the first 64 octets of each frame, which is counted in.
 */
public class SwitchBenchmark extends EngineBenchmark {
    /** Where the frames go. */
    public enum Work {
        /** To a station of the address table. */
        STATION,
        /** To a group with a member on one port. */
        GROUP_TO_1,
        /** To a group with members on eight ports. */
        GROUP_TO_8,
        /** To all eight other ports, by broadcast. */
        FLOOD_TO_8
    }

    private static final int PORTS = 9;
    private static final int FRAMES = 2 * Burst.MAX_SIZE;
    private static final int FRAME_LENGTH = 64;
    private static final int FIRST_GROUP = 0xef01_0000;
    private static final long FIRST_STATION = 0x0200_0001_0000L;

    @Param
    private Work work;

    /** Groups or stations the frames are spread over. */
    @Param({"1", "512"})
    private int targets;

    private final VirtualClock clock = new VirtualClock();
    private final List<Port> ports = new ArrayList<>();
    private MembershipTable groups;
    private PacketLink punts;
    private PacketLink originated;
    private Worker worker;

    /** Builds the switch and checks that a burst comes out by the ports it should. */
    @Setup
    public void setUp() {
        CounterRegistry registry = new CounterRegistry(400);
        List<String> names = new ArrayList<>();
        ports.add(new GeneratorPort("p0", templates(), FRAMES, FRAME_LENGTH));
        names.add("p0");
        for (int i = 1; i < PORTS; i++) {
            ports.add(new SinkPort("p" + i));
            names.add("p" + i);
        }
        groups = new MembershipTable(MembershipLimits.of(2000), 1,
                registry.register(MembershipCounter.class, "m", 140));
        join();
        BridgeConfig config = BridgeConfig.defaults(PORTS).withUnregistered(GroupPolicy.DROP);
        for (int i = 0; i < targets; i++) {
            config = config.withFixed(new BridgeConfig.FixedStation(1, 1, FIRST_STATION + i));
        }
        BridgeTables tables = BridgeTables.of(config, groups.reader());
        BridgeHandlers bridge = new BridgeHandlers(config, tables, 0x02AA_0000_0001L, registry, "w",
                new SplittableRandom(1));
        punts = new PacketLink(4, 2048);
        originated = new PacketLink(4, 2048);
        worker = new Worker(new WorkerParts(ports, bridge.parser(), new Dispatcher(bridge.byClass()),
                BridgeHandlers.errors(), bridge.output(), clock, clock, punts, originated,
                WorkerCounters.register(registry, "w", names), null));
        worker.doWork();
        checkAnswer();
    }

    private void join() {
        int members = work == Work.GROUP_TO_8 ? PORTS - 1 : 1;
        for (int i = 0; i < targets; i++) {
            for (int port = 1; port <= members; port++) {
                groups.update(1, FIRST_GROUP + i, port, true, new int[0], 0);
            }
        }
    }

    private List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            int target = i % targets;
            byte[] frame = Frames.udp(FRAME_LENGTH, 1, FIRST_GROUP + target);
            switch (work) {
                case STATION -> mac(frame, FIRST_STATION + target);
                case FLOOD_TO_8 -> mac(frame, 0xffff_ffff_ffffL);
                case GROUP_TO_1, GROUP_TO_8 -> mac(frame, 0x0100_5e01_0000L + target);
            }
            templates.add(frame);
        }
        return templates;
    }

    private static void mac(byte[] frame, long address) {
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (address >>> (40 - 8 * i));
        }
    }

    private void checkAnswer() {
        long[] sent = ports.stream().skip(1).mapToLong(each -> ((SinkPort) each).transmitted()).toArray();
        check("by the first port", Burst.MAX_SIZE, sent[0]);
        boolean toAll = work == Work.GROUP_TO_8 || work == Work.FLOOD_TO_8;
        check("by all ports", (toAll ? PORTS - 1 : 1) * (long) Burst.MAX_SIZE, Arrays.stream(sent).sum());
        check("length", FRAME_LENGTH, ((SinkPort) ports.get(1)).lastFrame().length);
    }

    /** One burst of 256 through the switch. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int burst() {
        return worker.doWork();
    }

    /** Stops the switch. */
    @TearDown
    public void tearDown() {
        worker.onClose();
        punts.close();
        originated.close();
        groups.close();
        ports.forEach(Port::close);
    }
}
