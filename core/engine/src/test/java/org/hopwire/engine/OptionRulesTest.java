package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Timestamp and source route options through a whole engine. Noon is 43,200,000 ms, 02 93 2e 00. */
class OptionRulesTest {
    private static final int OPTIONS = 34;
    private static final String NOON = "02 93 2e 00";
    private static final String LAN = "c0 00 02 01";
    private static final String WAN = "c6 33 64 01";
    private static final String HOST = "c6 33 64 0a";

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static String prespecified(String first, String second) {
        return "44 14 05 03 " + first + " 00 00 00 00 " + second + " 00 00 00 00";
    }

    private static String forwarded(String options) {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(Lab.fromLan("198.51.100.10").options(options).udp(1, 2).build())).isEmpty();
            byte[] sent = only(lab.wan().drain());
            assertThat(Packets.checksum(sent, 14, 40)).isZero();
            return Hex.format(sent, OPTIONS, 20);
        }
    }

    private static String echoed(String options) {
        try (Lab lab = new Lab()) {
            byte[] reply = only(lab.onLan(Lab.fromLan("192.0.2.1").options(options).echo(1, 2).build()));
            assertThat(Packets.checksum(reply, 14, 40)).isZero();
            return Hex.format(reply, OPTIONS, 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LAN, WAN})
    @DisplayName("RFC 1812 5.3.13.6: a prespecified timestamp is due whichever of our addresses is listed, in transit")
    void shouldStampInTransitForAnyOfOurAddresses(String ours) {
        assertThat(forwarded(prespecified(ours, HOST)))
                .isEqualTo("44 14 0d 03 " + ours + " " + NOON + " " + HOST + " 00 00 00 00");
    }

    @ParameterizedTest
    @ValueSource(strings = {LAN, WAN})
    @DisplayName("RFC 791 3.1: a prespecified timestamp is due whichever of our addresses is listed, in a reply")
    void shouldStampAReplyForAnyOfOurAddresses(String ours) {
        assertThat(echoed(prespecified(ours, HOST)))
                .isEqualTo("44 14 0d 03 " + ours + " " + NOON + " " + HOST + " 00 00 00 00");
    }

    @ParameterizedTest
    @ValueSource(strings = {HOST, "c0 00 02 ff", "00 00 00 00", "c0 00 02 00"})
    @DisplayName("RFC 791 3.1: no timestamp where the next address is another's, a broadcast of ours or none")
    void shouldNotStampForAnotherAddress(String next) {
        assertThat(forwarded(prespecified(next, LAN))).isEqualTo(prespecified(next, LAN));
        assertThat(echoed(prespecified(next, LAN))).isEqualTo(prespecified(next, LAN));
    }

    @Test
    @DisplayName("RFC 791 3.1: a prespecified list that is complete is left as it is")
    void shouldLeaveACompleteListAlone() {
        String complete = prespecified(LAN, WAN).replace("44 14 05", "44 14 15");
        assertThat(forwarded(complete)).isEqualTo(complete);
        assertThat(echoed(complete)).isEqualTo(complete);
    }

    private static String parameterProblem(String options) {
        try (Lab lab = new Lab()) {
            byte[] error = only(lab.onLan(Lab.fromLan("192.0.2.1").options(options).echo(1, 2).build()));
            assertThat(Hex.format(error, 34, 1)).isEqualTo("0c");
            return error[35] + "/" + error[38];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"82 00 00 00", "82 01 00 00", "82 02 01 00"})
    @DisplayName("RFC 1108 2.2, R-OPT-01: a security option below its three octets is a bad length, code 2")
    void shouldReportACutSecurityOptionAsBadLength(String option) {
        assertThat(parameterProblem(option)).isEqualTo("2/21");
        assertThat(parameterProblem("01 01 01 01 " + option)).isEqualTo("2/25");
    }

    @ParameterizedTest
    @CsvSource({"82 05 00 00,0/21", "01 01 01 82,0/23", "82 03 ab 82 03 ab 00 00,0/23", "07 02 00 00,0/21",
        "44 08 82 02 00 00 00 00,0/23", "94 02 00 00,0/21", "9e 00 00 00,0/21", "82 03 82 02,0/23"})
    @DisplayName("RFC 792, R-OPT-01: every other bad option is code 0 at its octet, lengths included")
    void shouldReportEveryOtherBadOptionAtItsOctet(String option, String expected) {
        assertThat(parameterProblem(option)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 15})
    @DisplayName("RFC 1812 5.2.2: a wrong header length or total length is no bad length to report, but silence")
    void shouldBeSilentAboutAHeaderThatContradictsItself(int words) {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").ihl(words).payload(99).build(),
                    Lab.fromLan("192.0.2.1").totalLength(19).payload(99).build(),
                    Lab.fromLan("192.0.2.1").totalLength(999).payload(99).build())).isEmpty();
            assertThat(lab.snapshot().droppedTotal()).isEqualTo(3);
        }
    }

    private static Lab refusing() {
        return new Lab(builder -> builder.ip(IpConfig.defaults().withSourceRoutes(SourceRoutePolicy.REJECT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"83", "89"})
    @DisplayName("RFC 1122 3.2.1.8: a source route that is used up and ends here is local delivery")
    void shouldDeliverACompletedSourceRoute(String type) {
        String completed = type + " 07 08 cb 00 71 01 00";
        try (Lab lab = refusing()) {
            byte[] reply = only(lab.onLan(Lab.fromLan("192.0.2.1").options(completed).echo(1, 2).build()));
            assertThat(Hex.format(reply, OPTIONS + 8, 2)).isEqualTo("00 00");
            assertThat(Hex.format(reply, 30, 4)).as("straight to the source").isEqualTo("c0 00 02 0a");
            assertThat(Hex.format(reply, OPTIONS, 8)).as("R-OPT-02").isEqualTo("01 01 01 01 01 01 01 00");

            byte[] error = only(lab.onLan(Lab.fromLan("192.0.2.1").options(completed).udp(1, 2).build()));
            assertThat(Hex.format(error, 34, 2)).isEqualTo("03 03");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"83", "89"})
    @DisplayName("RFC 1812 5.2.7.1: a source route that goes on from here, or only passes, is refused")
    void shouldRefuseASourceRouteThatGoesOn(String type) {
        try (Lab lab = refusing()) {
            byte[] onward = only(lab.onLan(
                    Lab.fromLan("192.0.2.1").options(type + " 07 04 cb 00 71 01 00").echo(1, 2).build()));
            assertThat(Hex.format(onward, 34, 2)).isEqualTo("03 05");
            byte[] passing = only(lab.onLan(
                    Lab.fromLan("198.51.100.10").options(type + " 07 08 cb 00 71 01 00").echo(1, 2).build()));
            assertThat(Hex.format(passing, 34, 2)).isEqualTo("03 05");
            assertThat(lab.wan().drain()).isEmpty();
        }
    }

    @Test
    @DisplayName("R-OPT-02: by default no source route is delivered, used up or not")
    void shouldDropEverySourceRouteByDefault() {
        try (Lab lab = new Lab()) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").options("83 07 08 cb 00 71 01 00").echo(1, 2).build(),
                    Lab.fromLan("192.0.2.1").options("83 07 04 cb 00 71 01 00").echo(1, 2).build())).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("source-routed", 2L);
        }
    }
}
