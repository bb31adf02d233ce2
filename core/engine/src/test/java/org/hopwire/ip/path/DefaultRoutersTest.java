package org.hopwire.ip.path;

import java.nio.ByteBuffer;
import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.path.PathLab.BETTER;
import static org.hopwire.ip.path.PathLab.FAR;
import static org.hopwire.ip.path.PathLab.GATEWAY;
import static org.hopwire.ip.path.PathLab.SECOND;

/** RFC 1256 section 5 through a whole engine: a host that looks for its routers. */
class DefaultRoutersTest {
    private static final PathConfig LOOKING = PathConfig.defaults().withRouterDiscovery(true);

    private static PathLab looking() {
        return new PathLab(EngineMode.HOST, LOOKING, builder -> {});
    }

    private static byte[] advertisement(String from, int lifetime, Object... routers) {
        ByteBuffer entries = ByteBuffer.allocate(routers.length * 4);
        for (int i = 0; i < routers.length; i += 2) {
            entries.putInt(Ipv4Address.parse((String) routers[i])).putInt((int) routers[i + 1]);
        }
        return Packets.ipv4(from, "224.0.0.1").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:01").ttl(1)
                .icmp(9, 0, (routers.length / 2) << 24 | 2 << 16 | lifetime, entries.array()).build();
    }

    private static int hop(PathLab lab) {
        List<byte[]> frames = lab.echo(FAR, 100);
        return frames.isEmpty() ? -1 : frames.get(0)[5];
    }

    @Test
    @DisplayName("RFC 1256 5.3: within a second of the start, and twice more every three, a host asks all routers")
    void shouldSolicit() {
        try (PathLab lab = looking()) {
            lab.pass(SECOND);
            List<byte[]> first = lab.lab.lan().drain();
            assertThat(first).hasSize(1);
            assertThat(Hex.format(first.get(0), 0, 6)).isEqualTo("01 00 5e 00 00 02");
            assertThat(Hex.format(first.get(0), 22, 2)).as("TTL 1, ICMP").isEqualTo("01 01");
            assertThat(Hex.format(first.get(0), 26, 8)).isEqualTo("c0 00 02 01 e0 00 00 02");
            assertThat(Hex.format(first.get(0), 34, 8)).isEqualTo("0a 00 f5 ff 00 00 00 00");
            assertThat(Packets.checksum(first.get(0), 14, 20)).isZero();
            lab.pass(3 * SECOND);
            assertThat(lab.lab.lan().drain()).hasSize(1);
            lab.pass(100 * SECOND);
            assertThat(lab.lab.lan().drain()).as("three in all").hasSize(1);
            assertThat(lab.count("solicitations-sent")).as("on both ports").isEqualTo(6);
        }
    }

    @Test
    @DisplayName("RFC 1256 5.3: an advertisement ends the asking on its port")
    void shouldStopAskingWhenAnswered() {
        try (PathLab lab = looking()) {
            lab.lab.onLan(advertisement(GATEWAY, 1800, GATEWAY, 0));
            lab.pass(100 * SECOND);
            assertThat(lab.count("solicitations-sent")).as("wan alone").isEqualTo(3);
        }
    }

    @Test
    @DisplayName("RFC 1256 5.1: the router of highest preference is the way where no route is, as long as it says")
    void shouldGoByTheRouterOfHighestPreference() {
        try (PathLab lab = looking()) {
            assertThat(hop(lab)).isEqualTo(-1);
            lab.lab.onLan(advertisement(GATEWAY, 100, GATEWAY, 5));
            assertThat(hop(lab)).isEqualTo(0x0a);
            lab.lab.onLan(advertisement(BETTER, 50, BETTER, 6));
            assertThat(hop(lab)).isEqualTo(0x14);
            lab.pass(50 * SECOND);
            assertThat(hop(lab)).as("its lifetime is over").isEqualTo(0x0a);
            lab.pass(50 * SECOND);
            assertThat(hop(lab)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("RFC 1256 5.1: lifetime 0 withdraws, a lower preference moves away, least preference is no default")
    void shouldFollowWhatRoutersSay() {
        try (PathLab lab = looking()) {
            lab.lab.onLan(advertisement(GATEWAY, 1000, GATEWAY, 5, BETTER, 4));
            assertThat(hop(lab)).isEqualTo(0x0a);
            lab.lab.onLan(advertisement(GATEWAY, 1000, GATEWAY, -3));
            assertThat(hop(lab)).isEqualTo(0x14);
            lab.lab.onLan(advertisement(BETTER, 0, BETTER, 4));
            assertThat(hop(lab)).isEqualTo(0x0a);
            lab.lab.onLan(advertisement(GATEWAY, 1000, GATEWAY, Integer.MIN_VALUE));
            assertThat(hop(lab)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("RFC 1256 5: a route of the configuration goes before a router that advertises itself")
    void shouldGoByRoutesFirst() {
        try (PathLab lab = new PathLab(EngineMode.HOST, LOOKING,
                builder -> builder.route(RouteConfig.via("203.0.113.0/24", BETTER)))) {
            lab.lab.onLan(advertisement(GATEWAY, 1000, GATEWAY, 5));
            assertThat(hop(lab)).isEqualTo(0x14);
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.10, 198.51.100.10", "192.0.2.10, 203.0.113.1", "192.0.2.10, 192.0.2.1",
        "192.0.2.10, 192.0.2.255", "192.0.2.10, 224.0.0.1", "198.51.100.10, 192.0.2.10", "203.0.113.1, 192.0.2.10"})
    @DisplayName("RFC 1256 5.2: a router off the link, or told of from off the link, ourselves or a crowd is none")
    void shouldNotTakeWhoIsNoNeighbour(String from, String router) {
        try (PathLab lab = looking()) {
            lab.lab.onLan(advertisement(from, 1000, router, 5));
            assertThat(hop(lab)).isEqualTo(-1);
            assertThat(lab.count("advertisements-taken")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 8", "255, 2, 8", "1, 0, 8", "1, 1, 8", "1, 255, 8", "1, 2, 4", "1, 2, 0", "2, 2, 8"})
    @DisplayName("R-ICMP-06: counts and sizes that do not fit the message are refused")
    void shouldRefuseWhatDoesNotFit(int count, int words, int octets) {
        try (PathLab lab = looking()) {
            lab.lab.onLan(Packets.ipv4(GATEWAY, "224.0.0.1").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:01").ttl(1)
                    .icmp(9, 0, count << 24 | words << 16 | 1000, new byte[octets]).build());
            assertThat(lab.lab.snapshot().dropped()).containsEntry("icmp-bad-length", 1L);
            assertThat(hop(lab)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("R-ICMP-06: off by default; a router believes no other")
    void shouldNotListenUnlessTold() {
        for (EngineMode mode : List.of(EngineMode.HOST, EngineMode.ROUTER)) {
            try (PathLab lab = new PathLab(mode, PathConfig.defaults(), builder -> {})) {
                lab.pass(10 * SECOND);
                assertThat(lab.lab.lan().drain()).isEmpty();
                lab.lab.onLan(advertisement(GATEWAY, 1000, GATEWAY, 5));
                assertThat(hop(lab)).isEqualTo(-1);
            }
        }
    }

    @Test
    @DisplayName("R-STATE-01: of a flood of routers sixteen are kept, those of highest preference")
    void shouldBoundTheList() {
        try (PathLab lab = looking()) {
            lab.lab.onLan(advertisement(GATEWAY, 1000, BETTER, 100));
            for (int i = 0; i < 200; i++) {
                lab.lab.onLan(advertisement(GATEWAY, 1000, "192.0.2." + (40 + i % 200), i % 90));
            }
            assertThat(hop(lab)).isEqualTo(0x14);
            lab.pass(1000 * SECOND);
            assertThat(hop(lab)).isEqualTo(-1);
            assertThat(lab.lab.engine().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    @DisplayName("RFC 1256 5.1: in a full list one of no higher preference finds no place")
    void shouldNotDisplaceABetterRouter() {
        try (PathLab lab = looking()) {
            for (int i = 0; i <= DefaultRouters.MOST_ROUTERS; i++) {
                lab.lab.onLan(advertisement(GATEWAY, 1000, "192.0.2." + (40 + i),
                        i == DefaultRouters.MOST_ROUTERS ? 5 : 10));
            }
            for (int i = 0; i < DefaultRouters.MOST_ROUTERS; i++) {
                lab.lab.onLan(advertisement(GATEWAY, 0, "192.0.2." + (40 + i), 10));
            }
            assertThat(hop(lab)).isEqualTo(-1);
        }
    }

    private static PathLab asking() {
        return new PathLab(EngineMode.HOST, LOOKING, builder -> builder.ip(IpConfig.defaults().withPath(LOOKING)
                .withArp(ArpConfig.defaults().withAnnouncements(0)).withPorts(PortOptions.of("lan").withArp(true))));
    }

    private static int hopFromWan(PathLab lab) {
        lab.lab.wan().inject(Packets.ipv4(FAR, "192.0.2.1").eth(Lab.WAN_HOST_MAC, Lab.WAN_MAC).echo(1, 2).build());
        lab.lab.run();
        List<byte[]> frames = lab.lab.lan().drain().stream().filter(frame -> frame[12] == 8 && frame[13] == 0).toList();
        return frames.isEmpty() ? -1 : frames.getLast()[5];
    }

    @Test
    @DisplayName("RFC 1122 3.3.1.5: a router that does not answer is dead, and another is gone by, until it is heard of again")
    void shouldLeaveADeadRouter() {
        try (PathLab lab = asking()) {
            lab.lab.onLan(advertisement(GATEWAY, 1800, "192.0.2.40", 10, BETTER, 0));
            assertThat(hopFromWan(lab)).as("asks for the preferred one").isEqualTo(-1);
            lab.pass(4 * SECOND);
            assertThat(hopFromWan(lab)).isEqualTo(0x14);
            lab.pass(100 * SECOND);
            assertThat(hopFromWan(lab)).as("it is not tried again and again").isEqualTo(0x14);
            lab.lab.onLan(advertisement(GATEWAY, 1800, "192.0.2.40", 10));
            assertThat(hopFromWan(lab)).as("asks once more").isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("RFC 1256 5: the routers of a link go with it; when it comes up they are asked for anew")
    void shouldForgetTheRoutersOfALinkThatGoesDown() {
        try (PathLab lab = looking()) {
            lab.lab.onLan(advertisement(GATEWAY, 1800, BETTER, 0));
            assertThat(hop(lab)).isEqualTo(0x14);
            lab.pass(100 * SECOND);
            long asked = lab.count("solicitations-sent");
            lab.lab.lan().down(true);
            lab.lab.run();
            lab.lab.lan().down(false);
            lab.lab.run();
            assertThat(hop(lab)).isEqualTo(-1);
            lab.pass(100 * SECOND);
            assertThat(lab.count("solicitations-sent")).isEqualTo(asked + 3);
        }
    }

    @Test
    @DisplayName("RFC 3704 2.4: the discovered router is the way back to whom no route leads")
    void shouldBeAWayBack() {
        try (PathLab lab = new PathLab(EngineMode.HOST, LOOKING, builder -> builder
                .ip(IpConfig.defaults().withPath(LOOKING).withPorts(
                        PortOptions.of("lan").withReversePath(ReversePathCheck.Mode.STRICT),
                        PortOptions.of("wan").withReversePath(ReversePathCheck.Mode.STRICT))))) {
            assertThat(hop(lab)).isEqualTo(-1);
            assertThat(lab.lab.snapshot().dropped()).containsEntry("reverse-path", 1L);
            lab.lab.onLan(advertisement(GATEWAY, 1800, BETTER, 0));
            assertThat(hop(lab)).isEqualTo(0x14);
            assertThat(hopFromWan(lab)).as("by the wrong port").isEqualTo(-1);
            assertThat(lab.lab.snapshot().dropped()).containsEntry("reverse-path", 2L);
        }
    }
}
