package org.hopwire.packet;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which class a well-formed packet gets, or why it gets none. */
class PacketClassificationTest extends ParserTestBase {
    @Test
    @DisplayName("R-ICMP-01: the table of ICMP types is total")
    void shouldClassifyEveryIcmpType() {
        for (int type = 0; type < 256; type++) {
            PacketClass expected = switch (type) {
                case 8 -> PacketClass.ECHO;
                case 10, 13, 15, 17, 42 -> PacketClass.ICMP_QUERY;
                case 3, 4, 5, 11, 12 -> PacketClass.ICMP_ERROR;
                default -> PacketClass.ICMP_OTHER;
            };
            assertClass(toUs().icmp(type, 0, 0).build(), expected);
            assertClass(transit().icmp(type, 0, 0).build(), PacketClass.TRANSIT);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: a bad ICMP checksum is dropped; odd lengths are summed right")
    void shouldVerifyTheIcmpChecksum() {
        for (int length = 0; length < 70; length++) {
            byte[] data = new byte[length];
            new SplittableRandom(length).nextBytes(data);
            assertClass(toUs().echo(1, 1, data).build(), PacketClass.ECHO);
            assertDropped(toUs().echo(1, 1, data).badL4Checksum().build(), DropReason.ICMP_BAD_CHECKSUM);
        }
        assertClass(transit().echo(1, 1).badL4Checksum().build(), PacketClass.TRANSIT);
    }

    @Test
    @DisplayName("a checksum left to hardware by a local peer is not judged")
    void shouldNotJudgeAnUnfinishedChecksum() {
        byte[] bytes = toUs().echo(1, 1).badL4Checksum().build();

        Packet packet = rig.parse(0, bytes, bytes.length, Burst.CHECKSUM_NOT_READY, 0);
        assertClass(packet, PacketClass.ECHO);
        assertThat(packet.is(Packet.CHECKSUM_NOT_READY)).isTrue();
    }

    @Test
    @DisplayName("RFC 768, RFC 9293: UDP and TCP for us are verified, any length field against the datagram")
    void shouldVerifyTransportForUs() {
        assertClass(toUs().udp(1, 2, new byte[3]).build(), PacketClass.LOCAL);
        assertClass(toUs().udp(1, 2, new byte[3]).noUdpChecksum().build(), PacketClass.LOCAL);
        assertDropped(toUs().udp(1, 2, new byte[3]).badL4Checksum().build(), DropReason.BAD_L4_CHECKSUM);
        for (int length : new int[] {0, 7, 12, 65_535}) {
            assertDropped(toUs().udp(1, 2, new byte[3]).udpLength(length).build(), DropReason.BAD_L4_LENGTH);
        }
        assertDropped(toUs().payload(17, new byte[7]).build(), DropReason.BAD_L4_LENGTH);
        assertClass(toUs().tcp(1, 2, 3, 2).build(), PacketClass.LOCAL);
        assertDropped(toUs().tcp(1, 2, 3, 2).badL4Checksum().build(), DropReason.BAD_L4_CHECKSUM);
        assertDropped(toUs().payload(6, new byte[19]).build(), DropReason.BAD_L4_LENGTH);
        assertClass(toUs().payload(253, new byte[0]).build(), PacketClass.LOCAL);
        assertClass(transit().udp(1, 2).badL4Checksum().build(), PacketClass.TRANSIT);
    }

    @Test
    @DisplayName("a fragment for us waits for its others; one in transit goes on")
    void shouldClassifyFragments() {
        Packet first = assertClass(toUs().moreFragments().echo(1, 1).build(), PacketClass.FRAGMENT);
        assertThat(first.is(Packet.FRAGMENTED)).isTrue();
        assertThat(first.is(Packet.LATER_FRAGMENT)).isFalse();
        Packet later = assertClass(toUs().fragmentOffset(8).echo(1, 1).build(), PacketClass.FRAGMENT);
        assertThat(later.is(Packet.LATER_FRAGMENT)).isTrue();
        assertThat(assertClass(transit().fragmentOffset(65_528).moreFragments().echo(1, 1).build(),
                PacketClass.TRANSIT).is(Packet.LATER_FRAGMENT)).isTrue();
        assertThat(assertClass(toUs().dontFragment().echo(1, 1).build(), PacketClass.ECHO).is(Packet.FRAGMENTED))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 1122 3.3.6: limited broadcast, the network's own broadcast, and the old one with zeros are for us")
    void shouldDeliverBroadcastsOfTheNetworkTheyCameInBy() {
        for (String address : new String[] {"255.255.255.255", "10.0.0.255", "10.0.0.0"}) {
            Packet packet = assertClass(Packets.frame().eth(PEER, BROADCAST).ip("10.0.0.2", address).echo(1, 1).build(),
                    PacketClass.ECHO);
            assertThat(packet.is(Packet.BROADCAST)).isTrue();
            assertThat(packet.is(Packet.LINK_GROUP)).isTrue();
        }
    }

    @Test
    @DisplayName("RFC 2644: a directed broadcast of another network of ours is not forwarded")
    void shouldDropDirectedBroadcasts() {
        assertDropped(frame().ip("10.0.0.2", "10.0.1.255").echo(1, 1).build(), DropReason.DIRECTED_BROADCAST);
        assertDropped(frame().ip("10.0.0.2", "10.0.1.0").udp(1, 1).build(), DropReason.DIRECTED_BROADCAST);
    }

    @Test
    @DisplayName("RFC 3021: a /31 has no broadcast address: its other end is a host")
    void shouldKnowNoBroadcastInASlash31() {
        assertClass(rig.parse(0, frame().ip("10.0.0.2", "10.0.2.0").udp(1, 1).build()), PacketClass.TRANSIT);
    }

    @Test
    @DisplayName("RFC 1112: IGMP goes to its handler, ICMP to a group we joined, everything else is multicast data")
    void shouldClassifyMulticast() {
        Packets group = Packets.frame().eth(PEER, "01:00:5e:00:00:01");
        assertClass(group.ip("10.0.0.2", "224.0.0.1").igmp(new byte[8]).build(), PacketClass.IGMP);
        assertClass(group.ip("10.0.0.2", "239.1.1.1").udp(1, 1).build(), PacketClass.MULTICAST);
        assertClass(group.ip("10.0.0.2", "239.1.1.1").echo(1, 1).build(), PacketClass.MULTICAST);
        assertThat(assertClass(group.ip("10.0.0.2", "224.0.0.1").echo(1, 1).build(), PacketClass.ECHO)
                .is(Packet.MULTICAST)).isTrue();
        assertClass(group.ip("10.0.0.2", "224.0.0.2").icmp(10, 0, 0).build(), PacketClass.ICMP_QUERY);
        try (ParserRig host = new ParserRig(INTERFACES, false, 0)) {
            Packet packet = host.parse(0, group.ip("10.0.0.2", "224.0.0.2").icmp(10, 0, 0).build());
            assertThat(packet.packetClass()).as("224.0.0.2 is for routers").isEqualTo(PacketClass.MULTICAST);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.4.2: an address of ours is ours on whatever port it is asked")
    void shouldTakeAnyOfOurAddresses() {
        assertClass(frame().ip("10.0.0.2", "10.0.1.1").echo(1, 1).build(), PacketClass.ECHO);
    }

    @Test
    @DisplayName("TTL 0 and 1 do not matter to a packet that has arrived")
    void shouldDeliverWhateverTtl() {
        assertThat(assertClass(toUs().ttl(0).echo(1, 1).build(), PacketClass.ECHO).ttl()).isZero();
        assertThat(assertClass(transit().ttl(1).echo(1, 1).build(), PacketClass.TRANSIT).ttl()).isEqualTo(1);
    }

    @Test
    @DisplayName("a packet object remembers nothing of the frame it held before")
    void shouldForgetTheFrameBefore() {
        parse(Packets.frame().eth(PEER, BROADCAST).ip("10.0.0.2", "10.0.0.255")
                .options("07 07 04 00 00 00 00").echo(1, 1).build());
        Packet packet = assertClass(toUs().echo(1, 1).build(), PacketClass.ECHO);

        assertThat(packet.is(-1)).isFalse();
        assertThat(packet.options()).isZero();
        assertThat(packet.headerLength()).isEqualTo(20);
    }

    @Test
    @DisplayName("R-LEAK-01: double poison: the same frame in other surroundings is the same packet")
    void shouldNotDependOnItsSurroundings() {
        byte[] bytes = toUs().options("07 0b 04 00 00 00 00 00 00 00 00").udp(1, 2, new byte[30]).build();
        try (ParserRig zeros = new ParserRig(INTERFACES, true, 0x00);
                ParserRig ones = new ParserRig(INTERFACES, true, 0xFF)) {
            for (int length = 0; length <= bytes.length; length++) {
                Packet a = zeros.parse(0, Arrays.copyOf(bytes, length));
                Packet b = ones.parse(0, Arrays.copyOf(bytes, length));
                assertThat(b.verdict()).isEqualTo(a.verdict());
                assertThat(b.dropReason()).isEqualTo(a.dropReason());
                assertThat(b.packetClass()).isEqualTo(a.packetClass());
            }
        }
    }
}
