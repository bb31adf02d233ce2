package org.hopwire.ip.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Fragments;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several ways of equal cost to one prefix (RFC 2991, RFC 2992). */
class EqualCostTest {
    private static final Ipv4Prefix PREFIX = Ipv4Prefix.parse("203.0.113.0/24");
    private static final int FLOWS = 20_000;

    private static List<NextHop> ways(int count) {
        List<NextHop> ways = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> ways.add(NextHop.via(1, 0xc633_6414 + i)));
        return ways;
    }

    private static int[] choices(Paths paths, long seed) {
        SplittableRandom random = new SplittableRandom(4);
        int[] choices = new int[FLOWS];
        Arrays.setAll(choices, i -> paths
                .choose(FlowHash.of(random.nextLong(), 17, random.nextInt(), seed)).gateway());
        return choices;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 64})
    @DisplayName("RFC 2992: flows are spread evenly, to within a few standard deviations")
    void shouldSpreadFlowsEvenly(int count) {
        int[] choices = choices(new Paths(ways(count)), 99);
        double mean = (double) FLOWS / count;
        for (NextHop each : ways(count)) {
            long share = Arrays.stream(choices).filter(choice -> choice == each.gateway()).count();
            assertThat((double) share).isBetween(mean - 6 * Math.sqrt(mean), mean + 6 * Math.sqrt(mean));
        }
    }

    @Test
    @DisplayName("RFC 2992: of n ways one more moves at most half of the flows; the same ways move none")
    void shouldMoveFewFlows() {
        int[] four = choices(new Paths(ways(4)), 99);
        int[] five = choices(new Paths(ways(5)), 99);
        long moved = IntStream.range(0, FLOWS).filter(i -> four[i] != five[i]).count();
        assertThat(moved).isBetween(FLOWS / 5L, FLOWS / 2L + FLOWS / 50);
        assertThat(choices(new Paths(ways(4)), 99)).isEqualTo(four);
        assertThat(choices(new Paths(ways(4)), 98)).as("another secret, another spread").isNotEqualTo(four);
    }

    @Test
    @DisplayName("RFC 2991: a flow keeps its way whatever becomes of other routes, and in whatever order ways are named")
    void shouldNotMoveAFlowForOthersChanges() {
        try (RouteTable table = new RouteTable(List.of(Route.via(PREFIX, ways(4))), 5)) {
            int[] before = choices(table.find(PREFIX.network()), 5);
            for (int i = 0; i < 1_000; i++) {
                table.put(Route.via(new Ipv4Prefix(i << 14, 18).canonical(), ways(1 + i % 7)));
            }
            List<NextHop> backwards = ways(4);
            Collections.reverse(backwards);
            table.put(Route.via(PREFIX, backwards));
            assertThat(choices(table.find(PREFIX.network()), 5)).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseWaysThatAreNone() {
        assertThatThrownBy(() -> Route.via(PREFIX, List.of())).hasMessageContaining("0 is not 1 to 64");
        assertThatThrownBy(() -> Route.via(PREFIX, ways(65))).hasMessageContaining("65 is not 1 to 64");
        assertThatThrownBy(() -> Route.via(PREFIX, List.of(NextHop.connected(1),
                new NextHop(NextHop.Kind.REJECT, -1, 0, RejectCause.NET_UNREACHABLE))))
                .hasMessageContaining("does not forward");
    }

    private static Lab lab() {
        return new Lab(builder -> builder
                .route(RouteConfig.via("203.0.113.0/24", "198.51.100.20", "198.51.100.21", "198.51.100.22"))
                .neighbor(new NeighborConfig("wan", "198.51.100.20", "02:00:00:00:02:14"))
                .neighbor(new NeighborConfig("wan", "198.51.100.21", "02:00:00:00:02:15"))
                .neighbor(new NeighborConfig("wan", "198.51.100.22", "02:00:00:00:02:16")));
    }

    private static List<String> gateways(Lab lab, byte[]... frames) {
        lab.onLan(frames);
        return lab.wan().drain().stream().map(each -> Hex.format(each, 0, 6)).toList();
    }

    @Test
    @DisplayName("RFC 2992: through an engine, ports tell flows apart, packets of one flow stay together")
    void shouldSpreadByPorts() {
        try (Lab lab = lab()) {
            byte[][] flows = IntStream.range(0, 60)
                    .mapToObj(i -> Lab.fromLan("203.0.113.7").udp(1_000 + i, 2_000).build()).toArray(byte[][]::new);
            List<String> chosen = gateways(lab, flows);
            assertThat(chosen.stream().distinct()).hasSize(3);
            assertThat(gateways(lab, flows)).isEqualTo(chosen);
        }
    }

    @Test
    @DisplayName("fragments have no ports to go by: all of a datagram's take one way, and ports do not count for them")
    void shouldKeepFragmentsTogether() {
        try (Lab lab = lab()) {
            List<byte[]> fragments = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                fragments.addAll(Fragments.every(400,
                        Lab.fromLan("203.0.113.7").id(i).udp(1_000 + i, 2_000, new byte[1_000]).build()));
            }
            assertThat(gateways(lab, fragments.toArray(byte[][]::new)).stream().distinct()).hasSize(1);
            byte[][] others = IntStream.range(0, 60)
                    .mapToObj(i -> Fragments.every(400,
                            Lab.fromLan("203.0.113." + (10 + i)).udp(1, 2, new byte[1_000]).build()).get(0))
                    .toArray(byte[][]::new);
            assertThat(gateways(lab, others).stream().distinct()).as("addresses do").hasSize(3);
        }
    }

    @Test
    @DisplayName("a protocol without ports is told by its addresses, a header cut short too")
    void shouldNotTakeDataForPorts() {
        try (Lab lab = lab()) {
            byte[][] pings = IntStream.range(0, 60).mapToObj(i -> Lab.fromLan("203.0.113.7").echo(i, i).build())
                    .toArray(byte[][]::new);
            assertThat(gateways(lab, pings).stream().distinct()).hasSize(1);
            byte[] cut = Packets.ipv4("192.0.2.10", "203.0.113.7").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                    .payload(17, new byte[3]).build();
            assertThat(gateways(lab, cut)).hasSize(1);
        }
    }
}
