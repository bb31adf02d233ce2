package org.hopwire.bridge;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipTable;
import org.hopwire.pipeline.Dispatcher;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.Worker;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.pipeline.WorkerParts;
import org.hopwire.port.Port;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte per frame, on any path through the switch: exactly 0 in the best of many rounds of 25,600 frames. */
class BridgeAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int MIN_ROUNDS = 3;
    private static final int BURSTS = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A frame for every path; port 0 receives, port 1 is its neighbour in VLAN 1, port 2 a trunk of VLANs 1 and 2. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Path {
        KNOWN_STATION(SwitchRig.frame(1, 50)),
        UNKNOWN_STATION(SwitchRig.frame(1, 60)),
        BROADCAST(SwitchRig.frame(1, 2).eth(SwitchRig.mac(1), "ff:ff:ff:ff:ff:ff")),
        GROUP(SwitchRig.data(1, "10.0.0.1", "239.1.1.1")),
        GROUP_BY_SOURCE(SwitchRig.data(1, "10.0.0.77", "239.1.1.1")),
        GROUP_UNREGISTERED(SwitchRig.data(1, "10.0.0.1", "239.9.9.9")),
        LINK_SCOPE(SwitchRig.data(1, "10.0.0.1", "224.0.0.251")),
        REPORT(SwitchRig.igmp(1, "239.1.1.1", new byte[] {0x16, 0, 0, 0, (byte) 239, 1, 1, 1})),
        QUERY(SwitchRig.igmp(1, "224.0.0.1", new byte[] {0x11, 0, 0, 0, 0, 0, 0, 0})),
        MALFORMED_REPORT(SwitchRig.igmp(1, "224.0.0.22", new byte[] {0x22, 0, 0, 0, 0, 0, 0, 9})),
        TOPOLOGY_CHANGE(SwitchRig.frame(1, 2).eth(SwitchRig.mac(1), "01:80:c2:00:00:00")
                .raw(7, new byte[] {0x42, 0x42, 3, 0, 0, 0, (byte) 0x80})),
        STRANGER(SwitchRig.frame(1, 2).vlan(9)),
        BAD_GROUP_HEADER(SwitchRig.data(1, "10.0.0.1", "239.1.1.1").badIpChecksum());

        private final byte[] frame;

        Path(Packets frame) {
            this.frame = frame.build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotAllocate(Path path) {
        List<byte[]> templates = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            byte[] frame = path.frame.clone();
            // 64 stations, so that the address table has something to do
            frame[10] = (byte) i;
            templates.add(frame);
        }
        VirtualClock clock = new VirtualClock();
        CounterRegistry registry = new CounterRegistry(200);
        BridgeConfig config = BridgeConfig.of(List.of(BridgePort.access(1), BridgePort.access(1),
                BridgePort.trunk(0, 1, 2))).withFixed(new BridgeConfig.FixedStation(1, 1, 0x0200_0000_0032L));
        try (MembershipTable groups = new MembershipTable(MembershipLimits.of(100), 1,
                registry.register(MembershipCounter.class, "m", 140));
                PacketLink punts = new PacketLink(4, 2048);
                PacketLink originated = new PacketLink(4, 2048)) {
            BridgeTables tables = BridgeTables.of(config, groups.reader());
            int group = Packets.address("239.1.1.1");
            groups.update(1, group, 1, true, new int[] {Packets.address("10.0.0.77")}, 1);
            groups.update(1, group, 2, true, new int[0], 0);
            tables.routers().router(1, 1, true);
            BridgeHandlers bridge = new BridgeHandlers(config, tables, SwitchRig.OWN_MAC, registry, "w",
                    new SplittableRandom(1));
            WorkerCounters counters = WorkerCounters.register(registry, "w", List.of("a", "b", "c"));
            List<Port> ports = List.of(new GeneratorPort("a", templates, 512, 128), new SinkPort("b"),
                    new SinkPort("c"));
            Worker worker = new Worker(new WorkerParts(ports, bridge.parser(), new Dispatcher(Map.copyOf(
                    bridge.byClass())), BridgeHandlers.errors(), bridge.output(), clock, clock, punts, originated,
                    counters, null));
            long best = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS && (best > 0 || i < MIN_ROUNDS); i++) {
                best = Math.min(best, round(worker));
                clock.advanceBy(1_000_000_000);
            }
            assertThat(best).as("bytes in %d bursts", BURSTS).isZero();
            assertThat(counters.pipeline().get(PipelineCounter.FORWARDED) + counters.drops().sum()
                    + counters.pipeline().get(PipelineCounter.CONSUMED))
                    .isEqualTo(counters.pipeline().get(PipelineCounter.RECEIVED)).isPositive();
            worker.onClose();
            ports.forEach(Port::close);
        }
    }

    private static long round(Worker worker) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < BURSTS; i++) {
            worker.doWork();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
