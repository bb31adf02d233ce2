package org.hopwire.port.linux.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A large segment becomes the frames its sender would have sent one by one: byte for byte those of a plain builder. */
class LargeSegmentTest {
    private static final int CWR_ACK_PSH_FIN = 0x99;
    private static final int SEQUENCE = 0xffff_fff0;

    private static Packets datagram(int id, boolean isTagged) {
        Packets packets = Packets.ipv4("192.0.2.10", "198.51.100.10").eth("02:00:00:00:00:01", "02:00:00:00:00:02")
                .id(id);
        return isTagged ? packets.vlan(7) : packets;
    }

    private static byte[] data(int octets) {
        byte[] data = new byte[octets];
        new SplittableRandom(octets).nextBytes(data);
        return data;
    }

    private static List<byte[]> cut(byte[] large, int piece, int slot) {
        return cut(large, 1, piece, 0, slot);
    }

    private static List<byte[]> cut(byte[] large, int type, int piece, int checksumStart, int slot) {
        List<byte[]> pieces = new ArrayList<>();
        LargeSegment segment = new LargeSegment();
        try (FrameSlab from = new FrameSlab(1, 65_600, 64); FrameSlab to = new FrameSlab(1, 4096, 64)) {
            Burst burst = new Burst();
            long address = from.acquire();
            OffHeap.put(large, 0, address, large.length);
            burst.add(address, large.length, 0);
            LargeSegment.describe(burst, 0, type, piece, checksumStart);
            assertThat(LargeSegment.typeOf(burst, 0)).isEqualTo(type);
            if (!segment.open(burst, 0, slot)) {
                return List.of();
            }
            long out = to.acquire();
            while (segment.isOpen()) {
                OffHeap.fill(out, 4096, (byte) 0xEE);
                pieces.add(OffHeap.bytes(out, segment.writeNext(out)));
            }
        }
        return pieces;
    }

    @ParameterizedTest
    @CsvSource({"3500, 1448, false", "1448, 1448, true", "2897, 1448, true", "60000, 1401, false", "40, 13, false"})
    void shouldCutTcpAsItsSenderWouldHave(int octets, int piece, boolean isTagged) {
        byte[] data = data(octets);
        List<byte[]> expected = new ArrayList<>();
        for (int at = 0; at < octets; at += piece) {
            int end = Math.min(octets, at + piece);
            int flags = CWR_ACK_PSH_FIN & ~(at == 0 ? 0 : 0x80) & ~(end == octets ? 0 : 0x09);
            expected.add(datagram(65_530 + at / piece, isTagged)
                    .tcp(1, 2, SEQUENCE + at, flags, Arrays.copyOfRange(data, at, end)).build());
        }
        byte[] large = datagram(65_530, isTagged).tcp(1, 2, SEQUENCE, CWR_ACK_PSH_FIN, data).l4Checksum(0x1234).build();
        assertThat(cut(large, piece, 2048)).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldCutDatagramsOfOneLength() {
        byte[] data = data(2500);
        List<byte[]> expected = List.of(datagram(9, false).udp(1, 2, Arrays.copyOfRange(data, 0, 1200)).build(),
                datagram(10, false).udp(1, 2, Arrays.copyOfRange(data, 1200, 2400)).build(),
                datagram(11, false).udp(1, 2, Arrays.copyOfRange(data, 2400, 2500)).build());
        assertThat(cut(datagram(9, false).udp(1, 2, data).build(), 5, 1200, 34, 2048))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void shouldRefuseWhatIsToBeCutInsideATunnel() {
        byte[] vxlan = datagram(1, false).udp(50_000, 4789, data(3000)).build();
        assertThat(cut(vxlan, 1, 1398, 84, 2048)).as("TCP in a datagram").isEmpty();
        assertThat(cut(vxlan, 1, 1398, 0, 2048)).as("the same after GRO").isEmpty();
        assertThat(cut(vxlan, 5, 1398, 84, 2048)).as("datagrams in a datagram").isEmpty();
        assertThat(cut(vxlan, 3, 1398, 0, 2048)).as("fragments").isEmpty();
        byte[] tcp = datagram(1, false).tcp(1, 2, 3, 0x10, data(3000)).build();
        assertThat(cut(tcp, 1, 1398, 94, 2048)).as("TCP in TCP").isEmpty();
        assertThat(cut(tcp, 4, 1398, 0, 2048)).as("TCP over IPv6, outside IPv4").isEmpty();
        assertThat(cut(tcp, 1, 1398, 34, 2048)).as("no tunnel").hasSize(3);
    }

    @Test
    void shouldFindItsHeadersBehindATagThatWasPutBack() {
        byte[] tagged = datagram(1, true).tcp(1, 2, 3, 0x10, data(3000)).build();
        try (FrameSlab from = new FrameSlab(1, 65_600, 64)) {
            Burst burst = new Burst();
            long address = from.acquire();
            OffHeap.put(tagged, 0, address, tagged.length);
            burst.add(address, tagged.length, 0);
            LargeSegment.describe(burst, 0, 1, 1448, 34);
            assertThat(new LargeSegment().open(burst, 0, 2048)).as("before it is known").isFalse();
            LargeSegment.lengthen(burst, 0, 4);
            assertThat(new LargeSegment().open(burst, 0, 2048)).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatCannotBeCut() {
        byte[] tcp = datagram(1, false).tcp(1, 2, 3, 0x10, data(3000)).build();
        assertThat(cut(tcp, 1448, 1400)).as("pieces that exceed a slot").isEmpty();
        assertThat(cut(tcp, 0, 2048)).as("pieces of nothing").isEmpty();
        assertThat(cut(datagram(1, false).echo(1, 2, data(3000)).build(), 1448, 2048)).as("ICMP").isEmpty();
        assertThat(cut(Arrays.copyOf(tcp, 60), 1448, 2048)).as("no payload").isEmpty();
        byte[] shortHeader = tcp.clone();
        shortHeader[46] = 0x10;
        assertThat(cut(shortHeader, 1448, 2048)).as("TCP header shorter than itself").isEmpty();
        for (int length = 0; length < 80; length++) {
            cut(Arrays.copyOf(tcp, length), 1448, 2048);
        }
    }
}
