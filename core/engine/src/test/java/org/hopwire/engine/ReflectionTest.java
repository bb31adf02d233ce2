package org.hopwire.engine;

import java.util.List;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What must not make a whole engine speak, or speak to a crowd. */
class ReflectionTest {
    private static final String BROADCAST_MAC = "ff:ff:ff:ff:ff:ff";

    @ParameterizedTest
    @CsvSource({"192.0.2.255, ff:ff:ff:ff:ff:ff", "255.255.255.255, ff:ff:ff:ff:ff:ff", "192.0.2.0, ff:ff:ff:ff:ff:ff",
        "224.0.0.1, 01:00:5e:00:00:01", "192.0.2.1, ff:ff:ff:ff:ff:ff", "192.0.2.1, 01:00:5e:00:00:01",
        "192.0.2.255, 02:00:00:00:01:01", "198.51.100.255, ff:ff:ff:ff:ff:ff"})
    @DisplayName("R-REFL-01, RFC 1122 3.2.2.6: an echo request to a crowd gets silence")
    void shouldNotAnswerAnEchoToACrowd(String destination, String mac) {
        try (Lab lab = new Lab()) {
            byte[] frame = Packets.ipv4("192.0.2.10", destination).eth(Lab.LAN_HOST_MAC, mac).echo(1, 1).build();
            assertThat(lab.onLan(frame)).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().droppedTotal()).isOne();
        }
    }

    @Test
    @DisplayName("R-REFL-01: only the option makes an echo to a broadcast answered, by unicast from our own address")
    void shouldAnswerABroadcastEchoWhereConfigured() {
        try (Lab lab = new Lab(builder -> builder.icmp(IcmpConfig.defaults().withEchoBroadcast(true)))) {
            List<byte[]> sent = lab.onLan(
                    Packets.ipv4("192.0.2.10", "192.0.2.255").eth(Lab.LAN_HOST_MAC, BROADCAST_MAC).echo(1, 1).build());
            assertThat(sent).containsExactly(reply(sent.get(0)));
        }
    }

    private static byte[] reply(byte... sent) {
        byte[] expected = Packets.ipv4("192.0.2.1", "192.0.2.10").eth(Lab.LAN_MAC, Lab.LAN_HOST_MAC).ttl(64)
                .id((sent[18] & 0xff) * 256 + (sent[19] & 0xff)).echoReply(1, 1).build();
        // whether fragmentation is allowed is the echo handler's own matter
        expected[20] = sent[20];
        expected[24] = sent[24];
        expected[25] = sent[25];
        return expected;
    }

    @ParameterizedTest
    @ValueSource(ints = {0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x1e, 0x1f, 0x22, 0x30, 0x31, 0x32, 0x01})
    @DisplayName("R-REFL-04: no IGMP, DVMRP or mtrace message draws an answer, wherever it comes from")
    void shouldNotAnswerIgmp(int type) {
        try (Lab lab = new Lab()) {
            for (String source : List.of("192.0.2.10", "203.0.113.9")) {
                for (String destination : List.of("224.0.0.1", "224.0.0.22", "192.0.2.1", "239.1.1.1")) {
                    byte[] message = new byte[24];
                    message[0] = (byte) type;
                    lab.lan().inject(Packets.ipv4(source, destination).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(64)
                            .igmp(message).build());
                }
            }
            lab.run();
            assertThat(lab.lan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsOnlyKeys("igmp-unhandled").containsValue(8L);
        }
    }

    @Test
    @DisplayName("R-REFL-03: one packet in, at most one out, no longer than 576 or what came in and 28")
    void shouldAmplifyNothing() {
        IcmpConfig config = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none());
        for (IcmpType type : IcmpType.values()) {
            config = config.withPolicy(type, IcmpConfig.TypePolicy.LEGACY);
        }
        IcmpConfig talkative = config;
        try (Lab lab = new Lab(builder -> builder.icmp(talkative))) {
            for (int length = 0; length < 1400; length += 7) {
                byte[] data = new byte[length];
                for (String destination : List.of("192.0.2.1", "10.1.1.1", "198.51.100.9", "192.0.2.255")) {
                    checkOne(lab, Lab.fromLan(destination).udp(1, 2, data).build());
                    checkOne(lab, Lab.fromLan(destination).echo(1, 2, data).build());
                    checkOne(lab, Lab.fromLan(destination).icmp(13, 0, 0, data).build());
                }
            }
        }
    }

    private static void checkOne(Lab lab, byte[] frame) {
        List<byte[]> sent = lab.onLan(frame);
        assertThat(sent).hasSizeLessThanOrEqualTo(1);
        boolean isError = !sent.isEmpty() && List.of(3, 4, 5, 11, 12).contains((int) sent.get(0)[34]);
        int most = isError ? Math.min(14 + 576, frame.length + 28) : frame.length;
        assertThat(sent).allSatisfy(each -> assertThat(each.length).isLessThanOrEqualTo(most));
        assertThat(sent).allSatisfy(each -> assertThat(each[0] & 1).as("to one station").isZero());
    }
}
