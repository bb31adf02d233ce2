package org.hopwire.ip.path;

import java.util.Arrays;
import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.path.PathLab.BETTER;
import static org.hopwire.ip.path.PathLab.FAR;
import static org.hopwire.ip.path.PathLab.GATEWAY;

/** What errors teach about answers of ours, which are of no registered flow. */
class UnregisteredFlowTest {
    private static final String FIRST_HOP = "02 00 00 00 01 0a";
    private static final String BETTER_HOP = "02 00 00 00 01 14";

    /** The answer to an echo request with DF, without its Ethernet header, as a router quotes it. */
    private static byte[] answer(PathLab lab, String far, int sequence, int octets) {
        List<byte[]> sent = lab.lab.onLan(Packets.ipv4(far, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                .dontFragment().echo(7, sequence, new byte[octets - 28]).build());
        assertThat(sent).hasSize(1);
        return Arrays.copyOfRange(sent.getFirst(), 14, sent.getFirst().length);
    }

    private static void tooLong(PathLab lab, int mtu, byte... quote) {
        assertThat(lab.lab.onLan(PathLab.error("198.51.100.99", 3, 4, mtu, Arrays.copyOf(quote, 28)))).isEmpty();
    }

    private static void redirect(PathLab lab, String from, byte... quote) {
        byte[] message = PathLab.error(from, 5, 1, Ipv4Address.parse(BETTER), Arrays.copyOf(quote, 28));
        assertThat(lab.lab.onLan(message)).isEmpty();
    }

    private static String firstHop(PathLab lab, String far) {
        return Hex.format(lab.echo(far, 100).getFirst(), 0, 6);
    }

    private static long unmatched(PathLab lab) {
        return lab.lab.snapshot().dropped().getOrDefault("quote-unmatched", 0L);
    }

    @Test
    @DisplayName("RFC 1191 3: an echo reply that was too long for its way lowers the path MTU; the next leaves in fragments")
    void shouldLearnFromAnAnswerThatWasTooLong() {
        try (PathLab lab = PathLab.host()) {
            tooLong(lab, 1280, answer(lab, FAR, 1, 1400));
            assertThat(lab.mtu(FAR)).isEqualTo(1280);
            assertThat(lab.echo(FAR, 1400)).hasSize(2);
            assertThat(lab.echo("203.0.113.8", 1400)).as("another way").hasSize(1);
        }
    }

    @Test
    @DisplayName("RFC 1191 3: of a router, too")
    void shouldLearnAsARouter() {
        try (PathLab lab = new PathLab(EngineMode.ROUTER, PathConfig.defaults(),
                builder -> builder.route(RouteConfig.via("0.0.0.0/0", GATEWAY)))) {
            tooLong(lab, 1280, answer(lab, FAR, 1, 1400));
            assertThat(lab.mtu(FAR)).isEqualTo(1280);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.2: a host goes by a redirect about an answer of its own")
    void shouldGoByARedirectAboutAnAnswer() {
        try (PathLab lab = PathLab.host()) {
            byte[] answer = answer(lab, FAR, 1, 100);
            assertThat(firstHop(lab, FAR)).isEqualTo(FIRST_HOP);
            redirect(lab, GATEWAY, answer);
            assertThat(firstHop(lab, FAR)).isEqualTo(BETTER_HOP);
            assertThat(firstHop(lab, "203.0.113.10")).as("no other destination").isEqualTo(FIRST_HOP);
        }
    }

    @Test
    @DisplayName("R-REDIR-01: about an answer of ours, too, only the first hop may redirect")
    void shouldNotGoByStrangers() {
        try (PathLab lab = PathLab.host()) {
            redirect(lab, "192.0.2.30", answer(lab, FAR, 1, 100));
            assertThat(firstHop(lab, FAR)).isEqualTo(FIRST_HOP);
            assertThat(lab.count("redirect-refused")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 9, 16, 19, 20, 22, 24, 26, 27})
    @DisplayName("RFC 5927 4: one wrong octet in the quote, of what nobody off the path knows, and the error is void")
    void shouldNotBelieveAForgedQuote(int wrong) {
        try (PathLab lab = PathLab.host()) {
            byte[] quote = answer(lab, FAR, 1, 1400);
            quote[wrong] ^= 0x40;
            redirect(lab, GATEWAY, quote);
            tooLong(lab, 1280, quote);
            assertThat(lab.lab.engine().paths()).isEmpty();
            assertThat(firstHop(lab, FAR)).isEqualTo(FIRST_HOP);
        }
    }

    @Test
    @DisplayName("RFC 5927 7: who says that a short answer had been a long one is not believed")
    void shouldNotBelieveAnotherLength() {
        try (PathLab lab = PathLab.host()) {
            byte[] quote = answer(lab, FAR, 1, 100);
            quote[2] = 5;
            tooLong(lab, 1280, quote);
            assertThat(lab.lab.engine().paths()).isEmpty();
            assertThat(unmatched(lab)).isOne();
        }
    }

    @Test
    @DisplayName("an answer sent long ago is forgotten: what is kept is bounded")
    void shouldForgetWhatWasSentLongAgo() {
        try (PathLab lab = PathLab.host()) {
            byte[] first = answer(lab, FAR, 1, 100);
            for (int i = 2; i < 6_000; i++) {
                answer(lab, FAR, i, 100);
            }
            redirect(lab, GATEWAY, first);
            assertThat(unmatched(lab)).isOne();
            redirect(lab, GATEWAY, answer(lab, FAR, 6_000, 100));
            assertThat(lab.gateway(FAR)).isEqualTo(BETTER);
        }
    }

    @Test
    @DisplayName("an error that teaches nothing, about an answer of ours, concerns nobody")
    void shouldNotPassOnWhatTeachesNothing() {
        try (PathLab lab = PathLab.host()) {
            byte[] quote = Arrays.copyOf(answer(lab, FAR, 1, 100), 28);
            lab.lab.onLan(PathLab.error("198.51.100.99", 3, 1, 0, quote));
            assertThat(unmatched(lab)).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: a router, and a host that is told to, does not even read a redirect about an answer")
    void shouldIgnoreRedirectsWhereTold() {
        try (PathLab lab = PathLab.host(PathConfig.defaults().withAcceptRedirects(false).withLearnMtu(false))) {
            byte[] quote = answer(lab, FAR, 1, 1400);
            redirect(lab, GATEWAY, quote);
            tooLong(lab, 1280, quote);
            assertThat(lab.lab.engine().paths()).isEmpty();
            assertThat(unmatched(lab)).isEqualTo(2);
        }
    }
}
