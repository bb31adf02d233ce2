package org.hopwire.icmp;

import java.util.List;
import java.util.Map;

import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorEligibilityTest {
    private static final RejectCause CAUSE = RejectCause.TTL_EXCEEDED;

    private final ErrorEligibility eligibility = new ErrorEligibility(IcmpConfig.defaults(),
            ErrorFixture.interfaces());

    private SuppressionRule ruleFor(Packets packets) {
        return ruleFor(CraftedPacket.of(packets.build()));
    }

    private SuppressionRule ruleFor(CraftedPacket crafted) {
        return eligibility.rule(crafted.packet(), CAUSE);
    }

    private static Packets udp() {
        return udp(ErrorFixture.SENDER, ErrorFixture.FAR);
    }

    private static Packets udp(String source, String destination) {
        return Packets.ipv4(source, destination).udp(4000, 53, new byte[12]);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: an ordinary datagram may draw an error")
    void shouldAllowAnErrorAboutAnOrdinaryDatagram() {
        assertThat(ruleFor(udp())).isNull();
        assertThat(ruleFor(udp(ErrorFixture.SENDER, ErrorFixture.OURS))).isNull();
    }

    /** RFC 1122 3.2.2: an ICMP error message. */
    @Nested
    class AboutIcmp {
        @ParameterizedTest
        @ValueSource(ints = {3, 4, 5, 11, 12, 6, 30, 31, 32, 39, 40})
        @DisplayName("R-REFL-02, RFC 1122 3.2.2: no error about an ICMP error")
        void shouldNotAnswerAnErrorWithAnError(int type) {
            assertThat(ruleFor(icmp(type, new byte[28]))).isEqualTo(SuppressionRule.ABOUT_ICMP_ERROR);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 8, 9, 10, 13, 14, 15, 16, 17, 18, 42, 43})
        @DisplayName("RFC 1122 3.2.2: queries and replies may draw errors")
        void shouldAllowAnErrorAboutAQuery(int type) {
            assertThat(ruleFor(icmp(type))).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 7, 19, 29, 41, 44, 128, 253, 255})
        @DisplayName("R-REFL-02: an unknown type may be an error")
        void shouldTakeAnUnknownTypeForAnError(int type) {
            assertThat(ruleFor(icmp(type))).isEqualTo(SuppressionRule.ABOUT_UNKNOWN_ICMP_TYPE);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 4, 7})
        @DisplayName("R-REFL-02: ICMP that ends within its header is unknown")
        void shouldTakeACutIcmpHeaderForAnError(int octets) {
            byte[] cut = new byte[octets];
            if (octets > 0) {
                cut[0] = 8;
            }
            assertThat(ruleFor(Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).payload(1, cut)))
                    .isEqualTo(SuppressionRule.ABOUT_UNKNOWN_ICMP_TYPE);
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 6, 15})
        @DisplayName("R-OPT-03: the type is found behind options of any length")
        void shouldFindTheTypeBehindOptions(int ihl) {
            byte[] options = new byte[(ihl - 5) * 4];
            assertThat(ruleFor(icmp(3, new byte[28]).options(options))).isEqualTo(SuppressionRule.ABOUT_ICMP_ERROR);
            assertThat(ruleFor(icmp(8).options(options))).isNull();
        }

        private Packets icmp(int type, byte... body) {
            return Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).icmp(type, 0, 0, body);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2, RFC 1812 4.3.2.7: no error about a later fragment")
    void shouldNotSendAnErrorAboutALaterFragment() {
        assertThat(ruleFor(udp().fragmentOffset(8))).isEqualTo(SuppressionRule.LATER_FRAGMENT);
        assertThat(ruleFor(udp().fragmentOffset(8).moreFragments())).isEqualTo(SuppressionRule.LATER_FRAGMENT);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: the first fragment may draw an error")
    void shouldAllowAnErrorAboutTheFirstFragment() {
        assertThat(ruleFor(udp().moreFragments())).isNull();
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: no error about a link-layer broadcast or multicast")
    void shouldNotSendAnErrorAboutALinkLayerGroupFrame() {
        assertThat(ruleFor(CraftedPacket.of(udp().build()).flags(Packet.LINK_GROUP)))
                .isEqualTo(SuppressionRule.LINK_GROUP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "10.0.0.255", "10.0.0.0", "10.0.1.255"})
    @DisplayName("RFC 1122 3.2.2: no error about a datagram to a broadcast address")
    void shouldNotSendAnErrorAboutABroadcast(String destination) {
        assertThat(ruleFor(udp(ErrorFixture.SENDER, destination))).isEqualTo(SuppressionRule.DESTINATION_BROADCAST);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: the parser's flags are believed even where the address says nothing")
    void shouldBelieveTheFlags() {
        assertThat(ruleFor(CraftedPacket.of(udp().build()).flags(Packet.BROADCAST)))
                .isEqualTo(SuppressionRule.DESTINATION_BROADCAST);
        assertThat(ruleFor(CraftedPacket.of(udp().build()).flags(Packet.MULTICAST)))
                .isEqualTo(SuppressionRule.DESTINATION_MULTICAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.255.255.255"})
    @DisplayName("RFC 1122 3.2.2, RFC 1112 7.2: no error about a datagram to a multicast address")
    void shouldNotSendAnErrorAboutAMulticast(String destination) {
        assertThat(ruleFor(udp(ErrorFixture.SENDER, destination))).isEqualTo(SuppressionRule.DESTINATION_MULTICAST);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, SOURCE_THIS_NETWORK", "0.1.2.3, SOURCE_THIS_NETWORK", "127.0.0.1, SOURCE_LOOPBACK",
        "127.255.255.255, SOURCE_LOOPBACK", "224.0.0.1, SOURCE_MULTICAST", "239.1.2.3, SOURCE_MULTICAST",
        "240.0.0.1, SOURCE_CLASS_E", "255.255.255.254, SOURCE_CLASS_E", "255.255.255.255, SOURCE_BROADCAST",
        "10.0.0.255, SOURCE_BROADCAST", "10.0.0.0, SOURCE_BROADCAST", "10.0.1.255, SOURCE_BROADCAST",
        "10.0.0.1, SOURCE_IS_OURS", "10.0.1.1, SOURCE_IS_OURS"})
    @DisplayName("R-REFL-02, RFC 1122 3.2.2, RFC 1812 4.3.2.7: no error to what is not a single host")
    void shouldNotSendAnErrorToASourceThatIsNoSingleHost(String source, SuppressionRule rule) {
        assertThat(ruleFor(udp(source, ErrorFixture.FAR))).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0.0", "126.255.255.255", "128.0.0.0", "223.255.255.255", "10.0.0.2", "10.0.0.254",
        "10.0.2.255"})
    @DisplayName("RFC 1122 3.2.2: the neighbours of the special addresses are single hosts")
    void shouldAllowAnErrorToTheNeighboursOfSpecialAddresses(String source) {
        assertThat(ruleFor(udp(source, ErrorFixture.FAR))).isNull();
    }

    @Test
    @DisplayName("RFC 6633 3: source quench is never sent, unless an old policy asks for it")
    void shouldNotSendSourceQuench() {
        Packet packet = CraftedPacket.of(udp().build()).packet();
        assertThat(eligibility.rule(packet, RejectCause.SOURCE_QUENCH)).isEqualTo(SuppressionRule.POLICY_OFF);
        IcmpConfig legacy = IcmpConfig.defaults().withPolicy(IcmpType.SOURCE_QUENCH, TypePolicy.LEGACY);
        assertThat(new ErrorEligibility(legacy, ErrorFixture.interfaces()).rule(packet, RejectCause.SOURCE_QUENCH))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(RejectCause.class)
    void shouldNotSendATypeThatIsSwitchedOff(RejectCause cause) {
        IcmpConfig off = IcmpConfig.defaults().withPolicy(IcmpType.of(cause.type()), TypePolicy.OFF);
        ErrorEligibility switchedOff = new ErrorEligibility(off, ErrorFixture.interfaces());
        assertThat(switchedOff.rule(CraftedPacket.of(udp().build()).packet(), cause))
                .isEqualTo(SuppressionRule.POLICY_OFF);
    }

    /** Every cause over every kind of source, destination, protocol, fragment and link, against a plain oracle. */
    @Nested
    class Product {
        private static final List<String> SOURCES = List.of("10.0.0.9", "203.0.113.1", "0.0.0.0", "0.255.255.255",
                "127.0.0.1", "224.0.0.5", "239.255.255.255", "240.0.0.0", "255.255.255.254", "255.255.255.255",
                "10.0.0.255", "10.0.0.0", "10.0.0.1");
        private static final List<String> DESTINATIONS = List.of("198.51.100.7", "10.0.0.1", "10.0.0.255", "10.0.1.0",
                "255.255.255.255", "224.0.0.1");
        private static final List<Integer> ICMP_TYPES = List.of(-1, -2, 0, 3, 5, 8, 12, 13, 99);
        private static final Map<String, Integer> OURS = Map.of("10.0.0.1", 0, "10.0.1.1", 0);
        private static final Map<String, Integer> OUR_BROADCASTS = Map.of("10.0.0.255", 0, "10.0.0.0", 0, "10.0.1.255",
                0, "10.0.1.0", 0, "255.255.255.255", 0);

        @Test
        @DisplayName("R-REFL-02: exhaustive product of causes, sources, destinations, payloads, fragments and links")
        void shouldAgreeWithThePlainOracleInEveryCell() {
            int cells = 0;
            for (String source : SOURCES) {
                for (String destination : DESTINATIONS) {
                    for (int icmpType : ICMP_TYPES) {
                        cells += fragmentsAndLinks(source, destination, icmpType);
                    }
                }
            }
            assertThat(cells).isEqualTo(SOURCES.size() * DESTINATIONS.size() * ICMP_TYPES.size() * 6
                    * RejectCause.values().length).isGreaterThan(2000);
        }

        private int fragmentsAndLinks(String source, String destination, int icmpType) {
            int cells = 0;
            for (int fragment = 0; fragment < 3; fragment++) {
                for (int link = 0; link < 2; link++) {
                    CraftedPacket crafted = craft(source, destination, icmpType, fragment, link);
                    for (RejectCause cause : RejectCause.values()) {
                        boolean forbidden = oracle(source, destination, icmpType, fragment == 2, link == 1, cause);
                        assertThat(eligibility.rule(crafted.packet(), cause) != null)
                                .as("%s > %s icmp %d fragment %d link %d %s", source, destination, icmpType, fragment,
                                        link, cause)
                                .isEqualTo(forbidden);
                        cells++;
                    }
                }
            }
            return cells;
        }

        private CraftedPacket craft(String source, String destination, int icmpType, int fragment, int link) {
            Packets packets = Packets.ipv4(source, destination);
            switch (icmpType) {
                case -1 -> packets.udp(1, 2, new byte[4]);
                case -2 -> packets.payload(1, new byte[] {8, 0, 0});
                default -> packets.icmp(icmpType, 0, 0, new byte[28]);
            }
            if (fragment > 0) {
                packets.moreFragments();
            }
            if (fragment == 2) {
                packets.fragmentOffset(1480);
            }
            return CraftedPacket.of(packets.build()).flags(link == 1 ? Packet.LINK_GROUP : 0);
        }

        /** RFC 1122 3.2.2 and RFC 1812 4.3.2.7 word by word, on dotted quads. */
        private boolean oracle(String source, String destination, int icmpType, boolean later, boolean linkGroup,
                RejectCause cause) {
            boolean aboutError = icmpType != -1 && !List.of(0, 8, 13).contains(icmpType);
            int last = Integer.parseInt(source.split("\\.", -1)[0]);
            boolean noSingleHost = last == 0 || last == 127 || last > 223 || OUR_BROADCASTS.containsKey(source)
                    || OURS.containsKey(source);
            boolean toMany = destination.startsWith("224.") || OUR_BROADCASTS.containsKey(destination);
            return aboutError || noSingleHost || toMany || later || linkGroup || cause == RejectCause.SOURCE_QUENCH;
        }
    }
}
