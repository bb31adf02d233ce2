package org.hopwire.packet;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PacketParserTest extends ParserTestBase {
    @Test
    @DisplayName("what the parser found: addresses, lengths, protocol, room around the datagram")
    void shouldTellWhatItFound() {
        Packet packet = assertClass(toUs().ttl(9).options("94 04 00 00").echo(1, 2, new byte[5]).trailer((byte) 9)
                .build(), PacketClass.ECHO);

        assertThat(packet.source()).isEqualTo(0x0A00_0002);
        assertThat(packet.destination()).isEqualTo(0x0A00_0001);
        assertThat(packet.ttl()).isEqualTo(9);
        assertThat(packet.protocol()).isEqualTo(1);
        assertThat(packet.headerLength()).isEqualTo(24);
        assertThat(packet.length()).isEqualTo(37).isEqualTo(packet.view().capacity());
        assertThat(packet.payloadLength()).isEqualTo(13);
        assertThat(packet.sourceMac()).isEqualTo(0x0200_0000_0099L);
        assertThat(packet.inPort()).isZero();
        assertThat(packet.headroom()).isEqualTo(62 + 14);
        assertThat(packet.tailroom()).isEqualTo(64 + 1);
        assertThat(packet.address()).isEqualTo(rig.address() + 14);
        assertThat(packet.is(Packet.OPTIONS)).isTrue();
        assertThat(packet.is(Packet.LINK_GROUP | Packet.BROADCAST | Packet.MULTICAST | Packet.FRAGMENTED)).isFalse();
    }

    // --- lengths

    @Test
    @DisplayName("R-LEN-01: header length 0 to 4, beyond the frame, beyond the total length")
    void shouldDropABadHeaderLength() {
        for (int words = 0; words < 5; words++) {
            assertDropped(toUs().ihl(words).echo(1, 1, new byte[60]).build(), DropReason.BAD_IHL);
        }
        for (int words = 8; words < 16; words++) {
            assertDropped(toUs().ihl(words).echo(1, 1).build(), DropReason.BAD_IHL);
        }
        for (int words = 8; words < 16; words++) {
            assertDropped(toUs().ihl(words).echo(1, 1).trailer(new byte[60]).build(), DropReason.BAD_TOTAL_LENGTH);
        }
    }

    @Test
    @DisplayName("R-LEN-01: header length 24 in a packet of 21 octets underflows nothing")
    void shouldDropAHeaderLongerThanThePacket() {
        assertDropped(toUs().ihl(6).totalLength(21).payload(1, (byte) 8).build(), DropReason.BAD_IHL);
        assertDropped(toUs().ihl(6).totalLength(21).payload(1, new byte[9]).build(), DropReason.BAD_TOTAL_LENGTH);
    }

    @Test
    @DisplayName("R-LEN-02: total length below the header or beyond the frame is dropped before any checksum is read")
    void shouldDropABadTotalLength() {
        for (int total = 0; total < 20; total++) {
            assertDropped(toUs().totalLength(total).badIpChecksum().echo(1, 1).build(), DropReason.BAD_TOTAL_LENGTH);
        }
        for (int total : new int[] {29, 61, 1500, 65_535}) {
            assertDropped(toUs().totalLength(total).badIpChecksum().echo(1, 1).build(), DropReason.BAD_TOTAL_LENGTH);
        }
        assertDropped(toUs().totalLength(65_535).payload(1, new byte[40]).build(), DropReason.BAD_TOTAL_LENGTH);
    }

    @Test
    @DisplayName("R-LEN-02: a datagram that is all header has no ICMP message in it")
    void shouldDropIcmpWithoutAMessage() {
        for (int length = 0; length < 8; length++) {
            assertDropped(toUs().payload(1, new byte[length]).build(), DropReason.ICMP_SHORT);
            assertDropped(toUs().payload(1, new byte[length]).trailer(new byte[50]).build(), DropReason.ICMP_SHORT);
        }
    }

    @Test
    @DisplayName("R-LEN-03: octets behind the total length belong to nobody: not to the view, not to the checksum")
    void shouldLeaveOutOctetsBehindTheTotalLength() {
        for (int extra = 1; extra < 64; extra++) {
            byte[] trailer = new byte[extra];
            new SplittableRandom(extra).nextBytes(trailer);
            Packet packet = assertClass(toUs().echo(1, 1, (byte) 7).trailer(trailer).build(), PacketClass.ECHO);
            assertThat(packet.view().capacity()).isEqualTo(29);
        }
    }

    @Test
    @DisplayName("R-LEN-04: frames of every length 0 to 64, plain, tagged and doubly tagged, draw no exception")
    void shouldDropShortFrames() {
        byte[][] whole = {toUs().echo(1, 1, new byte[30]).build(), frame().vlan(7).ip("10.0.1.2", "10.0.1.1")
                .echo(1, 1, new byte[30]).build(),
            frame().tag(0x88A8, 7).vlan(8).ip("10.0.1.2", "10.0.1.1")
                    .echo(1, 1, new byte[30]).build(),
            Packets.frame().eth(PEER, BROADCAST).raw(0x0806,
                    Packets.arp(1, PEER, "10.0.0.2", US, "10.0.0.1")).build()};
        for (int kind = 0; kind < whole.length; kind++) {
            int port = kind == 1 || kind == 2 ? TAGGED : 0;
            for (int length = 0; length < Math.min(64, whole[kind].length); length++) {
                Packet packet = rig.parse(port, Arrays.copyOf(whole[kind], length));
                boolean arp = kind == 3 && length == 42;
                assertThat(packet.verdict()).as("length %d", length).isEqualTo(arp ? Verdict.PENDING : Verdict.DROP);
                if (length < 18) {
                    assertThat(packet.dropReason()).isEqualTo(DropReason.SHORT_FRAME);
                }
            }
        }
        for (int length = 14; length < 18; length++) {
            assertDropped(rig.parse(TAGGED, Arrays.copyOf(whole[1], length)), DropReason.SHORT_FRAME);
        }
    }

    @Test
    @DisplayName("R-LEN-04: less than an IPv4 header behind the Ethernet header")
    void shouldDropAShortHeader() {
        for (int length = 14; length < 34; length++) {
            assertDropped(Arrays.copyOf(toUs().echo(1, 1).build(), length), DropReason.SHORT_FRAME);
        }
    }

    @Test
    @DisplayName("R-LEN-05: a frame the capture has cut is never taken for a whole one")
    void shouldDropWhatTheCaptureHasCut() {
        byte[] bytes = toUs().echo(1, 1, new byte[100]).build();

        assertDropped(rig.parse(0, bytes, bytes.length + 1, Burst.TRUNCATED, 0), DropReason.TRUNCATED);
        assertDropped(rig.parse(0, Arrays.copyOf(bytes, 5), bytes.length, Burst.TRUNCATED, 0), DropReason.TRUNCATED);
        assertThat(rig.parse(0, bytes, bytes.length + 1, Burst.TRUNCATED, 0).originalLength())
                .isEqualTo(bytes.length + 1);
    }

    @Test
    @DisplayName("R-LEN-06: another thread that writes the frame while it is parsed changes a decision, never a bound")
    // the scheduler only makes both sides run more often: nothing relies on when
    @SuppressWarnings("ThreadPriorityCheck")
    void shouldReadEachLengthOnceWhileTheFrameChanges() throws InterruptedException {
        byte[] bytes = transit().options(new byte[40]).udp(1, 1, new byte[40]).build();
        rig.parse(0, bytes);
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = mutator(new UnsafeBuffer(rig.address(), bytes.length), stop);
        PacketParser parser = new PacketParser(INTERFACES, true, SourceRoutePolicy.DROP);
        Burst burst = new Burst(1);
        burst.add(rig.address(), bytes.length, 0);
        Packet[] packets = {new Packet()};
        PacketList[] lists = new PacketList[PacketClass.count()];
        Arrays.setAll(lists, i -> new PacketList(1));
        int dropped = 0;
        int parsed = 0;
        for (int i = 0; i < 20_000_000 && (i < 200_000 || dropped < 1_000 || parsed < 1_000); i++) {
            for (PacketList list : lists) {
                list.clear();
            }
            parser.parse(burst, 0, 62, packets, lists);
            if (packets[0].verdict() == Verdict.PENDING) {
                parsed++;
                assertThat(packets[0].headerLength()).isBetween(20, 60);
                assertThat(packets[0].length()).isBetween(packets[0].headerLength(), bytes.length - 14);
                assertThat(packets[0].view().capacity()).isEqualTo(packets[0].length());
            } else {
                dropped++;
            }
            if (i % 100 == 0) {
                Thread.yield();
            }
        }
        stop.set(true);
        writer.join();
        assertThat(dropped).isGreaterThanOrEqualTo(1_000);
        assertThat(parsed).isGreaterThanOrEqualTo(1_000);
    }

    /** Writes headers whose lengths are sometimes wrong and whose checksum is mostly right. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread mutator(UnsafeBuffer shared, AtomicBoolean stop) {
        SplittableRandom random = new SplittableRandom(6);
        Thread thread = new Thread(() -> {
            while (!stop.get()) {
                for (int i = 0; i < 100; i++) {
                    shared.putBytes(14, header(random));
                }
                Thread.yield();
            }
        });
        thread.start();
        return thread;
    }

    private static byte[] header(SplittableRandom random) {
        byte[] nops = new byte[4 * random.nextInt(11)];
        Arrays.fill(nops, (byte) 1);
        Packets packets = Packets.ipv4("10.0.0.2", "8.8.8.8").options(nops).totalLength(random.nextInt(160))
                .payload(random.nextInt(256));
        return (random.nextInt(8) == 0 ? packets.badIpChecksum() : packets).build();
    }

    // --- link layer

    @Test
    @DisplayName("a unicast frame for another station is not ours; a capture's router may have had any address")
    void shouldDropFramesForOthers() {
        byte[] other = Packets.frame().eth(PEER, "02:00:00:00:00:07").ip("10.0.0.2", "10.0.0.1").echo(1, 1).build();

        assertDropped(other, DropReason.NOT_OUR_MAC);
        assertClass(rig.parse(ANY_MAC, other), PacketClass.ECHO);
    }

    @Test
    @DisplayName("a frame belongs to the port of its VLAN, tagged in the frame or stripped by the kernel")
    void shouldKeepVlansApart() {
        byte[] plain = frame().ip("10.0.1.2", "10.0.1.1").echo(1, 1).build();
        byte[] seven = frame().vlan(7).ip("10.0.1.2", "10.0.1.1").echo(1, 1).build();
        byte[] eight = frame().vlan(8).ip("10.0.1.2", "10.0.1.1").echo(1, 1).build();

        assertClass(rig.parse(TAGGED, seven), PacketClass.ECHO);
        assertDropped(rig.parse(TAGGED, eight), DropReason.BAD_VLAN);
        assertDropped(rig.parse(TAGGED, plain), DropReason.BAD_VLAN);
        assertDropped(rig.parse(0, seven), DropReason.BAD_VLAN);
        assertClass(rig.parse(TAGGED, plain, plain.length, Burst.VLAN_STRIPPED, 0x8100_0007), PacketClass.ECHO);
        assertDropped(rig.parse(TAGGED, plain, plain.length, Burst.VLAN_STRIPPED, 0x8100_0008), DropReason.BAD_VLAN);
        assertClass(rig.parse(TAGGED, plain, plain.length, Burst.VLAN_STRIPPED, 0x8100_e007), PacketClass.ECHO);
    }

    @Test
    @DisplayName("802.1Q: VLAN 0 is a priority tag, the frame belongs to no VLAN")
    void shouldTakeAPriorityTagForNone() {
        assertClass(frame().tag(0x8100, 0xE000).ip("10.0.0.2", "10.0.0.1").echo(1, 1).build(), PacketClass.ECHO);
    }

    @Test
    @DisplayName("a second tag is stacked too deep")
    void shouldDropDoubleTags() {
        byte[] bytes = frame().tag(0x88A8, 7).vlan(8).ip("10.0.1.2", "10.0.1.1").echo(1, 1).build();

        assertThat(rig.parse(TAGGED, bytes).verdict()).isEqualTo(Verdict.DROP);
    }

    @Test
    @DisplayName("an EtherType that is neither IPv4, ARP nor a tag")
    void shouldDropUnknownEtherTypes() {
        for (int type : new int[] {0x86DD, 0x8847, 0, 46, 1500, 0xFFFF}) {
            assertDropped(frame().etherType(type).ip("10.0.0.2", "10.0.0.1").echo(1, 1).build(),
                    DropReason.UNKNOWN_ETHERTYPE);
        }
    }

    @Test
    @DisplayName("an ARP packet's view is its 28 octets")
    void shouldBindArp() {
        Packet packet = assertClass(Packets.frame().eth(PEER, BROADCAST)
                .raw(0x0806, Packets.arp(1, PEER, "10.0.0.2", US, "10.0.0.1")).padToMinimum().build(), PacketClass.ARP);

        assertThat(packet.view().capacity()).isEqualTo(28);
        assertThat(packet.is(Packet.LINK_GROUP)).isTrue();
        assertThat(packet.tailroom()).isEqualTo(64 + 60 - 42);
    }

    @Test
    @DisplayName("RFC 1122 3.3.6, RFC 1812 5.3.4: unicast IP in a link-layer broadcast or multicast is discarded")
    void shouldDropUnicastInALinkBroadcast() {
        for (String group : new String[] {BROADCAST, "01:00:5e:00:00:01", "03:00:00:00:00:00"}) {
            assertDropped(Packets.frame().eth(PEER, group).ip("10.0.0.2", "10.0.0.1").echo(1, 1).build(),
                    DropReason.LINK_BROADCAST);
            assertDropped(Packets.frame().eth(PEER, group).ip("10.0.0.2", "8.8.8.8").udp(1, 2).build(),
                    DropReason.LINK_BROADCAST);
        }
    }

    // --- the IPv4 header

    @Test
    @DisplayName("RFC 1122 3.2.1.1: a version other than 4")
    void shouldDropOtherVersions() {
        for (int version = 0; version < 16; version++) {
            if (version != 4) {
                assertDropped(toUs().version(version).echo(1, 1).build(), DropReason.BAD_VERSION);
            }
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.2, E2: a bad header checksum is discarded in silence, options included in the sum")
    void shouldDropABadHeaderChecksum() {
        assertDropped(toUs().badIpChecksum().echo(1, 1).build(), DropReason.BAD_HEADER_CHECKSUM);
        for (int words = 0; words <= 10; words++) {
            byte[] options = new byte[words * 4];
            Arrays.fill(options, (byte) 1);
            byte[] bytes = toUs().options(options).echo(1, 1).build();
            assertClass(bytes, PacketClass.ECHO);
            for (int at = 14; at < 34 + words * 4; at++) {
                bytes[at] ^= 0x10;
                assertThat(parse(bytes).verdict()).as("octet %d", at).isEqualTo(Verdict.DROP);
                bytes[at] ^= 0x10;
            }
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3, RFC 1812 5.3.7: sources that cannot send")
    void shouldDropMartianSources() {
        for (String source : new String[] {"127.0.0.1", "127.255.255.255", "224.0.0.1", "239.1.1.1", "240.0.0.1",
            "255.255.255.255", "0.0.0.1", "0.255.255.255"}) {
            assertDropped(frame().ip(source, "10.0.0.1").echo(1, 1).build(), DropReason.BAD_SOURCE);
            assertDropped(frame().ip(source, "8.8.8.8").udp(1, 1).build(), DropReason.BAD_SOURCE);
            assertDropped(frame().ip(source, "224.0.0.1").udp(1, 1).build(), DropReason.BAD_SOURCE);
        }
        assertDropped(frame().ip("0.0.0.0", "8.8.8.8").udp(1, 1).build(), DropReason.BAD_SOURCE);
    }

    @Test
    @DisplayName("R-REFL-02: no answer to ourselves or to a broadcast address of ours")
    void shouldDropOurOwnAddressesAsSource() {
        for (String source : new String[] {"10.0.0.1", "10.0.0.255", "10.0.0.0", "10.0.1.255"}) {
            assertDropped(frame().ip(source, "10.0.0.1").echo(1, 1).build(), DropReason.BAD_SOURCE);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3, RFC 1812 5.3.7: destinations that cannot receive")
    void shouldDropMartianDestinations() {
        for (String destination : new String[] {"127.0.0.1", "0.0.0.0", "0.1.2.3", "240.0.0.1", "255.255.255.254"}) {
            assertDropped(frame().ip("10.0.0.2", destination).udp(1, 1).build(), DropReason.BAD_DESTINATION);
        }
    }

    // --- options

    @Test
    @DisplayName("R-OPT-01: a malformed option is a Parameter Problem at its octet")
    void shouldRefuseMalformedOptions() {
        assertRefused("07 00 04 00", 21);
        assertRefused("07 01 04 00", 21);
        assertRefused("01 07 29 04", 22);
        assertRefused("07 07 03 00 00 00 00", 22);
        assertRefused("07 07 09 00 00 00 00", 22);
        assertRefused("44 08 04 00 00 00 00 00", 22);
        assertRefused("44 08 05 02 00 00 00 00", 23);
        assertRefused("94 05 00 00 00", 21);
        assertRefused("94 03 00 00", 21);
        assertRefused("94 04 00 00 94 04 00 00", 24);
        assertRefused("01 01 01 07", 23);
    }

    private void assertRefused(String options, int pointer) {
        for (Packets each : new Packets[] {toUs(), transit()}) {
            Packet packet = parse(each.options(options).echo(1, 1).build());
            assertThat(packet.verdict()).as(options).isEqualTo(Verdict.REJECT);
            assertThat(packet.cause()).isEqualTo(RejectCause.PARAMETER_PROBLEM);
            assertThat(packet.causeDatum()).as(options).isEqualTo(pointer);
            assertThat(rig.listOf(packet)).isNull();
        }
    }

    @Test
    @DisplayName("R-OPT-01: forty NOPs, and garbage behind the end of the list, are well formed")
    void shouldAdmitWellFormedOptions() {
        byte[] nops = new byte[40];
        Arrays.fill(nops, (byte) 1);
        assertClass(toUs().options(nops).echo(1, 1).build(), PacketClass.ECHO);
        assertClass(toUs().options("00 07 00 00 ff ff ff ff").echo(1, 1).build(), PacketClass.ECHO);
        assertClass(transit().options("07 0b 04 00 00 00 00 00 00 00 00").echo(1, 1).build(), PacketClass.TRANSIT);
    }

    @Test
    @DisplayName("R-OPT-01: every option of two octets, every length: decided in bounded time, without exception")
    void shouldDecideOnEveryOptionOfEveryLength() {
        for (int type = 0; type < 256; type++) {
            for (int length = 0; length < 256; length++) {
                byte[] options = {(byte) type, (byte) length, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0};
                Verdict verdict = parse(toUs().options(options).echo(1, 1).build()).verdict();
                boolean single = type < 2;
                if (!single && (length < 2 || length > 12)) {
                    assertThat(verdict).as("type %d length %d", type, length).isEqualTo(Verdict.REJECT);
                }
            }
        }
    }

    @Test
    @DisplayName("R-OPT-02: a source route is dropped by default, refused where the policy says so")
    void shouldNotFollowSourceRoutes() {
        for (String option : new String[] {"83 07 04 08 08 08 08", "89 07 04 08 08 08 08",
            "89 0b 08 0a 00 00 09 08 08 08 08"}) {
            assertDropped(toUs().options(option).echo(1, 1).build(), DropReason.SOURCE_ROUTED);
            assertDropped(transit().options(option).echo(1, 1).build(), DropReason.SOURCE_ROUTED);
        }
        try (ParserRig refusing = new ParserRig(new PacketParser(INTERFACES, true, SourceRoutePolicy.REJECT), 0)) {
            Packet packet = refusing.parse(0, toUs().options("83 07 04 08 08 08 08").echo(1, 1).build());
            assertThat(packet.verdict()).isEqualTo(Verdict.REJECT);
            assertThat(packet.cause()).isEqualTo(RejectCause.SOURCE_ROUTE_FAILED);
        }
    }
}
