package org.hopwire.ip.path;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.path.PathLab.FAR;
import static org.hopwire.ip.path.PathLab.SECOND;
import static org.hopwire.ip.path.PathLab.ours;

/** What an error "fragmentation needed" teaches, and what it must not. */
class PathMtuTest {
    private static Packets ofLength(int length) {
        return Packets.ipv4("192.0.2.1", FAR).dontFragment().udp(5000, 6000, new byte[8]).totalLength(length);
    }

    @Test
    @DisplayName("RFC 1191 3: the path MTU is what the router says; longer packets of ours go that way in fragments, others whole")
    void shouldLowerTheMtuOfAPath() {
        try (PathLab lab = PathLab.host()) {
            assertThat(lab.echo(FAR, 1400)).hasSize(1);
            lab.tooLong(1280, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(1280);
            assertThat(lab.echo(FAR, 1280)).hasSize(1);
            assertThat(lab.echo(FAR, 1281)).noneMatch(frame -> frame.length > 14 + 1280);
            assertThat(lab.echo("203.0.113.8", 1400)).as("another way").hasSize(1);
            assertThat(lab.count("mtu-learned")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1191 3, RFC 6864 4.2: an answer with DF that does not fit its way leaves in fragments, without DF")
    void shouldCutAnswersThatDoNotFit() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(1280, ours(FAR));
            Set<Integer> identifications = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                List<byte[]> sent = lab.lab.onLan(Packets.ipv4(FAR, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                        .dontFragment().echo(1, 2, new byte[1372]).build());
                assertThat(sent).hasSize(2);
                assertThat(sent.stream().mapToInt(frame -> flags(frame)).toArray()).containsExactly(0x2000, 1256 / 8);
                assertThat(id(sent.get(0))).isEqualTo(id(sent.get(1)));
                assertThat(sent.get(0).length + sent.get(1).length).isEqualTo(2 * (14 + 20) + 1380);
                assertThat(sent).allMatch(frame -> headerSum(frame) == 0xffff);
                identifications.add(id(sent.get(0)));
            }
            assertThat(identifications).as("no two datagrams share one").hasSize(100);
            assertThat(lab.lab.snapshot().droppedTotal()).isZero();
        }
    }

    @Test
    @DisplayName("RFC 1191 3: an error of ours that does not fit its way leaves in fragments, too")
    void shouldCutErrorsThatDoNotFit() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(300, ours(FAR));
            List<byte[]> sent = lab.lab.onLan(Packets.ipv4(FAR, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                    .payload(99, new byte[1000]).build());
            assertThat(sent).hasSize(2).allMatch(frame -> frame.length <= 14 + 300);
            assertThat(sent.getFirst()[34]).as("type").isEqualTo((byte) 3);
        }
    }

    private static int flags(byte[] frame) {
        return (frame[20] & 255) << 8 | (frame[21] & 255);
    }

    private static int id(byte[] frame) {
        return (frame[18] & 255) << 8 | (frame[19] & 255);
    }

    private static int headerSum(byte[] frame) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += (frame[i] & 255) << 8 | (frame[i + 1] & 255);
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "67, 0", "68, 68", "551, 551", "1499, 1499", "1500, 0", "1501, 0", "65535, 0"})
    @DisplayName("R-PMTU-01: an MTU under 68 or not under what the packet had is not believed")
    void shouldBelieveOnlyWhatCanBe(int said, int believed) {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(said, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(believed);
            assertThat(lab.count("mtu-refused")).isEqualTo(believed == 0 ? 1 : 0);
        }
    }

    @Test
    @DisplayName("R-PMTU-01: above what is in use nothing is raised; below it goes on down")
    void shouldNeverRaise() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(1000, ours(FAR));
            lab.tooLong(1200, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(1000);
            lab.tooLong(1000, ours(FAR));
            lab.tooLong(900, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(900);
            assertThat(lab.count("mtu-refused")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("RFC 5927 7: a packet that was not too long for the MTU that is told did not draw the error")
    void shouldAskWhetherThePacketWasTooLong() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(1000, ofLength(999));
            lab.tooLong(1000, ofLength(1000));
            assertThat(lab.mtu(FAR)).isZero();
            lab.tooLong(1000, ofLength(1001));
            assertThat(lab.mtu(FAR)).isEqualTo(1000);
        }
    }

    @Test
    @DisplayName("RFC 1191 4: a packet that might be fragmented did not draw the error")
    void shouldAskWhetherThePacketMightNotBeFragmented() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(1000, Packets.ipv4("192.0.2.1", FAR).udp(5000, 6000, new byte[1472]));
            assertThat(lab.mtu(FAR)).isZero();
            assertThat(lab.count("mtu-refused")).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"1500, 1492", "1493, 1492", "1492, 1006", "1006, 508", "508, 296", "296, 68", "200, 68", "1513, 1492",
        "1520, 1492"})
    @DisplayName("RFC 1191 5, 7.1, R-PMTU-01: MTU 0, from an old router, is the next plateau below the length it quotes")
    void shouldGuessByPlateaus(int quoted, int mtu) {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(0, ofLength(quoted));
            assertThat(lab.mtu(FAR)).isEqualTo(mtu);
            assertThat(lab.count("mtu-guessed")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1191 3: MTU 0 over and over goes down the plateaus, and never under 68")
    void shouldEndAtTheLeastMtu() {
        try (PathLab lab = PathLab.host()) {
            int length = 1500;
            for (int plateau : new int[] {1492, 1006, 508, 296, 68, 68, 68}) {
                lab.tooLong(0, ofLength(length));
                assertThat(lab.mtu(FAR)).isEqualTo(plateau);
                length = plateau;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"68, 552", "551, 552", "552, 552", "553, 553", "0, 1492"})
    @DisplayName("R-PMTU-01: with another least MTU nothing under it is believed, and no less is sent")
    void shouldKeepTheLeastMtuOfTheConfiguration(int said, int believed) {
        try (PathLab lab = PathLab.host(PathConfig.defaults().withLeastMtu(552))) {
            lab.tooLong(said, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(believed);
        }
    }

    @Test
    @DisplayName("RFC 1191 6.3: a path MTU is forgotten after ten minutes, counted from the last error")
    void shouldForgetInTime() {
        try (PathLab lab = PathLab.host()) {
            lab.tooLong(1280, ours(FAR));
            lab.pass(300 * SECOND);
            lab.tooLong(1000, ours(FAR));
            lab.pass(600 * SECOND - 1);
            assertThat(lab.mtu(FAR)).isEqualTo(1000);
            lab.pass(1);
            assertThat(lab.path(FAR)).isNull();
            assertThat(lab.echo(FAR, 1400)).hasSize(1);
            assertThat(lab.count("mtu-expired")).isOne();
        }
    }

    @Test
    @DisplayName("R-PMTU-01, R-ICMP-03: an error about a flow nobody registered changes nothing, whatever its protocol")
    void shouldNotBelieveErrorsAboutOthersFlows() {
        try (PathLab lab = PathLab.host()) {
            for (int protocol = 0; protocol < 256; protocol++) {
                Packets quote = Packets.ipv4("192.0.2.1", FAR).dontFragment().payload(protocol, new byte[1472]);
                lab.tooLong(1000, quote);
            }
            lab.tooLong(1000, Packets.ipv4("192.0.2.1", FAR).dontFragment().udp(5001, 6000, new byte[1472]));
            lab.tooLong(1000, Packets.ipv4("192.0.2.1", FAR).dontFragment().udp(5000, 6001, new byte[1472]));
            lab.tooLong(1000, Packets.ipv4("192.0.2.2", FAR).dontFragment().udp(5000, 6000, new byte[1472]));
            assertThat(lab.lab.engine().paths()).isEmpty();
            assertThat(lab.lab.snapshot().paths()).isEmpty();
        }
    }

    @Test
    @DisplayName("R-RATE-02: destinations are bounded; in a full table one gives way, figures agree, seed 9")
    void shouldBoundTheTable() {
        try (PathLab lab = PathLab.host(PathConfig.defaults().withMaxEntries(16))) {
            SplittableRandom random = new SplittableRandom(9);
            for (int i = 0; i < 500; i++) {
                lab.tooLong(1000 - i, ours("203.0." + random.nextInt(4) + "." + (1 + random.nextInt(250))));
                assertThat(lab.lab.engine().paths().size()).isLessThanOrEqualTo(16);
            }
            assertThat(lab.lab.engine().paths()).hasSize(16);
            assertThat(lab.count("evicted")).isGreaterThan(300);
            lab.pass(601 * SECOND);
            assertThat(lab.lab.engine().paths()).isEmpty();
            assertThat(lab.lab.engine().nextDeadlineNs()).as("no timer left").isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    @DisplayName("switched off, nothing is learned; a router learns for what it says itself")
    void shouldGoByTheConfiguration() {
        try (PathLab lab = PathLab.host(PathConfig.defaults().withLearnMtu(false))) {
            lab.tooLong(1000, ours(FAR));
            assertThat(lab.lab.engine().paths()).isEmpty();
        }
        try (PathLab lab = new PathLab(EngineMode.ROUTER, PathConfig.defaults(),
                builder -> builder.route(RouteConfig.via("0.0.0.0/0", PathLab.GATEWAY)))) {
            lab.tooLong(1000, ours(FAR));
            assertThat(lab.mtu(FAR)).isEqualTo(1000);
        }
    }
}
