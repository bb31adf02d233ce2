package org.hopwire.engine;

import java.util.List;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 1256 section 4.3 through a whole engine: who is answered, and by which frame. */
class RouterSolicitationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String STRANGER_MAC = "02:00:00:00:01:4d";
    private static final String TO_ALL = "01 00 5e 00 00 01";

    private static Lab router() {
        return new Lab(builder -> builder.icmp(
                IcmpConfig.defaults().withRouterDiscovery(RouterDiscoveryConfig.defaults().withEnabled(true))));
    }

    private static byte[] solicitation(String sourceMac, String source) {
        return Packets.frame().eth(sourceMac, "01:00:5e:00:00:02").ip(source, "224.0.0.2").ttl(1).icmp(10, 0, 0)
                .build();
    }

    /** What {@code lan} sends within the response delay of solicitations that come long after the start. */
    private static List<byte[]> answers(byte[]... solicitations) {
        try (Lab lab = router()) {
            lab.pass(100 * SECOND);
            lab.lan().drain();
            assertThat(lab.onLan(solicitations)).as("never at once").isEmpty();
            lab.pass(2 * SECOND);
            List<byte[]> answers = List.copyOf(lab.lan().drain());
            assertThat(lab.snapshot().dropped()).isEmpty();
            return answers;
        }
    }

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    @Test
    @DisplayName("RFC 1256 4.3: a station nobody entered as neighbour is answered alone, at the address it wrote from")
    void shouldAnswerAStationThatIsNoStaticNeighbour() {
        byte[] answer = only(answers(solicitation(STRANGER_MAC, "192.0.2.77")));
        assertThat(Hex.format(answer, 0, 6)).isEqualTo("02 00 00 00 01 4d");
        assertThat(Hex.format(answer, 30, 4)).isEqualTo("c0 00 02 4d");
        assertThat(Hex.format(answer, 34, 2)).isEqualTo("09 00");
    }

    @Test
    @DisplayName("RFC 1256 4.3: the static neighbour's link-layer address goes before the one it wrote from")
    void shouldAnswerANeighbourWhereItIsEntered() {
        byte[] answer = only(answers(solicitation(STRANGER_MAC, "192.0.2.10")));
        assertThat(Hex.format(answer, 0, 6)).isEqualTo("02 00 00 00 01 0a");
    }

    @Test
    @DisplayName("RFC 1256 4.3: one without an address is answered by an advertisement to all")
    void shouldAnswerAllWhereTheAskerHasNoAddress() {
        byte[] answer = only(answers(solicitation(STRANGER_MAC, "0.0.0.0")));
        assertThat(Hex.format(answer, 0, 6)).isEqualTo(TO_ALL);
        assertThat(Hex.format(answer, 30, 4)).isEqualTo("e0 00 00 01");
    }

    @Test
    @DisplayName("R-REFL-01: a solicitation with a link-layer source no station has is answered to all, not to a group")
    void shouldAnswerAllWhereTheLinkSourceIsForged() {
        for (String forged : List.of("ff:ff:ff:ff:ff:ff", "01:00:5e:01:02:03", "00:00:00:00:00:00", Lab.LAN_MAC)) {
            byte[] answer = only(answers(solicitation(forged, "192.0.2.77")));
            assertThat(Hex.format(answer, 0, 6)).as(forged).isEqualTo(TO_ALL);
        }
    }

    @Test
    @DisplayName("RFC 1256 4.3: two stations that claim one address are answered by one advertisement to all")
    void shouldAnswerAllWhereTwoStationsClaimOneAddress() {
        byte[] answer = only(answers(solicitation(STRANGER_MAC, "192.0.2.77"),
                solicitation("02:00:00:00:01:4e", "192.0.2.77")));
        assertThat(Hex.format(answer, 0, 6)).isEqualTo(TO_ALL);
    }

    @Test
    @DisplayName("RFC 1256 4.3: on a link that comes up again advertising begins with a few in short order")
    void shouldBeginAnewWhenALinkComesUp() {
        try (Lab lab = router()) {
            lab.pass(10_000 * SECOND);
            lab.lan().down(true);
            lab.run();
            lab.lan().drain();
            lab.lan().down(false);
            lab.run();
            lab.pass(16 * SECOND);
            assertThat(lab.lan().drain()).isNotEmpty();
        }
    }
}
