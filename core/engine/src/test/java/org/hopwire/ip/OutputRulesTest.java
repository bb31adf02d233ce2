package org.hopwire.ip;

import java.util.List;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How what the engine says itself leaves, through a whole engine; each case with the one beside it. */
class OutputRulesTest {
    private static final String STRANGER_MAC = "02:00:00:00:01:4d";
    private static final int SOURCE = 26;

    private static byte[] only(List<byte[]> frames) {
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static byte[] echo(String sourceMac, String source) {
        return Packets.ipv4(source, "192.0.2.1").eth(sourceMac, Lab.LAN_MAC).echo(1, 2).build();
    }

    /** A third port with two networks of its own and a narrow link. */
    private static Lab withBranch(MemoryPort branch) {
        return new Lab(builder -> builder
                .port(PortConfig.memory("branch", "203.0.113.1/25", "203.0.113.129/25").withMtu(600), branch)
                .neighbor(new NeighborConfig("branch", "203.0.113.140", "02:00:00:00:03:8c"))
                .neighbor(new NeighborConfig("branch", "203.0.113.10", "02:00:00:00:03:0a")));
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.4: of several addresses of the interface, an error comes from the one on its way")
    void shouldTakeTheAddressOfTheNetworkTheErrorLeavesBy() {
        MemoryPort branch = new MemoryPort("branch");
        try (Lab lab = withBranch(branch)) {
            for (String host : List.of("203.0.113.10", "203.0.113.140")) {
                lab.onLan(Packets.ipv4(host, "198.51.100.10").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(1).udp(1, 2)
                        .build());
            }
            List<byte[]> errors = branch.drain();
            assertThat(errors).hasSize(2);
            assertThat(Hex.format(errors.get(0), SOURCE, 4)).isEqualTo("cb 00 71 01");
            assertThat(Hex.format(errors.get(1), SOURCE, 4)).isEqualTo("cb 00 71 81");
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.4, RFC 1191 3: an answer longer than its way out is cut, whatever DF its question had")
    void shouldCutAnAnswerThatIsOverTheMtu() {
        MemoryPort branch = new MemoryPort("branch");
        try (Lab lab = withBranch(branch)) {
            for (int data : new int[] {572, 573}) {
                lab.onLan(Packets.ipv4("203.0.113.10", "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).dontFragment()
                        .echo(1, 2, new byte[data]).build());
            }
            List<byte[]> sent = branch.drain();
            assertThat(sent).extracting(frame -> frame.length).containsExactly(14 + 600, 14 + 20 + 576, 14 + 20 + 5);
            assertThat(sent.subList(1, 3)).allMatch(fragment -> (fragment[14 + 6] & 0x40) == 0);
            assertThat(lab.snapshot().originatedLost() + lab.snapshot().droppedTotal()).isZero();
        }
    }

    @Test
    @DisplayName("an answer to a station nobody entered goes back where it came from, on that port alone")
    void shouldSendBackOnThePortOfArrivalAlone() {
        try (Lab lab = new Lab()) {
            assertThat(Hex.format(only(lab.onLan(echo(STRANGER_MAC, "192.0.2.77"))), 0, 6))
                    .isEqualTo("02 00 00 00 01 4d");
            assertThat(lab.onLan(echo(STRANGER_MAC, "198.51.100.77"))).isEmpty();
            assertThat(lab.wan().drain()).as("a station of lan is none of wan").isEmpty();
        }
    }

    @Test
    @DisplayName("R-REFL-01: nothing is sent back to a link-layer source that no station has")
    void shouldSendBackToNoForgedStation() {
        for (String forged : List.of("00:00:00:00:00:00", Lab.LAN_MAC, "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01")) {
            try (Lab lab = new Lab()) {
                assertThat(lab.onLan(echo(forged, "192.0.2.77"))).as(forged).isEmpty();
                assertThat(lab.snapshot().transmitted()).as(forged).isZero();
            }
        }
    }
}
