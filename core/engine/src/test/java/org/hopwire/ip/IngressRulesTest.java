package org.hopwire.ip;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.ReversePathCheck.Mode;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which sources may come in by which port, and broadcasts to networks of other ports; each with the case beside it. */
class IngressRulesTest {
    private static final String HOST = "198.51.100.10";

    private static Lab lab(PortOptions lan, RouteConfig... routes) {
        return new Lab(builder -> {
            builder.ip(IpConfig.defaults().withPorts(lan));
            List.of(routes).forEach(builder::route);
        });
    }

    private static Lab checking(Mode mode, RouteConfig... routes) {
        return lab(PortOptions.of("lan").withReversePath(mode), routes);
    }

    private static byte[] from(String source, String destination) {
        return Packets.ipv4(source, destination).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).udp(1, 2, new byte[8]).build();
    }

    private static void assertForwards(Lab lab, String source, boolean forwards) {
        lab.onLan(from(source, HOST));
        assertThat(lab.wan().drain()).as(source).hasSize(forwards ? 1 : 0);
        assertThat(lab.snapshot().dropped().getOrDefault("reverse-path", 0L)).isEqualTo(forwards ? 0 : 1);
        assertThat(lab.snapshot().received()).isEqualTo(lab.snapshot().forwarded() + lab.snapshot().droppedTotal());
    }

    @ParameterizedTest
    @CsvSource({"OFF, 192.0.2.10, true", "OFF, 198.51.100.77, true", "OFF, 203.0.113.1, true", "OFF, 8.8.8.8, true",
        "LOOSE, 192.0.2.10, true", "LOOSE, 198.51.100.77, true", "LOOSE, 203.0.113.1, true", "LOOSE, 8.8.8.8, false",
        "STRICT, 192.0.2.10, true", "STRICT, 198.51.100.77, false", "STRICT, 203.0.113.1, true",
        "STRICT, 8.8.8.8, false"})
    @DisplayName("RFC 3704 2.2, 2.4: strict asks for the way back by the same port, loose for any way; off by default")
    void shouldCheckTheWayBack(Mode mode, String source, boolean forwards) {
        try (Lab lab = checking(mode, RouteConfig.via("203.0.113.0/24", "192.0.2.10"))) {
            assertForwards(lab, source, forwards);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOOSE", "STRICT"})
    @DisplayName("RFC 3704: a route that drops is no way back: so a host is shut out; a default route is one")
    void shouldTakeARouteThatDropsForNone(Mode mode) {
        RouteConfig everything = RouteConfig.via("0.0.0.0/0", "192.0.2.10");
        try (Lab lab = checking(mode, everything, RouteConfig.reject("203.0.113.7/32", "blackhole"))) {
            assertForwards(lab, "203.0.113.8", true);
        }
        try (Lab lab = checking(mode, everything, RouteConfig.reject("203.0.113.7/32", "blackhole"))) {
            assertForwards(lab, "203.0.113.7", false);
        }
    }

    @Test
    @DisplayName("RFC 3704: what is for us is checked, too, and draws no error; a port that does not check lets it in")
    void shouldCheckWhatIsForUs() {
        try (Lab lab = checking(Mode.STRICT)) {
            assertThat(lab.onLan(from("198.51.100.77", "192.0.2.1"))).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("reverse-path");
            assertThat(lab.wan().inject(Packets.ipv4("192.0.2.10", "198.51.100.1").eth(Lab.WAN_HOST_MAC, Lab.WAN_MAC)
                    .echo(1, 2).build())).isTrue();
            assertThat(lab.onLan()).as("answered by the way back").hasSize(1);
        }
    }

    @Test
    @DisplayName("RFC 3704, RFC 9776 4.2.14: 0.0.0.0 has no way back and may ask; our own address stays a martian")
    void shouldLetNobodyAskAndKeepMartians() {
        try (Lab lab = checking(Mode.STRICT)) {
            lab.onLan(Packets.frame().eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:02").ip("0.0.0.0", "224.0.0.2").ttl(1)
                    .icmp(10, 0, 0).build(), from("198.51.100.1", HOST));
            assertThat(lab.snapshot().dropped()).doesNotContainKey("reverse-path").containsEntry("bad-source", 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "192.0.2.255", "192.0.2.0", "192.0.2.1", "198.51.100.255", "0.0.0.0"})
    @DisplayName("RFC 1812 5.3.7: a martian source is dropped in silence, whatever the check")
    void shouldDropMartians(String source) {
        for (Mode mode : Mode.values()) {
            try (Lab lab = checking(mode)) {
                assertThat(lab.onLan(from(source, HOST))).isEmpty();
                assertThat(lab.wan().drain()).isEmpty();
                assertThat(lab.snapshot().dropped()).containsOnlyKeys("bad-source");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"169.254.1.1, 198.51.100.10, bad-source", "192.0.2.10, 169.254.1.1, bad-destination",
        "169.254.0.0, 169.254.255.255, bad-source"})
    @DisplayName("RFC 3927 7: a router forwards neither from nor to 169.254/16, whatever route there is, and sends no error")
    void shouldNotForwardWhatIsLocalToALink(String source, String destination, String reason) {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.via("0.0.0.0/0", "198.51.100.10")))) {
            assertThat(lab.onLan(from(source, destination))).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys(reason);
            lab.onLan(from("169.253.255.255", HOST), from("169.255.0.0", HOST));
            assertThat(lab.wan().drain()).as("its neighbours").hasSize(2);
        }
    }

    @Test
    @DisplayName("RFC 3927 7: who has only a link-local address may speak to us")
    void shouldAnswerWhoIsLocalToALink() {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.on("169.254.0.0/16", "lan")))) {
            assertThat(lab.onLan(Packets.ipv4("169.254.1.1", "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                    .echo(1, 2).build())).hasSize(1);
        }
    }

    private static Lab broadcasting(EngineMode mode) {
        return new Lab(builder -> builder.mode(mode)
                .ip(IpConfig.defaults().withPorts(PortOptions.of("wan").withDirectedBroadcast(true))));
    }

    @Test
    @DisplayName("RFC 2644: a directed broadcast is not forwarded by default")
    void shouldNotForwardDirectedBroadcasts() {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(from("192.0.2.10", "198.51.100.255"))).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("directed-broadcast", 1L);
        }
    }

    @Test
    @DisplayName("RFC 2644, RFC 1812 5.3.5.2: where its port says so it leaves as a link-layer broadcast, one hop older")
    void shouldForwardDirectedBroadcastsWhereTold() {
        try (Lab lab = broadcasting(EngineMode.ROUTER)) {
            assertThat(lab.onLan(from("192.0.2.10", "198.51.100.255"))).isEmpty();
            List<byte[]> left = lab.wan().drain();
            assertThat(left).hasSize(1);
            assertThat(Hex.format(left.get(0), 0, 12)).isEqualTo("ff ff ff ff ff ff 02 00 00 00 02 01");
            assertThat(left.get(0)[22]).isEqualTo((byte) 63);
            assertThat(Packets.checksum(left.get(0), 14, 20)).isZero();
        }
    }

    @Test
    @DisplayName("R-REFL-01: a directed broadcast draws no error; the network address and other ports' are not forwarded")
    void shouldKeepDirectedBroadcastsInBounds() {
        try (Lab lab = broadcasting(EngineMode.ROUTER)) {
            byte[] dying = Packets.ipv4("192.0.2.10", "198.51.100.255").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(1)
                    .udp(1, 2).build();
            byte[] crowd = Packets.ipv4("192.0.2.10", "198.51.100.255").eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff")
                    .udp(1, 2).build();
            assertThat(lab.onLan(dying, crowd, from("192.0.2.10", "198.51.100.0"))).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.wan().inject(Packets.ipv4("198.51.100.10", "192.0.2.255")
                    .eth(Lab.WAN_HOST_MAC, Lab.WAN_MAC).udp(1, 2).build())).isTrue();
            assertThat(lab.onLan()).as("lan does not say so").isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("ttl-expired", "link-broadcast",
                    "directed-broadcast");
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.6: a host forwards no directed broadcast, and cannot be told to")
    void shouldNotForwardDirectedBroadcastsAsAHost() {
        assertThatThrownBy(() -> broadcasting(EngineMode.HOST))
                .hasMessage("ip.port wan directed_broadcast: true: only a router forwards");
        try (Lab lab = new Lab(builder -> builder.mode(EngineMode.HOST))) {
            lab.onLan(from("192.0.2.10", "198.51.100.255"));
            assertThat(lab.wan().drain()).isEmpty();
        }
    }
}
