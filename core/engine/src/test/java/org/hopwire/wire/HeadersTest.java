package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading the small headers; {@link FlyweightContractTest} holds the writing of all of them. */
class HeadersTest {
    @Test
    void shouldReadEthernetAndSwapItsAddresses() {
        PoisonedBuffer buffer = PoisonedBuffer
                .of(Packets.frame().eth("02:00:00:00:00:01", "fe:dc:ba:98:76:54").raw(0x88CC).build());
        EthernetHeader header = new EthernetHeader().wrap(buffer.view(), 0);

        assertThat(header.source()).isEqualTo(0x0200_0000_0001L);
        assertThat(header.destination()).isEqualTo(0xFEDC_BA98_7654L);
        assertThat(header.etherType()).isEqualTo(0x88CC);
        assertThat(header).hasToString("ethernet 02:00:00:00:00:01 > fe:dc:ba:98:76:54 0x88cc");
        assertThat(header.swapAddresses().destination()).isEqualTo(0x0200_0000_0001L);
        assertThat(buffer).hasToString("02 00 00 00 00 01 fe dc ba 98 76 54 88 cc");
    }

    @Test
    void shouldReadVlanTags() {
        VlanTag tag = new VlanTag().wrap(PoisonedBuffer.of(Hex.parse("88 a8 f0 07")).view(), 0);

        assertThat(tag.tpid()).isEqualTo(EtherType.SERVICE_VLAN);
        assertThat(tag.vlanId()).isEqualTo(7);
        assertThat(VlanTag.priority(tag.tci())).isEqualTo(7);
        assertThat(VlanTag.dropEligible(tag.tci())).isTrue();
        assertThat(VlanTag.tci(7, true, 7)).isEqualTo(tag.tci());
        assertThat(tag).hasToString("service-vlan 7 priority 7");
        assertThat(EtherType.isVlan(0x8100)).isTrue();
        assertThat(EtherType.isVlan(0x88A8)).isTrue();
        assertThat(EtherType.isVlan(0x0800)).isFalse();
    }

    @Test
    @DisplayName("RFC 826: only Ethernet and IPv4 have this layout")
    void shouldReadArp() {
        byte[] packet = Packets.arp(1, "02:00:00:00:00:01", "10.0.0.1", "00:00:00:00:00:00", "10.0.0.2");
        PoisonedBuffer buffer = PoisonedBuffer.of(packet);
        ArpHeader arp = new ArpHeader().wrap(buffer.view(), 0);

        assertThat(arp.isIpv4OverEthernet()).isTrue();
        assertThat(arp.operation()).isEqualTo(ArpHeader.REQUEST);
        assertThat(arp.senderMac()).isEqualTo(0x0200_0000_0001L);
        assertThat(arp.senderIp()).isEqualTo(0x0A00_0001);
        assertThat(arp.targetMac()).isZero();
        assertThat(arp.targetIp()).isEqualTo(0x0A00_0002);
        assertThat(arp).hasToString("arp who-has 10.0.0.2 tell 10.0.0.1");
        assertThat(arp.operation(2)).hasToString("arp 10.0.0.1 is-at 02:00:00:00:00:01");
        for (int octet = 0; octet < 6; octet++) {
            UnsafeBuffer other = PoisonedBuffer.of(packet).view();
            other.putByte(octet, (byte) 0x77);
            assertThat(arp.wrap(other, 0).isIpv4OverEthernet()).as("octet %d", octet).isFalse();
        }
    }

    @Test
    void shouldReadTransportHeaders() {
        UdpHeader udp = new UdpHeader().wrap(PoisonedBuffer.of(Hex.parse("ff fe ff fd ff fc ff fb")).view(), 0);
        assertThat(udp.sourcePort()).isEqualTo(65534);
        assertThat(udp.destinationPort()).isEqualTo(65533);
        assertThat(udp.length()).isEqualTo(65532);
        assertThat(udp.checksum()).isEqualTo(65531);
        assertThat(udp).hasToString("udp 65534 > 65533 length 65532");

        byte[] segment = Hex.parse("00 50 ff ff ff 02 03 04 05 06 07 08 f0 12 20 00 12 34 00 09");
        TcpHeader tcp = new TcpHeader().wrap(PoisonedBuffer.of(segment).view(), 0);
        assertThat(tcp.sourcePort()).isEqualTo(80);
        assertThat(tcp.destinationPort()).isEqualTo(65535);
        assertThat(tcp.sequence()).isEqualTo(0xFF02_0304);
        assertThat(tcp.acknowledgment()).isEqualTo(0x0506_0708);
        assertThat(tcp.headerLength()).isEqualTo(60);
        assertThat(tcp.flags()).isEqualTo(TcpHeader.SYN | TcpHeader.ACK);
        assertThat(tcp.window()).isEqualTo(0x2000);
        assertThat(tcp.checksum()).isEqualTo(0x1234);
        assertThat(tcp.urgentPointer()).isEqualTo(9);
        assertThat(tcp).hasToString("tcp 80 > 65535 sequence 4278321924");
    }

    @Test
    void shouldReadIcmpByType() {
        byte[] timestamp = Hex.parse("0e 00 12 34 ff fe ff fd 00 00 00 0a 80 00 00 0b 05 26 5b ff");
        IcmpHeader icmp = new IcmpHeader().wrap(PoisonedBuffer.of(timestamp).view(), 0);

        assertThat(icmp.type()).isEqualTo(14);
        assertThat(icmp.code()).isZero();
        assertThat(icmp.checksum()).isEqualTo(0x1234);
        assertThat(icmp.identifier()).isEqualTo(65534);
        assertThat(icmp.sequence()).isEqualTo(65533);
        assertThat(icmp.originateTimestamp()).isEqualTo(10);
        assertThat(icmp.addressMask()).isEqualTo(10);
        assertThat(icmp.receiveTimestamp()).isEqualTo(IcmpHeader.NON_STANDARD_TIMESTAMP | 11);
        assertThat(icmp.transmitTimestamp()).isEqualTo(86_399_999);

        icmp.wrap(PoisonedBuffer.of(Hex.parse("ff fe 00 00 f5 80 ff dc")).view(), 0);
        assertThat(icmp.type()).isEqualTo(255);
        assertThat(icmp.code()).isEqualTo(254);
        assertThat(icmp.restOfHeader()).isEqualTo(0xF580_FFDC);
        assertThat(icmp.gateway()).isEqualTo(0xF580_FFDC);
        assertThat(icmp.pointer()).isEqualTo(0xF5);
        assertThat(icmp.quoteWords()).isEqualTo(0x80);
        assertThat(icmp.nextHopMtu()).isEqualTo(0xFFDC);
    }

    @ParameterizedTest
    @CsvSource({"08 00 00 00 00 01 00 02,icmp echo-request id 1 sequence 2",
        "03 04 00 00 00 00 05 dc,icmp destination-unreachable fragmentation-needed mtu 1500",
        "03 01 00 00 00 00 00 00,icmp destination-unreachable host-unreachable",
        "05 01 00 00 0a 00 00 02,icmp redirect host gateway 10.0.0.2",
        "0c 00 00 00 15 00 00 00,icmp parameter-problem pointer pointer 21",
        "c8 07 00 00 00 00 00 00,icmp unknown-200 code-7"})
    void shouldDescribeIcmpInOneLine(String hex, String text) {
        assertThat(new IcmpHeader().wrap(PoisonedBuffer.of(Hex.parse(hex)).view(), 0)).hasToString(text);
    }

    @Test
    @DisplayName("R-ICMP-06: counts, entry sizes and lengths of an advertisement")
    void shouldJudgeAdvertisements() {
        PoisonedBuffer buffer = PoisonedBuffer.of(Hex.parse("09 00 00 00 01 02 07 08"));
        RouterAdvertisement message = new RouterAdvertisement().wrap(buffer.view(), 0);
        for (int count = 0; count < 256; count++) {
            for (int words : new int[] {0, 1, 2, 3, 255}) {
                buffer.view().putByte(4, (byte) count);
                buffer.view().putByte(5, (byte) words);
                int needed = 8 + count * words * 4;
                boolean sane = count > 0 && words > 1;
                assertThat(message.isValidAdvertisement(needed)).isEqualTo(sane);
                assertThat(message.isValidAdvertisement(needed - 1)).isFalse();
                assertThat(message.isValidAdvertisement(7)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("RFC 1256 section 5.2, RFC 5944 section 2.1.1: codes and entries")
    void shouldReadAdvertisementsAndSolicitations() {
        byte[] octets = Hex.parse("09 10 00 00 02 03 07 08 0a 00 00 01 ff ff ff ff 00 00 00 00 "
                + "0a 00 00 02 80 00 00 00 00 00 00 00");
        PoisonedBuffer buffer = PoisonedBuffer.of(octets);
        RouterAdvertisement message = new RouterAdvertisement().wrap(buffer.view(), 0);

        assertThat(message.isValidAdvertisement(octets.length)).isTrue();
        assertThat(message.lifetimeSeconds()).isEqualTo(1800);
        assertThat(message.address(1)).isEqualTo(0x0A00_0002);
        assertThat(message.preference(0)).isEqualTo(-1);
        assertThat(message.preference(1)).isEqualTo(RouterAdvertisement.NOT_A_DEFAULT);
        assertThat(message).hasToString("router-advertisement addresses 2 lifetime 1800");
        buffer.view().putByte(1, (byte) 1);
        assertThat(message.isValidAdvertisement(octets.length)).isFalse();
        assertThat(message.isValidSolicitation(8)).isFalse();
        assertThat(message.writeSolicitation().isValidSolicitation(8)).isTrue();
        assertThat(message.isValidSolicitation(7)).isFalse();
        assertThat(message).hasToString("router-solicitation");
    }

    @Test
    void shouldReadExtendedEcho() {
        ExtendedEcho echo = new ExtendedEcho();
        echo.wrap(PoisonedBuffer.of(Hex.parse("2b 00 00 00 ff fe fd df")).view(), 0);
        assertThat(echo.identifier()).isEqualTo(0xFFFE);
        assertThat(echo.sequence()).isEqualTo(0xFD);
        assertThat(echo.state()).isEqualTo(ExtendedEcho.STATE_FAILED);
        assertThat(echo.flags()).isEqualTo(7);
        assertThat(echo).hasToString("extended-echo-reply id 65534 sequence 253 state 6 flags 7");

        echo.wrap(PoisonedBuffer.of(Hex.parse("2a 00 00 00 00 01 02 01")).view(), 0);
        assertThat(echo.isLocal()).isTrue();
        assertThat(echo).hasToString("extended-echo-request id 1 sequence 2 local");
    }

    @Test
    void shouldNameProtocols() {
        assertThat(IpProtocol.name(1)).isEqualTo("icmp");
        assertThat(IpProtocol.name(103)).isEqualTo("pim");
        assertThat(IpProtocol.name(253)).isEqualTo("protocol-253");
    }
}
