package org.hopwire.wire;

import java.util.Arrays;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Ipv4HeaderTest {
    private static final String GOLDEN = "46 b8 00 73 12 34 60 05 3f 11 b8 61 c0 a8 00 01 e0 00 00 16";

    private final Ipv4Header header = new Ipv4Header();

    @Test
    void shouldReadEveryField() {
        header.wrap(PoisonedBuffer.of(Hex.parse(GOLDEN)).view(), 0);

        assertThat(header.version()).isEqualTo(4);
        assertThat(header.ihl()).isEqualTo(6);
        assertThat(header.headerLength()).isEqualTo(24);
        assertThat(header.tos()).isEqualTo(0xB8);
        assertThat(header.totalLength()).isEqualTo(0x73);
        assertThat(header.id()).isEqualTo(0x1234);
        assertThat(header.flagsAndOffset()).isEqualTo(0x6005);
        assertThat(header.dontFragment()).isTrue();
        assertThat(header.moreFragments()).isTrue();
        assertThat(header.fragmentOffset()).isEqualTo(40);
        assertThat(header.isFragment()).isTrue();
        assertThat(header.ttl()).isEqualTo(63);
        assertThat(header.protocol()).isEqualTo(IpProtocol.UDP);
        assertThat(header.checksum()).isEqualTo(0xB861);
        assertThat(header.source()).isEqualTo(0xC0A8_0001);
        assertThat(header.destination()).isEqualTo(Ipv4Address.ALL_IGMPV3_ROUTERS);
        assertThat(header).hasToString("ipv4 192.168.0.1 > 224.0.0.22 udp ttl 63 tos 184 id 4660 length 115"
                + " header 24 df fragment 40+");
    }

    @Test
    void shouldWriteEveryField() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(20);

        header.wrap(buffer.view(), 0).headerLength(24).tos(0xB8).totalLength(0x73).id(0x1234).flagsAndOffset(0x6005)
                .ttl(63).protocol(17).checksum(0xB861).source(0xC0A8_0001).destination(0xE000_0016);

        assertThat(buffer).hasToString(GOLDEN);
        buffer.assertSurroundingsIntact();
    }

    @Test
    void shouldWriteEveryOctetOfAFreshHeader() {
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(20, poison);

            header.wrap(buffer.view(), 0).writeFresh(0xC0, 0xFFFE, 255, 1, 0x0A00_0001, 0x0A00_0002);

            byte[] expected = Packets.ipv4("10.0.0.1", "10.0.0.2").tos(0xC0).totalLength(0xFFFE).id(0).ttl(255)
                    .protocol(1).ipChecksum(0).build();
            assertThat(buffer).hasToString(Hex.format(expected));
            buffer.assertSurroundingsIntact();
        }
    }

    @Test
    void shouldTakeEveryFieldAsUnsigned() {
        byte[] ones = new byte[20];
        Arrays.fill(ones, (byte) 0xFF);
        header.wrap(PoisonedBuffer.of(ones, 0).view(), 0);

        assertThat(header.version()).isEqualTo(15);
        assertThat(header.headerLength()).isEqualTo(60);
        assertThat(header.tos()).isEqualTo(255);
        assertThat(header.totalLength()).isEqualTo(65535);
        assertThat(header.id()).isEqualTo(65535);
        assertThat(header.fragmentOffset()).isEqualTo(65528);
        assertThat(header.ttl()).isEqualTo(255);
        assertThat(header.protocol()).isEqualTo(255);
        assertThat(header.checksum()).isEqualTo(65535);
    }

    @Test
    void shouldNotCallAnUnfragmentedDatagramAFragment() {
        header.wrap(PoisonedBuffer.of(Packets.ipv4("10.0.0.1", "10.0.0.2").dontFragment().build()).view(), 0);
        assertThat(header.isFragment()).isFalse();
        header.flagsAndOffset(Ipv4Header.MORE_FRAGMENTS);
        assertThat(header.isFragment()).isTrue();
        header.flagsAndOffset(1);
        assertThat(header.isFragment()).isTrue();
    }
}
