package org.hopwire.engine;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte per packet, on any path, port to port: exactly 0 in the best of many rounds of 25,600 packets. */
class ZeroAllocationTest {
    private static final int ROUNDS = 60;
    private static final int BURSTS = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A frame for every path a packet can take. */
    enum Path {
        ECHO(Lab.fromLan("192.0.2.1").echo(1, 2, new byte[56])),
        ECHO_WITH_RECORD_ROUTE(Lab.fromLan("192.0.2.1").options("07 07 04 00 00 00 00 00").echo(1, 2)),
        TIMESTAMP(Lab.fromLan("192.0.2.1").icmp(13, 0, 0x00010002, new byte[12])),
        ADDRESS_MASK(Lab.fromLan("192.0.2.1").icmp(17, 0, 0x00010002, new byte[4])),
        FORWARD(Lab.fromLan("198.51.100.10").udp(1, 2, new byte[100])),
        FORWARD_WITH_OPTIONS(Lab.fromLan("198.51.100.10").options("94 04 00 00").udp(1, 2)),
        REDIRECT(Lab.fromLan("192.0.2.77").udp(1, 2)),
        TTL_EXCEEDED(Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2, new byte[1000])),
        NO_ROUTE(Lab.fromLan("10.1.1.1").udp(1, 2)),
        FRAGMENTATION_NEEDED(Lab.fromLan("198.51.100.10").dontFragment().udp(1, 2, new byte[1400])),
        PORT_UNREACHABLE(Lab.fromLan("192.0.2.1").udp(1, 2, new byte[20])),
        PARAMETER_PROBLEM(Lab.fromLan("192.0.2.1").options("07 03 02 00").udp(1, 2)),
        RECEIVED_ERROR(Lab.fromLan("192.0.2.1").icmp(3, 3, 0,
                Packets.withoutEthernet(Packets.ipv4("192.0.2.1", "192.0.2.10").udp(5, 6).build()))),
        UNKNOWN_ICMP(Lab.fromLan("192.0.2.1").icmp(200, 0, 0)),
        BAD_CHECKSUM(Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2)),
        MULTICAST(Lab.fromLan("239.1.1.1").udp(1, 2)),
        IGMP(Lab.fromLan("224.0.0.1").igmp((byte) 0x11, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0,
                (byte) 0)),
        ARP_FOR_US(null);

        // written once, read by the generator
        @SuppressWarnings("ImmutableEnumChecker")
        private final byte[] frame;

        Path(Packets packets) {
            frame = packets == null
                    ? Packets.arp(1, Lab.LAN_HOST_MAC, "192.0.2.10", "00:00:00:00:00:00", "192.0.2.1")
                    : packets.build();
        }
    }

    private static Engine engine(GeneratorPort lan) {
        IcmpConfig icmp = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none())
                .withPolicy(IcmpType.TIMESTAMP_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.ADDRESS_MASK_REQUEST, IcmpConfig.TypePolicy.LEGACY);
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        return Engine.builder().seed(1).clocks(clock, clock).icmp(icmp)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280),
                        new SinkPort("wan"))
                .neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("lan", "192.0.2.77", "02:00:00:00:01:4d"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)).build();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(Path path) {
        GeneratorPort lan = new GeneratorPort("lan", List.of(path.frame), 512, 256);
        try (Engine engine = engine(lan)) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS && best > 0; i++) {
                best = Math.min(best, round(engine));
            }
            assertThat(best).as("bytes in %d bursts", BURSTS).isZero();
            assertThat(engine.failures()).isEmpty();
        }
    }

    private static long round(Engine engine) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < BURSTS; i++) {
            engine.invoke();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
