package org.hopwire.ip;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a router does with a packet that is not for it: one positive and one negative test for each rule. */
class ForwardingRulesTest {
    private static final int ICMP = 34;
    private static final int QUOTE = 42;

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static void assertError(byte[] frame, int type, int code) {
        assertThat(frame[ICMP]).as("type").isEqualTo((byte) type);
        assertThat(frame[ICMP + 1]).as("code").isEqualTo((byte) code);
        assertThat(Packets.checksum(frame, 14, 20)).as("header checksum").isZero();
        assertThat(Packets.checksum(frame, ICMP, frame.length - ICMP)).as("ICMP checksum").isZero();
    }

    private static byte[] udp(String destination) {
        return Lab.fromLan(destination).udp(1000, 2000, new byte[8]).build();
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: no route is net unreachable")
    void shouldReportNetUnreachableWithoutARoute() {
        try (Lab lab = new Lab()) {
            assertError(only(lab.onLan(udp("203.0.113.1"))), 3, 0);
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: a default route leaves nothing unreachable")
    void shouldNotReportNetUnreachableWithADefaultRoute() {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.via("0.0.0.0/0", "198.51.100.10")))) {
            assertThat(lab.onLan(udp("203.0.113.1"))).isEmpty();
            assertThat(Hex.format(only(lab.wan().drain()), 0, 6)).isEqualTo("02 00 00 00 02 0a");
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: the last hop that cannot resolve the destination reports host unreachable")
    void shouldReportHostUnreachableWithoutANeighbour() {
        try (Lab lab = new Lab()) {
            assertError(only(lab.onLan(udp("198.51.100.77"))), 3, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"net-unreachable, 0", "host-unreachable, 1", "net-unknown, 6",
        "host-unknown, 7", "source-host-isolated, 8", "net-prohibited, 9", "host-prohibited, 10",
        "net-unreachable-for-tos, 11", "host-unreachable-for-tos, 12", "admin-prohibited, 13",
        "precedence-violation, 14", "precedence-cutoff, 15"})
    @DisplayName("RFC 792, 1122 3.2.2.1, 1812 5.2.7.1: a reject route answers with its code")
    void shouldAnswerForARejectRoute(String label, int code) {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.reject("203.0.113.0/24", label)))) {
            assertError(only(lab.onLan(udp("203.0.113.1"))), 3, code);
            assertThat(lab.onLan(Lab.fromLan("198.51.100.10").udp(1, 2).build())).isEmpty();
        }
    }

    @Test
    void shouldSwallowWhatABlackholeRouteCovers() {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.reject("203.0.113.0/24", "blackhole")))) {
            assertThat(lab.onLan(udp("203.0.113.1"))).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("blackhole", 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName("RFC 1812 5.3.1: TTL 0 or 1 in transit is time exceeded")
    void shouldReportTimeExceeded(int ttl) {
        try (Lab lab = new Lab()) {
            assertError(only(lab.onLan(Lab.fromLan("198.51.100.10").ttl(ttl).udp(1, 2).build())), 11, 0);
            assertThat(lab.wan().drain()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.3.1: TTL 2 in transit leaves as 1")
    void shouldForwardTtlTwo() {
        try (Lab lab = new Lab()) {
            lab.onLan(Lab.fromLan("198.51.100.10").ttl(2).udp(1, 2).build());
            assertThat(only(lab.wan().drain())[22]).isEqualTo((byte) 1);
        }
    }

    @Test
    @DisplayName("RFC 1812 5.3.1: TTL 1 for the router itself is delivered")
    void shouldNotReportTimeExceededForItself() {
        try (Lab lab = new Lab()) {
            byte[] reply = only(lab.onLan(Lab.fromLan("192.0.2.1").ttl(1).echo(1, 1).build()));
            assertThat(reply[ICMP]).isZero();
        }
    }

    private static Lab narrow(int mtu) {
        return new Lab(builder -> builder.port(PortConfig.memory("thin", "203.0.113.1/24").withMtu(mtu))
                .neighbor(new NeighborConfig("thin", "203.0.113.9", "02:00:00:00:03:09")));
    }

    @Test
    @DisplayName("RFC 1191 4: don't fragment and too long is fragmentation needed with the next hop's MTU, never 0")
    void shouldReportTheNextHopMtu() {
        try (Lab lab = narrow(1280)) {
            byte[] error = only(
                    lab.onLan(Lab.fromLan("203.0.113.9").dontFragment().udp(1, 2, new byte[1400]).build()));
            assertError(error, 3, 4);
            assertThat(Hex.format(error, ICMP + 4, 4)).isEqualTo("00 00 05 00");
        }
    }

    @Test
    @DisplayName("RFC 1191 4: what may be fragmented is not reported")
    void shouldNotReportWhatMayBeFragmented() {
        try (Lab lab = narrow(1280)) {
            assertThat(lab.onLan(Lab.fromLan("203.0.113.9").udp(1, 2, new byte[1400]).build())).isEmpty();
            assertThat(lab.snapshot().forwarded()).isOne();
            assertThat(lab.snapshot().transmitted()).as("fragments").isEqualTo(2);
        }
    }

    @Test
    @DisplayName("RFC 1191 4: exactly the MTU passes")
    void shouldForwardExactlyTheMtu() {
        try (Lab lab = narrow(1280)) {
            byte[] frame = Lab.fromLan("203.0.113.9").dontFragment().udp(1, 2, new byte[1280 - 28]).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().forwarded()).isOne();
        }
    }

    private static void secondRouterOnLan(EngineBuilder builder) {
        builder.route(RouteConfig.via("203.0.113.0/24", "192.0.2.254"))
                .neighbor(new NeighborConfig("lan", "192.0.2.254", "02:00:00:00:01:fe"));
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: same interface and source on the next hop's network draws a host redirect")
    void shouldRedirectAndForwardAllTheSame() {
        try (Lab lab = new Lab(ForwardingRulesTest::secondRouterOnLan)) {
            byte[] frame = udp("203.0.113.7");
            List<byte[]> sent = lab.onLan(frame);
            assertThat(sent).hasSize(2);
            assertThat(Hex.format(sent.get(0), 0, 6)).as("forwarded").isEqualTo("02 00 00 00 01 fe");
            byte[] redirect = sent.get(1);
            assertError(redirect, 5, 1);
            assertThat(Hex.format(redirect, ICMP + 4, 4)).as("gateway").isEqualTo("c0 00 02 fe");
            assertThat(Hex.format(redirect, QUOTE, 28)).as("quote, as it was received")
                    .isEqualTo(Hex.format(frame, 14, 28));
            assertThat(lab.snapshot().forwarded()).isOne();
            assertThat(lab.snapshot().originated()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: no redirect where the packet leaves by another interface")
    void shouldNotRedirectAcrossInterfaces() {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(udp("198.51.100.10"))).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: no redirect for a source that is not on the next hop's network")
    void shouldNotRedirectASourceFromElsewhere() {
        try (Lab lab = new Lab(ForwardingRulesTest::secondRouterOnLan)) {
            byte[] frame = Packets.ipv4("198.18.0.1", "203.0.113.7").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).udp(1, 2)
                    .build();
            assertThat(lab.onLan(frame)).hasSize(1);
            assertThat(lab.snapshot().errorsRaised()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: no redirect to the better first hop itself")
    void shouldNotRedirectTheNextHopToItself() {
        try (Lab lab = new Lab(ForwardingRulesTest::secondRouterOnLan)) {
            byte[] frame = Packets.ipv4("192.0.2.254", "203.0.113.7").eth("02:00:00:00:01:fe", Lab.LAN_MAC).udp(1, 2)
                    .build();
            assertThat(lab.onLan(frame)).hasSize(1);
            assertThat(lab.snapshot().errorsRaised()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: code 3 only where configured, and only for a TOS")
    void shouldRedirectForTosWhereConfigured() {
        IpConfig tosHost = IpConfig.defaults().withRedirects(RedirectRule.Mode.TOS_HOST);
        try (Lab lab = new Lab(builder -> {
            secondRouterOnLan(builder);
            builder.ip(tosHost);
        })) {
            List<byte[]> sent = lab.onLan(Lab.fromLan("203.0.113.7").tos(0x10).udp(1, 2).build());
            assertError(sent.get(1), 5, 3);
        }
    }

    @Test
    void shouldNotRedirectWhereSwitchedOff() {
        try (Lab lab = new Lab(builder -> {
            secondRouterOnLan(builder);
            builder.ip(IpConfig.defaults().withRedirects(RedirectRule.Mode.OFF));
        })) {
            assertThat(lab.onLan(udp("203.0.113.7"))).hasSize(1);
        }
    }

    @Test
    @DisplayName("RFC 2644: a directed broadcast is not forwarded")
    void shouldNotForwardADirectedBroadcast() {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(udp("198.51.100.255"))).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("directed-broadcast", 1L);
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: a router records its route in transit, and the header checksum follows")
    void shouldRecordTheRoute() {
        try (Lab lab = new Lab()) {
            lab.onLan(Lab.fromLan("198.51.100.10").options("07 0b 04 00 00 00 00 00 00 00 00 00").udp(1, 2).build());
            byte[] sent = only(lab.wan().drain());
            assertThat(Hex.format(sent, 34, 12)).isEqualTo("07 0b 08 c6 33 64 01 00 00 00 00 00");
            assertThat(Packets.checksum(sent, 14, 32)).isZero();
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: a full timestamp option counts, and at 15 draws a parameter problem at its octet")
    void shouldRefuseATimestampThatCanCountNoMore() {
        try (Lab lab = new Lab()) {
            lab.onLan(Lab.fromLan("198.51.100.10").options("44 08 09 00 00 00 00 01").udp(1, 2).build());
            assertThat(only(lab.wan().drain())[14 + 23]).as("overflow 0 becomes 1").isEqualTo((byte) 0x10);
            byte[] error = only(lab
                    .onLan(Lab.fromLan("198.51.100.10").options("44 08 09 f0 00 00 00 01").udp(1, 2).build()));
            assertError(error, 12, 0);
            assertThat(error[ICMP + 4]).as("pointer").isEqualTo((byte) 23);
            assertThat(lab.snapshot().errorsRaised()).containsEntry("parameter-problem", 1L);
        }
    }

    @Test
    @DisplayName("R-OPT-02, RFC 1812 5.2.7.1: source routes are dropped in silence, or refused where configured")
    void shouldRefuseSourceRoutesByPolicy() {
        byte[] frame = Lab.fromLan("198.51.100.10").options("83 07 04 cb 00 71 01 00").udp(1, 2).build();
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("source-routed", 1L);
        }
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withSourceRoutes(SourceRoutePolicy.REJECT)))) {
            assertError(only(lab.onLan(frame)), 3, 5);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.1: closed port and unknown protocol, for local delivery only")
    void shouldReportPortAndProtocolUnreachable() {
        try (Lab lab = new Lab()) {
            assertError(only(lab.onLan(udp("192.0.2.1"))), 3, 3);
            assertError(only(lab.onLan(Lab.fromLan("192.0.2.1").payload(99, new byte[8]).build())), 3, 2);
            assertThat(lab.onLan(udp("198.51.100.10"))).as("transit").isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: UDP to a broadcast draws no port unreachable")
    void shouldKeepSilentOnBroadcast() {
        try (Lab lab = new Lab()) {
            byte[] frame = Packets.ipv4("192.0.2.10", "192.0.2.255").eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff")
                    .udp(1, 2).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("port-unreachable", 1L);
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.4: the error's source is an address of the interface it leaves by")
    void shouldTakeTheSourceOfTheOutgoingInterface() {
        try (Lab lab = new Lab()) {
            assertThat(Hex.format(only(lab.onLan(udp("203.0.113.1"))), 26, 4)).isEqualTo("c0 00 02 01");
            assertThat(lab.snapshot().errorsRaised())
                    .containsOnlyKeys(RejectCause.NET_UNREACHABLE.name().toLowerCase(Locale.ROOT)
                            .replace('_', '-'));
        }
    }

    @Test
    void shouldKeepVlansApart() {
        try (Lab lab = new Lab(builder -> builder.port(PortConfig.memory("tagged", "203.0.113.1/24").withVlan(7))
                .neighbor(new NeighborConfig("tagged", "203.0.113.9", "02:00:00:00:03:09")))) {
            lab.onLan(udp("203.0.113.9"));
            byte[] sent = only(((MemoryPort) lab.engine().ports().get(2)).drain());
            assertThat(Hex.format(sent, 12, 6)).isEqualTo("81 00 00 07 08 00");
            assertThat(lab.onLan(Lab.fromLan("198.51.100.10").vlan(7).udp(1, 2).build())).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("bad-vlan", 1L);
        }
    }

    @Test
    @DisplayName("RFC 1108: a packet without the required security option draws parameter problem code 1, pointer 130")
    void shouldRequireTheSecurityOptionWhereConfigured() {
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withRequireSecurity(true)))) {
            byte[] error = only(lab.onLan(udp("198.51.100.10")));
            assertError(error, 12, 1);
            assertThat(error[ICMP + 4]).isEqualTo((byte) 130);
            lab.onLan(Lab.fromLan("198.51.100.10").options("82 04 ab ab").udp(1, 2).build());
            assertThat(lab.snapshot().forwarded()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 6633: a full port draws a source quench under the legacy policy alone")
    void shouldSendASourceQuenchOnlyUnderTheLegacyPolicy() {
        for (IcmpConfig.TypePolicy policy : IcmpConfig.TypePolicy.values()) {
            IcmpConfig icmp = IcmpConfig.defaults().withPolicy(IcmpType.SOURCE_QUENCH, policy);
            try (Lab lab = new Lab(builder -> builder.icmp(icmp))) {
                lab.wan().transmitLimit(0);
                List<byte[]> sent = lab.onLan(udp("198.51.100.10"));
                if (policy == IcmpConfig.TypePolicy.LEGACY) {
                    assertError(only(sent), 4, 0);
                    assertThat(lab.snapshot().consumed()).isOne();
                } else {
                    assertThat(sent).isEmpty();
                    assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("port-full", 1L));
                }
                assertThat(lab.snapshot().received()).isOne();
            }
        }
    }

    @Test
    @DisplayName("R-REFL-03: a packet that is refused after all draws one error, no redirect besides")
    void shouldNotRedirectWhatItRefuses() {
        try (Lab lab = new Lab(ForwardingRulesTest::secondRouterOnLan)) {
            byte[] error = only(lab.onLan(Lab.fromLan("203.0.113.7").options("44 08 09 f0 00 00 00 01").udp(1, 2)
                    .build()));
            assertError(error, 12, 0);
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.3: an error that leaves by a narrow port is cut to it, not lost")
    void shouldFitAnErrorToTheNarrowestPort() {
        try (Lab lab = narrow(68)) {
            byte[] error = only(lab.onLan(Lab.fromLan("192.0.2.1").udp(1, 2, new byte[800]).build()));
            assertError(error, 3, 3);
            assertThat(error).hasSize(14 + 68);
        }
    }

    @Test
    @DisplayName("R-REFL-01: an answer goes to no group address and not to ourselves, whatever the frame's source")
    void shouldNotAnswerAForgedLinkSource() {
        try (Lab lab = new Lab()) {
            for (String mac : List.of("ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", Lab.LAN_MAC)) {
                byte[] frame = Packets.ipv4("192.0.2.77", "192.0.2.1").eth(mac, Lab.LAN_MAC).echo(1, 1).build();
                assertThat(lab.onLan(frame)).isEmpty();
            }
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("output-unrouted", 3L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.255", "198.51.100.255", "192.0.2.1", "198.51.100.0"})
    @DisplayName("RFC 1812 5.3.7: a source that is a broadcast of ours, or ours, is not forwarded")
    void shouldNotForwardOurOwnOrBroadcastSources(String source) {
        try (Lab lab = new Lab()) {
            byte[] frame = Packets.ipv4(source, "198.51.100.10").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).udp(1, 2).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("bad-source", 1L));
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3: a host is silent about bad options of packets for others")
    void shouldKeepSilentAsAHostAboutPacketsForOthers() {
        try (Lab lab = new Lab(builder -> builder.mode(EngineMode.HOST))) {
            byte[] frame = Lab.fromLan("198.51.100.10").options("07 07 02 00 00 00 00 00").udp(1, 2).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("not-for-us", 1L));
        }
    }
}
