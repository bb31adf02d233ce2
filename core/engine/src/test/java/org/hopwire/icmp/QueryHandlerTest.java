package org.hopwire.icmp;

import java.nio.ByteBuffer;

import org.hopwire.counter.DropReason;
import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.packet.Packet;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueryHandlerTest {
    private static final String NO_MAC = "ff:ff:ff:ff:ff:ff";
    private static final int ID_SEQUENCE = 0x1234_5678;

    private final IcmpRig rig = new IcmpRig(IcmpRig.everything());
    private final IcmpRig plain = new IcmpRig(IcmpConfig.defaults());

    @AfterEach
    void close() {
        rig.close();
        plain.close();
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 4);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    private static Packets broadcast(String source, String group) {
        return Packets.frame().eth(IcmpRig.PEER_MAC, NO_MAC).ip(source, group);
    }

    private void assertReply(byte[] request, byte[] expected) {
        Packet packet = rig.receive(request);

        assertThat(packet.verdict()).as(() -> String.valueOf(packet.dropReason())).isEqualTo(Verdict.OUTPUT);
        assertThat(Hex.format(ParserRig.datagram(packet))).isEqualTo(Hex.format(expected));
        rig.parser.assertSurroundingsIntact();
    }

    private static void assertDropped(IcmpRig by, byte[] frame, DropReason reason) {
        Packet packet = by.receive(frame);

        assertThat(packet.verdict()).isEqualTo(Verdict.DROP);
        assertThat(packet.dropReason()).isEqualTo(reason);
        assertThat(by.parser.frame()).as("a packet that is dropped is not written to").isEqualTo(frame);
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3: a port without an address of its own has none to answer a group question from")
    void shouldNotAnswerAGroupWithoutAnAddress() {
        for (int type : new int[] {13, 15}) {
            Packet packet = rig.receive(2, Packets.frame().eth(IcmpRig.PEER_MAC, "ff:ff:ff:ff:ff:ff")
                    .ip("10.7.7.7", "255.255.255.255").icmp(type, 0, 1, new byte[12]).build());
            assertThat(packet.verdict()).isEqualTo(Verdict.DROP);
            assertThat(packet.dropReason()).isEqualTo(DropReason.ICMP_DISABLED);
        }
    }

    @Test
    @DisplayName("RFC 792, E1: a timestamp reply counts milliseconds since midnight UT, and keeps what it was sent")
    void shouldAnswerATimestampRequestWithTheTimeOfDay() {
        assertReply(IcmpRig.request().id(9).ttl(3).icmp(13, 0, ID_SEQUENCE, words(0x8765_4321, -1, -1)).build(),
                Packets.ipv4("10.0.0.1", "10.0.0.2").id(9).icmp(14, 0, ID_SEQUENCE,
                        words(0x8765_4321, IcmpRig.MILLIS_OF_DAY, IcmpRig.MILLIS_OF_DAY)).build());
        assertThat(rig.received(IcmpType.TIMESTAMP_REQUEST)).isEqualTo(1);
        assertThat(rig.sent(IcmpType.TIMESTAMP_REPLY)).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 792: timestamps wrap at midnight and never carry the bit of a non-standard time")
    void shouldNeverSendANonStandardTimestamp() {
        long day = 86_400_000_000_000L;
        for (long epochNs : new long[] {0, day - 1, day, 20_000 * day - 1, 20_000 * day, Long.MAX_VALUE, -1}) {
            rig.turn.begin(1, epochNs);
            byte[] reply = ParserRig.datagram(rig.receive(IcmpRig.request().icmp(13, 0, 0, words(0, 0, 0)).build()));
            int stamp = ByteBuffer.wrap(reply).getInt(32);
            assertThat(stamp).isBetween(0, 86_399_999)
                    .isEqualTo((int) (Math.floorMod(epochNs, day) / 1_000_000));
        }
    }

    @Test
    @DisplayName("R-LEN-03: a timestamp reply has its 20 octets and nothing of what the request had behind them")
    void shouldCutATimestampRequestToSize() {
        assertReply(IcmpRig.request().icmp(13, 0, 1, words(7, 0, 0, 0xDEAD_BEEF)).trailer((byte) 1).build(),
                Packets.ipv4("10.0.0.1", "10.0.0.2")
                        .icmp(14, 0, 1, words(7, IcmpRig.MILLIS_OF_DAY, IcmpRig.MILLIS_OF_DAY)).build());
    }

    @Test
    @DisplayName("RFC 792: a request shorter than its type defines is dropped")
    void shouldDropShortRequests() {
        for (int length = 0; length < 12; length++) {
            assertDropped(rig, IcmpRig.request().icmp(13, 0, 1, new byte[length]).build(), DropReason.ICMP_BAD_LENGTH);
        }
        for (int length = 0; length < 4; length++) {
            assertDropped(rig, IcmpRig.request().icmp(17, 0, 1, new byte[length]).build(), DropReason.ICMP_BAD_LENGTH);
        }
    }

    @Test
    @DisplayName("R-DEPR-01, R-PROBE-01: by default only echo is answered")
    void shouldAnswerNoQueryByDefault() {
        assertDropped(plain, IcmpRig.request().icmp(13, 0, 1, words(0, 0, 0)).build(), DropReason.ICMP_DISABLED);
        assertDropped(plain, IcmpRig.request().icmp(15, 0, 1).build(), DropReason.ICMP_DEPRECATED);
        assertDropped(plain, IcmpRig.request().icmp(17, 0, 1, words(0)).build(), DropReason.ICMP_DEPRECATED);
        assertDropped(plain, IcmpRig.request().icmp(10, 0, 0).build(), DropReason.ICMP_DISABLED);
        assertDropped(plain, IcmpRig.request().icmp(42, 0, 1, Hex.parse("20 00 00 00 00 08 03 02 00 00 00 01")).build(),
                DropReason.ICMP_DISABLED);
        assertThat(plain.received(IcmpType.ADDRESS_MASK_REQUEST)).isEqualTo(1);
    }

    @Test
    @DisplayName("each type is switched by its own policy")
    void shouldFollowThePolicyOfTheType() {
        try (IcmpRig timestamps = new IcmpRig(
                IcmpConfig.defaults().withPolicy(IcmpType.TIMESTAMP_REQUEST, TypePolicy.LEGACY))) {
            assertThat(timestamps.receive(IcmpRig.request().icmp(13, 0, 1, words(0, 0, 0)).build()).verdict())
                    .isEqualTo(Verdict.OUTPUT);
            assertDropped(timestamps, IcmpRig.request().icmp(17, 0, 1, words(0)).build(), DropReason.ICMP_DEPRECATED);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.8: a timestamp request to a group is met with silence unless group queries are answered")
    void shouldAnswerAGroupTimestampOnlyWhereConfigured() {
        byte[] request = broadcast("10.0.0.2", "10.0.0.255").icmp(13, 0, 1, words(0, 0, 0)).build();
        try (IcmpRig quiet = new IcmpRig(IcmpRig.everything().withEchoBroadcast(false))) {
            assertDropped(quiet, request, DropReason.ICMP_BROADCAST_QUERY);
        }
        assertReply(request, Packets.ipv4("10.0.0.1", "10.0.0.2")
                .icmp(14, 0, 1, words(0, IcmpRig.MILLIS_OF_DAY, IcmpRig.MILLIS_OF_DAY)).build());
    }

    @Test
    @DisplayName("RFC 792: queries have code 0; a timestamp, mask or information request with another is dropped")
    void shouldDropUnknownCodes() {
        for (int code = 1; code < 256; code++) {
            assertDropped(rig, IcmpRig.request().icmp(13, code, 1, words(0, 0, 0)).build(),
                    DropReason.ICMP_UNKNOWN_CODE);
            assertDropped(rig, IcmpRig.request().icmp(17, code, 1, words(0)).build(), DropReason.ICMP_UNKNOWN_CODE);
            assertDropped(rig, IcmpRig.request().icmp(15, code, 1).build(), DropReason.ICMP_UNKNOWN_CODE);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3: a timestamp request from 0.0.0.0 has nobody to answer")
    void shouldDropATimestampRequestFromNobody() {
        assertDropped(rig, IcmpRig.toUs().ip("0.0.0.0", "10.0.0.1").icmp(13, 0, 1, words(0, 0, 0)).build(),
                DropReason.BAD_SOURCE);
    }

    @Test
    @DisplayName("RFC 950: the mask of the asker's network, from one who is on it")
    void shouldAnswerWithTheMaskOfTheAskersNetwork() {
        assertReply(IcmpRig.request().icmp(17, 0, ID_SEQUENCE, words(0)).build(), Packets.ipv4("10.0.0.1", "10.0.0.2")
                .icmp(18, 0, ID_SEQUENCE, words(0xFFFF_FF00)).build());
        assertReply(broadcast("192.168.5.9", "255.255.255.255").icmp(17, 0, 2, words(0)).build(),
                Packets.ipv4("192.168.5.1", "192.168.5.9").icmp(18, 0, 2, words(0xFFFF_FFF0)).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.9: who is not on the asker's network is no authority on its mask")
    void shouldNotTellAMaskToStrangers() {
        assertDropped(rig, IcmpRig.toUs().ip("10.9.9.9", "10.0.0.1").icmp(17, 0, 1, words(0)).build(),
                DropReason.ICMP_DISABLED);
    }

    @Test
    @DisplayName("RFC 950: one that does not know its address yet is answered by broadcast, on its own link")
    void shouldBroadcastTheMaskToOneWithoutAddress() {
        assertReply(broadcast("0.0.0.0", "255.255.255.255").icmp(17, 0, 2, words(0)).build(),
                Packets.ipv4("10.0.0.1", "255.255.255.255").icmp(18, 0, 2, words(0xFFFF_FF00)).build());
        Packet packet = rig.receive(broadcast("0.0.0.0", "255.255.255.255").icmp(17, 0, 2, words(0)).build());
        assertThat(packet.outPort()).isZero();
    }

    @Test
    @DisplayName("RFC 792: an information reply has both addresses and the request's identifier")
    void shouldAnswerAnInformationRequest() {
        assertReply(IcmpRig.request().icmp(15, 0, ID_SEQUENCE, words(5)).build(),
                Packets.ipv4("10.0.0.1", "10.0.0.2").icmp(16, 0, ID_SEQUENCE).build());
        assertReply(broadcast("0.0.0.0", "255.255.255.255").icmp(15, 0, 7).build(),
                Packets.ipv4("10.0.0.1", "255.255.255.255").icmp(16, 0, 7).build());
    }

    @Test
    @DisplayName("a port without an address answers no broadcast")
    void shouldNotAnswerWithoutAnAddress() {
        byte[] mask = Packets.frame().eth(IcmpRig.PEER_MAC, NO_MAC).ip("0.0.0.0", "255.255.255.255")
                .icmp(17, 0, 2, words(0)).build();
        byte[] information = Packets.frame().eth(IcmpRig.PEER_MAC, NO_MAC).ip("0.0.0.0", "255.255.255.255")
                .icmp(15, 0, 2).build();

        assertThat(rig.receive(2, mask).dropReason()).isEqualTo(DropReason.ICMP_DISABLED);
        assertThat(rig.receive(2, information).dropReason()).isEqualTo(DropReason.ICMP_DISABLED);
    }

    @Test
    @DisplayName("RFC 1812 4.3.3.8: options of a timestamp request are treated as those of an echo request")
    void shouldStampOptionsOfAQuery() {
        assertReply(IcmpRig.request().options("07 0b 04 00 00 00 00 00 00 00 00").icmp(13, 0, 1, words(7, 0, 0, 9))
                .build(),
                Packets.ipv4("10.0.0.1", "10.0.0.2").options("07 0b 08 0a 00 00 01 00 00 00 00")
                        .icmp(14, 0, 1, words(7, IcmpRig.MILLIS_OF_DAY, IcmpRig.MILLIS_OF_DAY)).build());
        byte[] full = IcmpRig.request().options("44 08 09 f0 11 22 33 44").icmp(13, 0, 1, words(7, 0, 0)).build();
        assertThat(rig.receive(full).verdict()).isEqualTo(Verdict.REJECT);
        assertThat(rig.parser.frame()).isEqualTo(full);
    }

    @Test
    @DisplayName("RFC 1256 4.2: a solicitation from a neighbour or from 0.0.0.0 goes to router discovery")
    void shouldPuntSolicitations() {
        byte[][] good = {broadcast("10.0.0.9", "224.0.0.2").icmp(10, 0, 0).build(),
            broadcast("0.0.0.0", "255.255.255.255").icmp(10, 0, 0x0BAD_0BAD, words(1)).build()};
        for (byte[] frame : good) {
            assertThat(rig.receive(frame).verdict()).isEqualTo(Verdict.PUNT);
            assertThat(rig.parser.frame()).isEqualTo(frame);
        }
    }

    @Test
    @DisplayName("RFC 1256 4.2: a solicitation with a code, or from no neighbour, is dropped")
    void shouldDropInvalidSolicitations() {
        assertDropped(rig, broadcast("10.0.0.9", "224.0.0.2").icmp(10, 1, 0).build(), DropReason.ICMP_UNKNOWN_CODE);
        assertDropped(rig, broadcast("10.7.0.9", "224.0.0.2").icmp(10, 0, 0).build(), DropReason.BAD_SOURCE);
        try (IcmpRig off = new IcmpRig(
                IcmpRig.everything().withPolicy(IcmpType.ROUTER_SOLICITATION, TypePolicy.OFF))) {
            assertDropped(off, broadcast("10.0.0.9", "224.0.0.2").icmp(10, 0, 0).build(), DropReason.ICMP_DISABLED);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: replies nobody asked for are dropped")
    void shouldDropUnsolicitedReplies() {
        for (int type : new int[] {0, 14, 16, 18, 43}) {
            assertDropped(rig, IcmpRig.request().icmp(type, 0, 1, words(0, 0, 0)).build(),
                    DropReason.ICMP_UNSOLICITED_REPLY);
        }
    }

    @Test
    @DisplayName("a reply goes to whoever registered its identifier, and to nobody else")
    void shouldPuntRepliesToARegisteredQuery() {
        rig.listeners.register(ErrorListeners.Flow.ofQueries(77), error -> {});

        for (int type : new int[] {0, 14, 16, 18, 43}) {
            assertThat(rig.receive(IcmpRig.request().icmp(type, 0, 77 << 16, words(0, 0, 0)).build()).verdict())
                    .isEqualTo(Verdict.PUNT);
            assertDropped(rig, IcmpRig.request().icmp(type, 0, 78 << 16, words(0, 0, 0)).build(),
                    DropReason.ICMP_UNSOLICITED_REPLY);
        }
        assertDropped(rig, broadcast("10.0.0.2", "10.0.0.255").icmp(0, 0, 77 << 16).build(),
                DropReason.ICMP_UNSOLICITED_REPLY);
    }

    @Test
    @DisplayName("a reply shorter than its type defines is dropped, also where it is expected")
    void shouldDropShortReplies() {
        rig.listeners.register(ErrorListeners.Flow.ofQueries(77), error -> {});

        assertDropped(rig, IcmpRig.request().icmp(14, 0, 77 << 16, new byte[11]).build(), DropReason.ICMP_BAD_LENGTH);
        assertDropped(rig, IcmpRig.request().icmp(18, 0, 77 << 16, new byte[3]).build(), DropReason.ICMP_BAD_LENGTH);
    }

    @Test
    @DisplayName("R-ICMP-06: a router advertisement is checked and ignored")
    void shouldIgnoreRouterAdvertisements() {
        byte[] entry = words(0x0A00_0009, 0);
        assertDropped(rig, advertisement(0, 1, 2, entry), DropReason.ICMP_UNSOLICITED_REPLY);
        assertDropped(rig, advertisement(16, 1, 2, entry), DropReason.ICMP_UNSOLICITED_REPLY);
    }

    @Test
    @DisplayName("R-ICMP-06: number of addresses and size of entries are held against the message")
    void shouldDropMalformedRouterAdvertisements() {
        byte[] entry = words(0x0A00_0009, 0);
        int[][] bad = {{0, 0, 2}, {0, 255, 2}, {0, 1, 0}, {0, 1, 1}, {0, 1, 255}, {0, 2, 2}, {0, 1, 3}, {1, 1, 2}};
        for (int[] fields : bad) {
            assertDropped(rig, advertisement(fields[0], fields[1], fields[2], entry), DropReason.ICMP_BAD_LENGTH);
        }
        for (int length = 0; length < 8; length++) {
            assertDropped(rig, advertisement(0, 1, 2, new byte[length]), DropReason.ICMP_BAD_LENGTH);
        }
    }

    private static byte[] advertisement(int code, int count, int words, byte[] entries) {
        return broadcast("10.0.0.9", "224.0.0.1").icmp(9, code, count << 24 | words << 16 | 1800, entries).build();
    }

    @Test
    @DisplayName("R-DEPR-01: types that RFC 6918 deprecates are ignored")
    void shouldIgnoreDeprecatedTypes() {
        int[] deprecated = {6, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39};
        for (int type : deprecated) {
            assertDropped(rig, IcmpRig.request().icmp(type, 0, 1, words(1, 2, 3)).build(), DropReason.ICMP_DEPRECATED);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: a message of unknown type is silently discarded")
    void shouldDropUnknownTypes() {
        for (int type : new int[] {1, 2, 7, 19, 29, 40, 41, 44, 128, 129, 253, 254, 255}) {
            assertDropped(rig, IcmpRig.request().icmp(type, 0, 1, words(1, 2, 3)).build(),
                    DropReason.ICMP_UNKNOWN_TYPE);
        }
        assertThat(rig.received(IcmpType.UNKNOWN)).isEqualTo(12);
    }
}
