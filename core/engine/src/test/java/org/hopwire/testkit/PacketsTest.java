package org.hopwire.testkit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PacketsTest {
    @Test
    void shouldBuildAnEchoRequestAsLinuxSendsIt() {
        byte[] frame = Packets.frame().eth("02:00:00:00:00:01", "02:00:00:00:00:02").ip("192.168.0.1", "192.168.0.199")
                .id(0).dontFragment().echo(1, 2, (byte) 0x61, (byte) 0x62).build();

        assertThat(Hex.format(frame)).isEqualTo("02 00 00 00 00 02 02 00 00 00 00 01 08 00 " // Ethernet
                + "45 00 00 1e 00 00 40 00 40 01 b8 c6 c0 a8 00 01 c0 a8 00 c7 " // IPv4
                + "08 00 96 9a 00 01 00 02 61 62"); // ICMP
    }

    @Test
    void shouldComputeChecksumsThatVerify() {
        byte[] udp = Packets.ipv4("10.0.0.1", "10.0.0.2").routerAlert().udp(1, 2, new byte[] {1, 2, 3}).build();
        byte[] tcp = Packets.ipv4("10.0.0.1", "10.0.0.2").tcp(80, 1024, 7, 0x12).build();

        assertThat(Packets.checksum(udp, 0, 24)).isZero();
        assertThat(Packets.checksum(udp)).isZero();
        assertThat(Packets.checksum(tcp, 0, 20)).isZero();
        assertThat(Packets.checksum(tcp)).isZero();
    }

    @Test
    void shouldBeWrongWhereAsked() {
        byte[] packet = Packets.ipv4("10.0.0.1", "10.0.0.2").badIpChecksum().badL4Checksum().ihl(4).version(6)
                .totalLength(9).echo(1, 1).build();

        assertThat(packet[0]).isEqualTo((byte) 0x64);
        assertThat(packet[3]).isEqualTo((byte) 9);
        assertThat(Packets.checksum(packet, 0, 20)).isNotZero();
        assertThat(Packets.checksum(packet, 20, 8)).isNotZero();
    }

    @Test
    void shouldStackTagsPadAndTruncate() {
        Packets tagged = Packets.frame().eth("02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff").tag(0x88A8, 5).vlan(7)
                .ip("10.0.0.1", "10.0.0.2").echo(1, 1).padToMinimum();

        byte[] frame = tagged.build();

        assertThat(Hex.format(frame, 12, 10)).isEqualTo("88 a8 00 05 81 00 00 07 08 00");
        assertThat(frame).hasSize(60);
        assertThat(Packets.withoutEthernet(frame)[0]).isEqualTo((byte) 0x45);
        assertThat(tagged.truncateTo(17).build()).hasSize(17);
    }

    @Test
    void shouldKeepPoisonAroundTheView() {
        PoisonedBuffer buffer = PoisonedBuffer.of(new byte[] {1, 2}, 0xFF);

        assertThat(buffer.view().capacity()).isEqualTo(2);
        assertThat(buffer.content()).containsExactly(1, 2);
        buffer.assertSurroundingsIntact();
        buffer.whole().putByte(PoisonedBuffer.MARGIN + 2, (byte) 0);
        assertThatThrownBy(buffer::assertSurroundingsIntact).isInstanceOf(AssertionError.class)
                .hasMessageContaining("octet 2");
    }
}
