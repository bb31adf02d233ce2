package org.hopwire.cli.figures;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.pipeline.ObservedPacket.Fate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketLineTest {
    private static final byte[] PING = HexFormat.of().parseHex("020000000001" + "020000000002" + "0800"
            + "4500001c00010000400166de" + "0a000002" + "0a000001" + "0800f7fd00010001");

    private static ObjectNode read(byte[] head) {
        return PacketLine.toJson(new ObservedPacket(5, Fate.ANSWERED, "", 0, 1, head.length, head), "lan", "wan");
    }

    @Test
    void shouldTellAllLayersOfAPing() {
        ObjectNode packet = read(PING);
        assertThat(packet.path("source").asText()).isEqualTo("10.0.0.2");
        assertThat(packet.path("type").asText()).isEqualTo("echo-request");
        assertThat(PacketLine.toText(packet))
                .isEqualTo("00:00:00.000000 lan>wan 10.0.0.2 > 10.0.0.1 icmp echo-request ttl 64 length 42 answered");
    }

    @Test
    void shouldTellAVlan() {
        byte[] tagged = HexFormat.of().parseHex("020000000001" + "020000000002" + "81000064" + "0800"
                + HexFormat.of().formatHex(PING, 14, PING.length));
        assertThat(read(tagged).path("vlan").asInt()).isEqualTo(100);
        assertThat(read(tagged).path("type").asText()).isEqualTo("echo-request");
    }

    @Test
    void shouldBelieveNothingThatIsNotThere() {
        for (int length = 0; length <= PING.length; length++) {
            ObjectNode packet = read(Arrays.copyOf(PING, length));
            assertThat(packet.has("source")).as("%d octets", length).isEqualTo(length >= 34);
            assertThat(packet.has("type")).as("%d octets", length).isEqualTo(length >= 42);
            assertThat(PacketLine.toText(packet)).endsWith("answered");
        }
    }

    @Test
    void shouldReadWhateverArrives() {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] head = Arrays.copyOf(PING, random.nextInt(96));
            for (int k = random.nextInt(12); k > 0 && head.length > 0; k--) {
                head[random.nextInt(head.length)] = (byte) random.nextInt();
            }
            assertThat(PacketLine.toText(read(head))).as("seed " + seed).doesNotContain("\n");
        }
    }
}
