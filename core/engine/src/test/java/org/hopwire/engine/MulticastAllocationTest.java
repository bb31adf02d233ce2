package org.hopwire.engine;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte for a multicast that leaves by three ports, nor for a report that refreshes what is there. */
class MulticastAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int BURSTS = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Packets DATA = Packets.ipv4("10.0.0.9", "239.1.2.3")
            .eth("02:00:00:00:0f:01", "01:00:5e:01:02:03").ttl(9).udp(1, 2, new byte[100]);
    private static final Packets REPORT = Packets.ipv4("10.0.0.9", "224.0.0.22")
            .eth("02:00:00:00:0f:01", "01:00:5e:00:00:16").ttl(1).routerAlert()
            .igmp(Hex.parse("22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02 04"));

    private static long best(EngineMode mode, Packets... packets) {
        GeneratorPort in = new GeneratorPort("in", Arrays.stream(packets).map(Packets::build).toList(), 512, 256);
        VirtualClock clock = new VirtualClock(1, 1);
        FixedGroup group = FixedGroup.any("239.1.2.3");
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "10.0.0.1/24"), in);
        IgmpPortConfig[] ports = new IgmpPortConfig[3];
        for (int i = 0; i < ports.length; i++) {
            String name = "out" + i;
            builder.port(PortConfig.memory(name, "10.0." + (i + 1) + ".1/24"), new SinkPort(name));
            ports[i] = IgmpPortConfig.named(name).withStaticGroups(group);
        }
        try (Engine engine = builder.igmp(IgmpConfig.of(IgmpRole.QUERIER, ports)).build()) {
            long best = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && best > 0; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BURSTS; i++) {
                    engine.invoke();
                }
                best = Math.min(best, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(engine.failures()).isEmpty();
            assertThat(engine.snapshot().dropped().keySet()).isSubsetOf("punt-full", "multicast-unregistered");
            return best;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROUTER", "SWITCH"})
    void shouldAllocateNothingForMulticast(EngineMode mode) {
        assertThat(best(mode, DATA)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROUTER", "SWITCH"})
    void shouldAllocateNothingForARefresh(EngineMode mode) {
        assertThat(best(mode, REPORT)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROUTER", "SWITCH"})
    void shouldAllocateNothingForRefreshesOfManyGroupsAndVersionsBesideData(EngineMode mode) {
        Packets[] packets = new Packets[64];
        for (int i = 0; i < packets.length; i++) {
            String group = "239.3.0." + i;
            packets[i] = switch (i % 4) {
                case 0 -> MulticastLab.reportV2("10.0.0.9", group);
                case 1 -> MulticastLab.reportV1("10.0.0.10", group);
                case 2 -> MulticastLab.report("10.0.0.11", "02 00 00 01 ef 03 01 05 0a 00 00 63",
                        "01 00 00 02 ef 03 01 06 0a 00 00 63 0a 00 00 64");
                default -> DATA;
            };
        }
        assertThat(best(mode, packets)).isZero();
    }
}
