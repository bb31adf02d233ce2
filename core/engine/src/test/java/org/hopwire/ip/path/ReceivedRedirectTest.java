package org.hopwire.ip.path;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.path.PathLab.BEST;
import static org.hopwire.ip.path.PathLab.BETTER;
import static org.hopwire.ip.path.PathLab.FAR;
import static org.hopwire.ip.path.PathLab.GATEWAY;
import static org.hopwire.ip.path.PathLab.SECOND;
import static org.hopwire.ip.path.PathLab.ours;

/** Redirects a host receives: which it goes by, and which it does not. */
class ReceivedRedirectTest {
    private static String firstHop(PathLab lab, String far) {
        List<byte[]> frames = lab.echo(far, 100);
        assertThat(frames).hasSize(1);
        return switch (frames.get(0)[5]) {
            case 0x0a -> GATEWAY;
            case 0x14 -> BETTER;
            case 0x1e -> BEST;
            default -> Hex.format(frames.get(0), 0, 6);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    @DisplayName("RFC 1122 3.2.2.2: a redirect of any code, from the first hop, moves one destination to the neighbour it names")
    void shouldGoByARedirectOfTheFirstHop(int code) {
        try (PathLab lab = PathLab.host()) {
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
            lab.redirect(GATEWAY, code, BETTER, ours(FAR));
            assertThat(firstHop(lab, FAR)).isEqualTo(BETTER);
            assertThat(firstHop(lab, "203.0.113.10")).as("no other destination").isEqualTo(GATEWAY);
            assertThat(lab.count("redirected")).isOne();
        }
    }

    @Test
    @DisplayName("R-REDIR-01: only the first hop in use now may redirect: the new one, no longer the old one")
    void shouldFollowTheFirstHopInUse() {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(GATEWAY, 1, BETTER, ours(FAR));
            lab.redirect(GATEWAY, 1, BEST, ours(FAR));
            assertThat(lab.gateway(FAR)).isEqualTo(BETTER);
            lab.redirect(BETTER, 1, BEST, ours(FAR));
            assertThat(lab.gateway(FAR)).isEqualTo(BEST);
            assertThat(lab.count("redirect-refused")).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.20, 192.0.2.30", "203.0.113.50, 192.0.2.20", "198.51.100.10, 192.0.2.20"})
    @DisplayName("R-REDIR-01: who is not the first hop of the destination redirects nothing")
    void shouldNotGoByStrangers(String from, String gateway) {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(from, 1, gateway, ours(FAR));
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.10", "203.0.113.1", "192.0.2.1", "198.51.100.1", "192.0.2.255", "192.0.2.0",
        "224.0.0.5", "255.255.255.255", "0.0.0.0", "127.0.0.1", "192.0.2.10"})
    @DisplayName("R-REDIR-01: a gateway off the link, ourselves, a crowd, nobody, or the sender is no first hop")
    void shouldNotGoToWhoIsNoNeighbour(String gateway) {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(GATEWAY, 1, gateway, ours(FAR));
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
            assertThat(lab.lab.engine().paths()).isEmpty();
        }
    }

    @Test
    @DisplayName("R-REDIR-01: a redirect that quotes no flow of ours changes nothing")
    void shouldNotGoByAQuoteThatIsNotOurs() {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(GATEWAY, 1, BETTER,
                    Packets.ipv4("192.0.2.1", FAR).udp(5001, 6000, new byte[100]));
            lab.redirect(GATEWAY, 1, BETTER, Packets.ipv4("192.0.2.1", FAR).echoReply(1, 2, new byte[100]));
            lab.redirect(GATEWAY, 1, BETTER, Packets.ipv4("198.51.100.1", FAR).udp(5000, 6000, new byte[100]));
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
            assertThat(lab.lab.snapshot().paths()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.2: a neighbour of ours, which has no first hop but itself, is not moved")
    void shouldNotMoveNeighbours() {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(GATEWAY, 1, BETTER, ours("192.0.2.30"));
            assertThat(lab.lab.engine().paths()).isEmpty();
        }
    }

    @Test
    @DisplayName("a redirect is forgotten in time, and renewed by another")
    void shouldForgetInTime() {
        try (PathLab lab = PathLab.host()) {
            lab.redirect(GATEWAY, 1, BETTER, ours(FAR));
            lab.tooLong(1000, ours(FAR));
            lab.pass(300 * SECOND - 1);
            assertThat(lab.gateway(FAR)).isEqualTo(BETTER);
            lab.pass(1);
            assertThat(lab.gateway(FAR)).isNull();
            assertThat(lab.mtu(FAR)).as("the path MTU lives on").isEqualTo(1000);
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
            assertThat(lab.count("redirect-expired")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: a router goes by its routes; a host may be told to")
    void shouldIgnoreRedirectsWhereTold() {
        try (PathLab lab = PathLab.host(PathConfig.defaults().withAcceptRedirects(false))) {
            lab.redirect(GATEWAY, 1, BETTER, ours(FAR));
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
        }
        try (PathLab lab = new PathLab(EngineMode.ROUTER, PathConfig.defaults(),
                builder -> builder.route(RouteConfig.via("0.0.0.0/0", GATEWAY)))) {
            lab.redirect(GATEWAY, 1, BETTER, ours(FAR));
            assertThat(firstHop(lab, FAR)).isEqualTo(GATEWAY);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.1.5: a first hop that a redirect named and that does not answer is not gone by")
    void shouldReturnFromASilentFirstHop() {
        try (PathLab lab = new PathLab(EngineMode.HOST, PathConfig.defaults(), builder -> builder
                .ip(IpConfig.defaults().withArp(ArpConfig.defaults().withAnnouncements(0))
                        .withPorts(PortOptions.of("lan").withArp(true)))
                .route(RouteConfig.via("0.0.0.0/0", GATEWAY)))) {
            lab.redirect(GATEWAY, 1, "192.0.2.40", ours(FAR));
            byte[] echo = Packets.ipv4(FAR, "192.0.2.1").eth(Lab.WAN_HOST_MAC, Lab.WAN_MAC).echo(1, 2).build();
            assertThat(lab.lab.wan().inject(echo)).isTrue();
            List<byte[]> asked = lab.lab.onLan();
            assertThat(asked).hasSize(1);
            assertThat(Hex.format(asked.get(0), 38, 4)).as("who has").isEqualTo("c0 00 02 28");
            lab.pass(3 * SECOND);
            lab.lab.lan().drain();
            assertThat(lab.lab.wan().inject(echo)).isTrue();
            List<byte[]> answers = lab.lab.onLan();
            assertThat(answers).hasSize(1);
            assertThat(Hex.format(answers.get(0), 0, 6)).isEqualTo("02 00 00 00 01 0a");
        }
    }
}
