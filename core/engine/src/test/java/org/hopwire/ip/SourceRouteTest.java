package org.hopwire.ip;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Source routes that are followed (RFC 791 section 3.1, RFC 1812 sections 5.2.4 and 5.3.13.4), octet by octet. */
class SourceRouteTest {
    private static final String US = "192.0.2.1";
    /** 198.51.100.10, the host on {@code wan}. */
    private static final String HOST = "c6 33 64 0a";
    /** 198.51.100.1, what we are on {@code wan}. */
    private static final String WAN = "c6 33 64 01";
    /** 203.0.113.9, behind the host. */
    private static final String BEYOND = "cb 00 71 09";
    private static final int ICMP = 14 + 20;
    /** Of no protocol with a checksum: that covers the destination, which differs from hop to hop. */
    private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8};

    private static Lab lab(Lab.Setup more) {
        return new Lab(builder -> {
            builder.ip(forwarding()).route(RouteConfig.via("203.0.113.0/24", "198.51.100.10"))
                    .route(RouteConfig.via("198.51.100.128/25", "198.51.100.10"))
                    .route(RouteConfig.reject("203.0.113.128/25", "admin-prohibited"))
                    .neighbor(new NeighborConfig("lan", "192.0.2.77", "02:00:00:00:01:4d"));
            more.on(builder);
        });
    }

    private static Lab lab() {
        return lab(builder -> {});
    }

    private static IpConfig forwarding() {
        return IpConfig.defaults().withSourceRoutes(SourceRoutePolicy.FORWARD);
    }

    private static Packets routed(String options) {
        return Lab.fromLan(US).options(options).payload(99, DATA);
    }

    private static Packets onWan(String options) {
        return Packets.ipv4("192.0.2.10", "198.51.100.10").eth(Lab.WAN_MAC, Lab.WAN_HOST_MAC).ttl(63).options(options)
                .payload(99, DATA);
    }

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    private static void assertGoesOn(Lab lab, Packets packet, Packets expected) {
        assertThat(lab.onLan(packet.build())).isEmpty();
        assertThat(Hex.format(only(lab.wan().drain()))).isEqualTo(Hex.format(expected.build()));
        assertThat(lab.snapshot().droppedTotal()).isZero();
    }

    /** The error, and that it quotes the datagram as it came, destination and route included. */
    private static void assertRefused(Lab lab, Packets packet, String typeAndCode) {
        byte[] frame = packet.build();
        byte[] error = only(lab.onLan(frame));
        assertThat(lab.wan().drain()).isEmpty();
        assertThat(Hex.format(error, ICMP, 2)).isEqualTo(typeAndCode);
        assertThat(Arrays.copyOfRange(error, ICMP + 8, error.length))
                .isEqualTo(Arrays.copyOfRange(frame, 14, 14 + error.length - ICMP - 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"83", "89"})
    @DisplayName("RFC 791 3.1: the next address becomes the destination, ours on the way out takes its place")
    void shouldTakeTheNextAddress(String type) {
        try (Lab lab = lab()) {
            assertGoesOn(lab, routed(type + " 07 04 " + HOST + " 00"), onWan(type + " 07 08 " + WAN + " 00"));
            assertGoesOn(lab, routed(type + " 0b 04 " + HOST + " " + BEYOND + " 00"),
                    onWan(type + " 0b 08 " + WAN + " " + BEYOND + " 00"));
            assertGoesOn(lab, routed(type + " 0b 08 c0 00 02 63 " + HOST + " 00"),
                    onWan(type + " 0b 0c c0 00 02 63 " + WAN + " 00"));
            assertThat(lab.snapshot().forwarded()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: a loose route leads over gateways, and passes those it does not name untouched")
    void shouldLeadLooselyOverGateways() {
        String passing = "83 07 04 " + BEYOND + " 00";
        try (Lab lab = lab()) {
            assertGoesOn(lab, routed(passing), onWan("83 07 08 " + WAN + " 00").ip("192.0.2.10", "203.0.113.9"));
            assertGoesOn(lab, Lab.fromLan("198.51.100.10").options(passing).payload(99, DATA), onWan(passing));
            String usedUp = "83 07 08 " + BEYOND + " 00";
            assertGoesOn(lab, Lab.fromLan("198.51.100.10").options(usedUp).payload(99, DATA), onWan(usedUp));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BEYOND, "c6 33 64 c8", "08 08 08 08"})
    @DisplayName("RFC 1812 5.2.4.3, 5.2.7.1: a strict route that does not stay on a link is refused, 3/5")
    void shouldRefuseAStrictRouteOverAGateway(String next) {
        try (Lab lab = lab()) {
            assertRefused(lab, routed("89 07 04 " + next + " 00"), "03 05");
            assertThat(lab.snapshot().errorsRaised()).containsEntry("source-route-failed", 1L);
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: a strict route does not lead by a router it does not name, used up or not")
    void shouldRefuseAStrictRouteThatPasses() {
        try (Lab lab = lab()) {
            for (String pointer : List.of("04", "08")) {
                assertRefused(lab, Lab.fromLan("198.51.100.10").options("89 07 " + pointer + " " + BEYOND + " 00")
                        .payload(99, DATA), "03 05");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 00 00 00", "00 00 00 09", "7f 00 00 01", "e0 00 00 01", "ef 01 02 03", "f0 00 00 01",
        "ff ff ff ff", "c6 33 64 ff", "c6 33 64 00", "c0 00 02 ff", "a9 fe 01 01", "08 08 08 08"})
    @DisplayName("RFC 1812 5.2.7.1, 5.3.7: to nobody, a crowd, a martian, or where no route leads, 3/5")
    void shouldRefuseANextAddressThatIsNoStation(String next) {
        try (Lab lab = lab()) {
            assertRefused(lab, routed("83 07 04 " + next + " 00"), "03 05");
        }
        if (!next.startsWith("08")) {
            try (Lab lab = lab(builder -> builder.route(RouteConfig.via("0.0.0.0/0", "198.51.100.10")))) {
                assertRefused(lab, routed("83 07 04 " + next + " 00"), "03 05");
                assertRefused(lab, routed("83 0b 04 " + WAN + " " + next + " 00"), "03 05");
            }
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: where a route refuses it says why itself")
    void shouldLeaveARefusalToTheRoute() {
        try (Lab lab = lab()) {
            assertRefused(lab, routed("83 07 04 cb 00 71 81 00"), "03 0d");
            assertRefused(lab, routed("89 07 04 cb 00 71 81 00"), "03 0d");
        }
    }

    @Test
    @DisplayName("R-OPT-02: what stops a packet further on quotes it as it came: time to live, MTU, neighbour")
    void shouldQuoteTheDatagramAsItCame() {
        String route = "83 07 04 " + HOST + " 00";
        try (Lab lab = lab()) {
            assertRefused(lab, routed(route).ttl(1), "0b 00");
            assertRefused(lab, routed("83 07 04 c6 33 64 4d 00"), "03 01");
            assertRefused(lab, routed("83 07 04 " + HOST + " 01 44 04 05 f0"), "0c 00");
        }
    }

    @Test
    @DisplayName("RFC 1191 4: too long for the way its route leads and not to be cut, 3/4")
    void shouldReportTheMtuOfTheWayItLeads() {
        try (Lab lab = narrow(new MemoryPort("narrow"))) {
            byte[] frame = Lab.fromLan(US).options("83 07 04 0a 03 00 0a 00").dontFragment()
                    .payload(99, new byte[1000]).build();
            byte[] error = only(lab.onLan(frame));
            assertThat(Hex.format(error, ICMP, 2)).isEqualTo("03 04");
            assertThat(Hex.format(error, ICMP + 6, 2)).isEqualTo("02 40");
            assertThat(Hex.format(error, ICMP + 8 + 16, 12)).isEqualTo("c0 00 02 01 83 07 04 0a 03 00 0a 00");
        }
    }

    private static Lab narrow(MemoryPort port) {
        return new Lab(builder -> builder.ip(forwarding())
                .port(PortConfig.memory("narrow", "10.3.0.1/24").withMtu(576), port)
                .neighbor(new NeighborConfig("narrow", "10.3.0.10", "02:00:00:00:03:0a")));
    }

    @Test
    @DisplayName("RFC 791 3.1: a source route goes into every fragment, stepped on in each")
    void shouldCutWhatItForwards() {
        MemoryPort port = new MemoryPort("narrow");
        try (Lab lab = narrow(port)) {
            assertThat(
                    lab.onLan(Lab.fromLan(US).options("83 07 04 0a 03 00 0a 00").payload(99, new byte[1000]).build()))
                    .isEmpty();
            List<byte[]> parts = port.drain();
            assertThat(parts).hasSize(2).allSatisfy(part -> {
                assertThat(Hex.format(part, 30, 12)).isEqualTo("0a 03 00 0a 83 07 08 0a 03 00 01 00");
                assertThat(Packets.checksum(part, 14, 28)).isZero();
            });
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.4.1: addresses of ours in a row are all passed at once")
    void shouldStepOverAllOfOurAddresses() {
        try (Lab lab = lab()) {
            assertGoesOn(lab, routed("83 0f 04 " + WAN + " " + HOST + " " + BEYOND + " 00"),
                    onWan("83 0f 0c " + WAN + " " + WAN + " " + BEYOND + " 00"));
            assertGoesOn(lab, routed("89 27 04 " + (WAN + " ").repeat(8) + HOST + " 00"),
                    onWan("89 27 28 " + (WAN + " ").repeat(9) + "00"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"83", "89"})
    @DisplayName("RFC 1122 3.2.1.8: a route that ends here is local delivery, answered straight and without the route")
    void shouldDeliverWhatEndsHere(String type) {
        try (Lab lab = lab()) {
            for (String route : List.of(" 07 08 cb 00 71 01 00", " 07 04 " + WAN + " 00",
                    " 07 04 c0 00 02 01 00")) {
                byte[] reply = only(lab.onLan(Lab.fromLan(US).options(type + route).echo(1, 2).build()));
                String from = route.contains(WAN) ? WAN : "c0 00 02 01";
                assertThat(Hex.format(reply, 26, 16)).isEqualTo(from + " c0 00 02 0a 01 01 01 01 01 01 01 00");
                assertThat(Hex.format(reply, 42, 1)).isEqualTo("00");
                assertThat(Packets.checksum(reply, 14, 28)).isZero();
            }
            assertRefused(lab, Lab.fromLan(US).options(type + " 07 08 cb 00 71 01 00").udp(1, 2), "03 03");
            assertThat(lab.snapshot().consumed()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: no redirect about a source route")
    void shouldSendNoRedirect() {
        String neighbour = "c0 00 02 4d";
        try (Lab lab = lab()) {
            byte[] sent = only(lab.onLan(routed("83 07 04 " + neighbour + " 00").build()));
            assertThat(Hex.format(sent, 30, 12)).isEqualTo(neighbour + " 83 07 08 c0 00 02 01 00");
            assertThat(lab.onLan(Lab.fromLan("192.0.2.77").payload(99, DATA).build())).as("without, one").hasSize(2);
        }
    }

    @Test
    @DisplayName("R-OPT-02: to a crowd no source route leads, and no error tells of it")
    void shouldFollowNoRouteOfACrowd() {
        try (Lab lab = lab()) {
            for (String route : List.of("83 07 04 " + HOST + " 00", "83 07 08 " + HOST + " 00")) {
                assertThat(lab.onLan(
                        Packets.ipv4("192.0.2.10", "224.0.0.1").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:01")
                                .options(route).echo(1, 2).build(),
                        Packets.ipv4("192.0.2.10", "192.0.2.255").eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff")
                                .options(route).echo(1, 2).build()))
                        .isEmpty();
            }
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("source-routed").containsEntry("source-routed", 4L);
        }
    }

    @Test
    @DisplayName("RFC 1812 5.3.7: who claims to be one of us is forwarded nowhere, source route or not")
    void shouldNotForwardForOurselves() {
        try (Lab lab = lab()) {
            assertThat(lab.onLan(Packets.ipv4("198.51.100.1", US).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                    .options("83 07 04 " + HOST + " 00").payload(99, DATA).build())).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("bad-source", 1L);
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: record route, timestamp and source route each get their entry")
    void shouldMakeEveryEntry() {
        try (Lab lab = lab()) {
            assertGoesOn(lab,
                    routed("07 07 04 00 00 00 00 83 07 04 " + HOST + " 44 0c 05 01 00 00 00 00 00 00 00 00 00 00"),
                    onWan("07 07 08 " + WAN + " 83 07 08 " + WAN + " 44 0c 0d 01 " + WAN + " 02 93 2e 00 00 00"));
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.2: what waits for the next address of its route goes on as if it had not")
    void shouldGoOnAfterWaitingForANeighbour() {
        try (Lab lab = lab(builder -> builder.ip(forwarding().withPorts(PortOptions.of("wan").withArp(true))))) {
            lab.run();
            lab.wan().drain();
            assertThat(lab.onLan(routed("89 07 04 c6 33 64 4d 00").build())).isEmpty();
            assertThat(Hex.format(only(lab.wan().drain()), 12, 2)).isEqualTo("08 06");
            lab.wan().inject(Packets.frame().eth("02:00:00:00:02:4d", Lab.WAN_MAC).raw(0x0806, Packets.arp(2,
                    "02:00:00:00:02:4d", "198.51.100.77", Lab.WAN_MAC, "198.51.100.1")).build());
            lab.run();
            assertThat(Hex.format(only(lab.wan().drain()))).isEqualTo(Hex.format(onWan("89 07 08 " + WAN + " 00")
                    .ip("192.0.2.10", "198.51.100.77").eth(Lab.WAN_MAC, "02:00:00:00:02:4d").build()));
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.5: a host follows no source route")
    void shouldBeForRoutersOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lab(builder -> builder.mode(EngineMode.HOST).ip(forwarding())).close())
                .withMessage("ip.source_routes: \"forward\": only a router forwards");
    }

    @Test
    @DisplayName("the datagram of RFC 791's source route, written down by hand, checksum included")
    void shouldWriteTheOctetsOfRfc791() {
        String before = "02 00 00 00 01 01 02 00 00 00 01 0a 08 00"
                + " 47 00 00 1c 00 01 00 00 40 63 2f 41 c0 00 02 0a c0 00 02 01 83 07 04 c6 33 64 0a 00";
        try (Lab lab = lab()) {
            assertThat(lab.onLan(HexFormat.ofDelimiter(" ").parseHex(before))).isEmpty();
            assertThat(Hex.format(only(lab.wan().drain()))).isEqualTo("02 00 00 00 02 0a 02 00 00 00 02 01 08 00"
                    + " 47 00 00 1c 00 01 00 00 3f 63 cd 04 c0 00 02 0a c6 33 64 0a 83 07 08 c6 33 64 01 00");
        }
    }
}
