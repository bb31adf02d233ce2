package org.hopwire.engine;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte per packet, on any path, port to port: exactly 0 in the best of many rounds of 25,600 packets. */
class ZeroAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int MIN_ROUNDS = 3;
    private static final int BURSTS = 100;
    /** Longer than a redirect's silence and a solicitation's answer, so that each is sent anew in every round. */
    private static final long BETWEEN_ROUNDS_NS = 30_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** An echo request of 32 octets, all but its head zero. */
    private static final byte[] FIRST_HALF = {8, 0, (byte) 0xf7, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** A frame, or several, for every path a packet can take. */
    enum Path {
        ECHO("sent echo-reply", Lab.fromLan("192.0.2.1").echo(1, 2, new byte[56])),
        ECHO_WITH_RECORD_ROUTE("sent echo-reply",
                Lab.fromLan("192.0.2.1").options("07 07 04 00 00 00 00 00").echo(1, 2)),
        ECHO_WITH_TIMESTAMP("sent echo-reply",
                Lab.fromLan("192.0.2.1").options("44 08 05 00 00 00 00 00").echo(1, 2)),
        TIMESTAMP("sent timestamp-reply", Lab.fromLan("192.0.2.1").icmp(13, 0, 0x00010002, new byte[12])),
        ADDRESS_MASK("sent address-mask-reply", Lab.fromLan("192.0.2.1").icmp(17, 0, 0x00010002, new byte[4])),
        INFORMATION("sent information-reply", Lab.fromLan("192.0.2.1").icmp(15, 0, 0x00010002)),
        EXTENDED_ECHO("sent extended-echo-reply", Lab.fromLan("192.0.2.1").icmp(42, 0, 0x00010101,
                Hex.parse("20 00 00 00 00 08 03 01 6c 61 6e 00"))),
        ROUTER_SOLICITATION("consumed", Lab.fromLan("224.0.0.2").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:02").ttl(1)
                .icmp(10, 0, 0)),
        FORWARD("forwarded", Lab.fromLan("198.51.100.10").udp(1, 2, new byte[100])),
        FORWARD_WITH_OPTIONS("forwarded", Lab.fromLan("198.51.100.10").options("94 04 00 00").udp(1, 2)),
        REDIRECT("sent redirect", Lab.fromLan("192.0.2.77").udp(1, 2)),
        TTL_EXCEEDED("raised ttl-exceeded", Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2, new byte[1000])),
        NO_ROUTE("raised net-unreachable", Lab.fromLan("10.1.1.1").udp(1, 2)),
        FORWARD_IN_FRAGMENTS("forwarded", Lab.fromLan("198.51.100.10").udp(1, 2, new byte[1400])),
        REASSEMBLED("sent echo-reply", Lab.fromLan("192.0.2.1").moreFragments().payload(1, FIRST_HALF),
                Lab.fromLan("192.0.2.1").fragmentOffset(16).payload(1, new byte[16])),
        FRAGMENTATION_NEEDED("raised fragmentation-needed",
                Lab.fromLan("198.51.100.10").dontFragment().udp(1, 2, new byte[1400])),
        PORT_UNREACHABLE("raised port-unreachable", Lab.fromLan("192.0.2.1").udp(1, 2, new byte[20])),
        PARAMETER_PROBLEM("raised parameter-problem", Lab.fromLan("192.0.2.1").options("07 03 02 00").udp(1, 2)),
        RECEIVED_ERROR("dropped quote-unmatched", Lab.fromLan("192.0.2.1").icmp(3, 3, 0,
                Packets.ipv4("192.0.2.1", "192.0.2.10").udp(5, 6).build())),
        UNKNOWN_ICMP("dropped icmp-unknown-type", Lab.fromLan("192.0.2.1").icmp(200, 0, 0)),
        BAD_CHECKSUM("dropped bad-header-checksum", Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2)),
        MULTICAST("dropped multicast-unregistered", Lab.fromLan("239.1.1.1").udp(1, 2)),
        IGMP("dropped igmp-unhandled", Lab.fromLan("224.0.0.1").igmp((byte) 0x11, (byte) 0, (byte) 0, (byte) 0,
                (byte) 0, (byte) 0, (byte) 0, (byte) 0)),
        ARP_FOR_US("dropped arp-unhandled", Packets.frame().eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff").raw(0x0806,
                Packets.arp(1, Lab.LAN_HOST_MAC, "192.0.2.10", "00:00:00:00:00:00", "192.0.2.1")));

        private final String counter;
        // written once, read by the generator
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<byte[]> frames;

        Path(String counter, Packets... packets) {
            this.counter = counter;
            frames = Stream.of(packets).map(Packets::build).toList();
        }

        /** What the control agent has put together of the last burst leaves with the next turn. */
        private int underWay() {
            return this == REASSEMBLED ? 128 : 0;
        }

        /** How often a packet took this path. */
        private long taken(EngineSnapshot figures) {
            String row = counter.substring(counter.indexOf(' ') + 1);
            return switch (counter.substring(0, Math.max(0, counter.indexOf(' ')))) {
                case "sent" -> figures.icmpSent().getOrDefault(row, 0L);
                case "raised" -> figures.errorsRaised().getOrDefault(row, 0L);
                case "dropped" -> figures.dropped().getOrDefault(row, 0L);
                default -> row.equals("forwarded") ? figures.forwarded() : figures.consumed();
            };
        }
    }

    private static Engine engine(GeneratorPort lan, VirtualClock clock) {
        IcmpConfig icmp = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none())
                .withRouterDiscovery(IcmpConfig.RouterDiscoveryConfig.defaults().withEnabled(true))
                .withPolicy(IcmpType.INFORMATION_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.EXTENDED_ECHO_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.TIMESTAMP_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.ADDRESS_MASK_REQUEST, IcmpConfig.TypePolicy.LEGACY);
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
        GeneratorPort lan = new GeneratorPort("lan", path.frames, 512, 256);
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        try (Engine engine = engine(lan, clock)) {
            long best = Long.MAX_VALUE;
            int rounds = 0;
            while (rounds < ROUNDS && (best > 0 || rounds < MIN_ROUNDS)) {
                best = Math.min(best, round(engine));
                rounds++;
                clock.advanceBy(BETWEEN_ROUNDS_NS);
            }
            assertThat(best).as("bytes in %d bursts", BURSTS).isZero();
            assertThat(engine.failures()).isEmpty();
            EngineSnapshot figures = engine.snapshot();
            long expected = path == Path.REDIRECT ? rounds : figures.received() / path.frames.size() - path.underWay();
            assertThat(path.taken(figures)).as("%s in %s", path.counter, figures).isEqualTo(expected).isPositive();
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
