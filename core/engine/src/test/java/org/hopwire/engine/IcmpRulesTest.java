package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of ICMP that only a whole engine can show, each with the case beside it. */
class IcmpRulesTest {
    private static final int ICMP = 34;
    private static final int QUOTE = 42;

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static Packets transit() {
        return Lab.fromLan("198.51.100.10");
    }

    private static byte[] quoteOfOurs() {
        return Packets.ipv4("192.0.2.1", "198.51.100.10").udp(5, 6, new byte[8]).build();
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.2, E2: a bad header checksum is met with silence, whatever else is wrong")
    void shouldBeSilentAboutABadHeaderChecksum() {
        try (Lab lab = new Lab()) {
            byte[] frame = Lab.fromLan("192.0.2.1").options("07 03 02 00").badIpChecksum().udp(1, 2).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("bad-header-checksum");
        }
    }

    @Test
    @DisplayName("RFC 792: the same option under a right checksum is a parameter problem at its octet")
    void shouldReportABadOptionUnderARightChecksum() {
        try (Lab lab = new Lab()) {
            byte[] error = only(lab.onLan(Lab.fromLan("192.0.2.1").options("07 03 02 00").udp(1, 2).build()));
            assertThat(Hex.format(error, ICMP, 2)).isEqualTo("0c 00");
            assertThat(Hex.format(error, ICMP + 4, 4)).isEqualTo("16 00 00 00");
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.1: what a handler takes is neither protocol nor port unreachable")
    void shouldNotReportWhatAHandlerTakes() {
        try (Lab lab = new Lab(
                builder -> builder.handler(PacketClass.LOCAL, (part, turn) -> consumeAll(part)))) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").udp(1, 2).build(),
                    Lab.fromLan("192.0.2.1").payload(99, new byte[8]).build())).isEmpty();
            assertThat(lab.snapshot().consumed()).isEqualTo(2);
        }
    }

    private static void consumeAll(PacketList part) {
        for (int i = 0; i < part.size(); i++) {
            part.get(i).consume();
        }
    }

    private static void assertSuppressed(String rule, byte[] frame) {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().errorsSuppressed()).containsOnlyKeys(rule).containsValue(1L);
            assertThat(lab.snapshot().droppedTotal()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 11, 12})
    @DisplayName("RFC 1122 3.2.2: no error about an ICMP error, and the rule is counted")
    void shouldNotAnswerAnError(int type) {
        assertSuppressed("about-icmp-error", transit().ttl(1).icmp(type, 0, 0, quoteOfOurs()).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 19, 29, 44, 200, 255})
    @DisplayName("RFC 1122 3.2.2: no error about ICMP of an unknown type, and the rule is counted")
    void shouldNotAnswerAnUnknownType(int type) {
        assertSuppressed("about-unknown-icmp-type", transit().ttl(1).icmp(type, 0, 0).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2, RFC 1812 4.3.2.7: no error about a later fragment, and the rule is counted")
    void shouldNotAnswerALaterFragment() {
        assertSuppressed("later-fragment", transit().ttl(1).fragmentOffset(8).udp(1, 2, new byte[8]).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: no error about a link-layer broadcast, and the rule is counted")
    void shouldNotAnswerALinkBroadcast() {
        assertSuppressed("link-group", Packets.ipv4("192.0.2.10", "192.0.2.255")
                .eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff").options("07 03 02 00").udp(1, 2).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: no error about an IP broadcast in a unicast frame, and the rule is counted")
    void shouldNotAnswerABroadcast() {
        assertSuppressed("destination-broadcast", Lab.fromLan("192.0.2.255").options("07 03 02 00").udp(1, 2).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9, 10, 13, 14, 15, 16, 17, 18, 42, 43})
    @DisplayName("RFC 1122 3.2.2: an ICMP query or reply, and a first fragment, may draw an error")
    void shouldAnswerTheCasesBeside(int type) {
        try (Lab lab = new Lab()) {
            assertThat(only(lab.onLan(transit().ttl(1).icmp(type, 0, 0, new byte[12]).build()))[ICMP])
                    .isEqualTo((byte) 11);
            assertThat(only(lab.onLan(transit().ttl(1).moreFragments().udp(1, 2, new byte[8]).build()))[ICMP])
                    .isEqualTo((byte) 11);
            assertThat(lab.snapshot().errorsSuppressed()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "9, 8", "14, 12", "16, 0", "18, 4", "43, 0"})
    @DisplayName("RFC 792: a reply draws no reply")
    void shouldNotAnswerAReply(int type, int length) {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").icmp(type, 0, 1, new byte[length]).build())).isEmpty();
            assertThat(lab.snapshot().originated()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("RFC 1812 5.2.7.2: redirects for a network, codes 0 and 2, can be sent for no cause at all")
    void shouldHaveNoNetworkRedirect(RejectCause cause) {
        assertThat(cause.type() == 5 && cause.code() % 2 == 0).isFalse();
    }

    private static void secondRouterOnLan(EngineBuilder builder) {
        builder.route(RouteConfig.via("203.0.113.0/24", "192.0.2.254"))
                .neighbor(new NeighborConfig("lan", "192.0.2.254", "02:00:00:00:01:fe"));
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: a route to a whole network draws a redirect for the host, code 1")
    void shouldRedirectForTheHost() {
        try (Lab lab = new Lab(IcmpRulesTest::secondRouterOnLan)) {
            assertThat(Hex.format(lab.onLan(Lab.fromLan("203.0.113.7").udp(1, 2).build()).get(1), ICMP, 2))
                    .isEqualTo("05 01");
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.2: a host sends no redirect")
    void shouldNotRedirectAsAHost() {
        try (Lab lab = new Lab(builder -> {
            builder.mode(EngineMode.HOST);
            secondRouterOnLan(builder);
        })) {
            assertThat(lab.onLan(Lab.fromLan("203.0.113.7").udp(1, 2).build())).isEmpty();
            assertThat(lab.snapshot().originated()).isZero();
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: errors are limited by default, and what is held back is counted")
    void shouldLimitErrorsByDefault() {
        try (Lab lab = new Lab()) {
            byte[][] frames = new byte[500][];
            Arrays.fill(frames, transit().ttl(1).udp(1, 2).build());
            long sent = lab.onLan(frames).size();
            // a bucket of 200 begins with a quarter of it to seven
            assertThat(sent).isBetween(50L, 350L);
            long held = lab.snapshot().errorsSuppressed().values().stream().mapToLong(Long::longValue).sum();
            assertThat(sent + held).isEqualTo(500);
            lab.pass(1_000_000_000L);
            assertThat(lab.onLan(frames[0])).as("a second later").hasSize(1);
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: echo replies are not subject to the limit on errors")
    void shouldNotLimitEchoReplies() {
        try (Lab lab = new Lab()) {
            byte[][] frames = new byte[500][];
            Arrays.fill(frames, Lab.fromLan("192.0.2.1").echo(1, 2).build());
            assertThat(lab.onLan(frames)).hasSize(500);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {68, 296, 576, 0})
    @DisplayName("RFC 5927 7, RFC 1191 3: a fragmentation needed nobody asked for changes nothing")
    void shouldNotLearnFromAForgedFragmentationNeeded(int mtu) {
        try (Lab lab = new Lab()) {
            byte[] quote = Packets.withoutEthernet(transit().dontFragment().udp(1, 2, new byte[600]).build());
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").icmp(3, 4, mtu, quote).build())).isEmpty();
            lab.onLan(transit().dontFragment().udp(1, 2, new byte[1400]).build());
            assertThat(lab.snapshot().forwarded()).isOne();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("quote-unmatched");
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.3: an error about a long datagram has 576 octets, its quote starts at the IP header")
    void shouldQuoteUpTo576Octets() {
        try (Lab lab = new Lab()) {
            byte[] frame = transit().ttl(1).udp(1, 2, new byte[1400]).build();
            byte[] error = only(lab.onLan(frame));
            assertThat(error).hasSize(14 + 576);
            assertThat(Hex.format(error, QUOTE, 548)).isEqualTo(Hex.format(frame, 14, 548));
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.3, R-LEAK-01: a short datagram is quoted whole, without the octets that padded its frame")
    void shouldQuoteAShortDatagramWhole() {
        try (Lab lab = new Lab()) {
            byte[] frame = transit().ttl(1).udp(1, 2, new byte[3]).trailer(new byte[20]).build();
            byte[] error = only(lab.onLan(frame));
            assertThat(error).hasSize(QUOTE + 31);
            assertThat(Hex.format(error, QUOTE, 31)).isEqualTo(Hex.format(frame, 14, 31));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 15, 16, 17, 18, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39})
    @DisplayName("RFC 6918, RFC 6633: no message of a deprecated type is answered by default")
    void shouldAnswerNothingDeprecated(int type) {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").icmp(type, 0, 0, quoteOfOurs()).build())).isEmpty();
            assertThat(lab.snapshot().droppedTotal()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 6918: what it deprecates, a policy can still answer; timestamps it does not deprecate")
    void shouldAnswerDeprecatedQueriesByPolicy() {
        IcmpConfig config = IcmpConfig.defaults()
                .withPolicy(IcmpType.INFORMATION_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.ADDRESS_MASK_REQUEST, IcmpConfig.TypePolicy.LEGACY);
        try (Lab lab = new Lab(builder -> builder.icmp(config))) {
            assertThat(only(lab.onLan(Lab.fromLan("192.0.2.1").icmp(15, 0, 1).build()))[ICMP]).isEqualTo((byte) 16);
            byte[] mask = only(lab.onLan(Lab.fromLan("192.0.2.1").icmp(17, 0, 1, new byte[4]).build()));
            assertThat(Hex.format(mask, ICMP, 1)).isEqualTo("12");
            assertThat(Hex.format(mask, QUOTE, 4)).isEqualTo("ff ff ff 00");
        }
    }

    private static byte[] probe() {
        return Lab.fromLan("192.0.2.1").icmp(42, 0, 0x0001_0101, Hex.parse("20 00 00 00 00 08 03 01 6c 61 6e 00"))
                .build();
    }

    @Test
    @DisplayName("RFC 8335 8: extended echo is off by default")
    void shouldNotAnswerExtendedEchoByDefault() {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(probe())).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("icmp-disabled");
        }
    }

    @Test
    @DisplayName("RFC 8335 3: switched on, the reply tells that the interface is active and runs IPv4")
    void shouldAnswerExtendedEchoByPolicy() {
        IcmpConfig config = IcmpConfig.defaults().withPolicy(IcmpType.EXTENDED_ECHO_REQUEST,
                IcmpConfig.TypePolicy.LEGACY);
        try (Lab lab = new Lab(builder -> builder.icmp(config))) {
            byte[] reply = only(lab.onLan(probe()));
            assertThat(Hex.format(reply, ICMP, 2)).isEqualTo("2b 00");
            assertThat(Hex.format(reply, ICMP + 4, 4)).isEqualTo("00 01 01 06");
        }
    }
}
