package org.hopwire.ip.fragment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.packet.PacketClass;
import org.hopwire.testkit.Fragments;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Datagrams for us that come in fragments (RFC 791 3.2, RFC 1122 3.3.2, R-FRAG-01), through a whole engine. */
class ReassemblyTest {
    private static final int ICMP = 34;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SIZE = 4_000;

    private static byte[] data(int size) {
        byte[] data = new byte[size];
        new SplittableRandom(size).nextBytes(data);
        return data;
    }

    private static byte[] ping(int id) {
        return Lab.fromLan("192.0.2.1").id(id).echo(1, id, data(SIZE)).build();
    }

    private static long event(Lab lab, String row) {
        return lab.snapshot().ipEvents().getOrDefault(row, 0L);
    }

    /** Sends fragments; whether the ping they make was answered, octet for octet. */
    private static boolean isAnswered(Lab lab, byte[] ping, List<byte[]> fragments) {
        List<byte[]> sent = lab.onLan(fragments.toArray(byte[][]::new));
        if (sent.isEmpty()) {
            return false;
        }
        byte[] reply = Fragments.together(sent);
        byte[] request = Fragments.payload(ping);
        assertThat(Hex.format(reply, 0, 2)).isEqualTo("00 00");
        assertThat(Arrays.copyOfRange(reply, 4, reply.length)).isEqualTo(Arrays.copyOfRange(request, 4,
                request.length));
        return true;
    }

    private static void assertNothingKept(Lab lab) {
        // whatever is kept would be timed out by then, and said so
        long before = event(lab, "reassembly-timed-out");
        lab.pass(121 * SECOND_NS);
        assertThat(event(lab, "reassembly-timed-out")).isEqualTo(before);
    }

    @Test
    @DisplayName("RFC 791 3.2: fragments make their datagram in whatever order they come")
    void shouldPutTogetherInAnyOrder() {
        Random random = new Random(20261122);
        try (Lab lab = new Lab()) {
            for (int id = 1; id <= 200; id++) {
                byte[] ping = ping(id);
                List<byte[]> fragments = new ArrayList<>(Fragments.every(8 * (4 + random.nextInt(180)), ping));
                Collections.shuffle(fragments, random);
                assertThat(isAnswered(lab, ping, fragments)).as("id %s", id).isTrue();
            }
            assertThat(event(lab, "reassembled")).isEqualTo(200);
            assertNothingKept(lab);
        }
    }

    @Test
    @DisplayName("RFC 791 3.2: source, destination, protocol and identification tell datagrams apart")
    void shouldKeepDatagramsApart() {
        try (Lab lab = new Lab()) {
            List<List<byte[]>> all = new ArrayList<>();
            for (String source : List.of("192.0.2.10", "192.0.2.11")) {
                for (String destination : List.of("192.0.2.1", "198.51.100.1")) {
                    for (int id = 1; id <= 2; id++) {
                        all.add(Fragments.every(1480, Packets.ipv4(source, destination)
                                .eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).id(id).echo(1, 2, data(3_000)).build()));
                    }
                }
            }
            all.add(Fragments.every(1480, Lab.fromLan("192.0.2.1").id(1).udp(1, 2, data(3_000)).build()));
            for (int i = 0; i < 3; i++) {
                for (List<byte[]> each : all) {
                    assertThat(lab.lan().inject(each.get(i))).isTrue();
                }
            }
            lab.run();
            assertThat(event(lab, "reassembled")).isEqualTo(9);
            assertThat(lab.snapshot().icmpSent()).containsEntry("echo-reply", 8L)
                    .containsEntry("destination-unreachable", 1L);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.1: a reassembled datagram to a closed port is answered as one that came whole")
    void shouldAnswerAReassembledDatagramAsAWholeOne() {
        try (Lab lab = new Lab()) {
            byte[] whole = Lab.fromLan("192.0.2.1").id(9).udp(1, 2, data(3_000)).build();
            List<byte[]> sent = lab.onLan(Fragments.every(800, whole).toArray(byte[][]::new));
            assertThat(sent).hasSize(1);
            assertThat(Hex.format(sent.get(0), ICMP, 2)).isEqualTo("03 03");
            assertThat(Packets.checksum(sent.get(0), ICMP, sent.get(0).length - ICMP)).isZero();
            assertThat(Hex.format(sent.get(0), ICMP + 8, 540)).as("quote").isEqualTo(Hex.format(whole, 14, 540));
        }
    }

    @Test
    @DisplayName("what was put together goes through the parser again: a wrong checksum is dropped, and counted once")
    void shouldJudgeAReassembledDatagramAgain() {
        try (Lab lab = new Lab()) {
            byte[] wrong = Lab.fromLan("192.0.2.1").id(9).udp(1, 2, data(3_000)).badL4Checksum().build();
            assertThat(lab.onLan(Fragments.every(800, wrong).toArray(byte[][]::new))).isEmpty();
            assertThat(event(lab, "reassembled")).isOne();
            assertThat(event(lab, "reassembled-dropped")).isOne();
            assertThat(lab.snapshot().consumed()).isEqualTo(lab.snapshot().received());
        }
    }

    @Test
    @DisplayName("an embedder's handler of local packets gets what was put together")
    void shouldDeliverToWhoeverListens() {
        List<Integer> lengths = new ArrayList<>();
        try (Lab lab = new Lab(builder -> builder.handler(PacketClass.LOCAL, (part, turn) -> {
            lengths.add(part.get(0).length());
            part.get(0).consume();
        }))) {
            byte[] whole = Lab.fromLan("192.0.2.1").id(9).udp(1, 2, data(60_000)).build();
            lab.onLan(Fragments.every(1480, whole).toArray(byte[][]::new));
            assertThat(lengths).containsExactly(60_028);
            assertThat(lab.snapshot().originated()).isZero();
        }
    }

    @Test
    @DisplayName("a fragment that comes again octet for octet changes nothing, and is counted")
    void shouldIgnoreAnExactDuplicate() {
        try (Lab lab = new Lab()) {
            byte[] ping = ping(1);
            List<byte[]> fragments = new ArrayList<>(Fragments.every(1480, ping));
            fragments.addAll(0, List.of(fragments.get(0), fragments.get(1), fragments.get(0)));
            assertThat(isAnswered(lab, ping, fragments)).isTrue();
            assertThat(event(lab, "reassembly-duplicate")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 800, false, same octets but for one", "0, 400, true, inside at the start",
        "400, 800, true, inside at the end", "200, 600, true, inside", "400, 1200, true, over the end",
        "0, 1600, true, around", "0, 2000, true, around the first two"})
    @DisplayName("R-FRAG-01, RFC 1858, RFC 3128: any overlap costs the whole datagram, whatever it says (teardrop)")
    void shouldDropADatagramThatOverlaps(int from, int to, boolean isSame, String how) {
        try (Lab lab = new Lab()) {
            byte[] ping = ping(1);
            List<byte[]> fragments = new ArrayList<>(Fragments.every(800, ping));
            byte[] overlapping = Fragments.cut(ping, from, Math.min(to, SIZE + 8), true);
            if (!isSame) {
                overlapping[ICMP + 50] ^= 1;
            }
            fragments.add(fragments.size() - 1, overlapping);
            assertThat(isAnswered(lab, ping, fragments)).as(how).isFalse();
            assertThat(event(lab, "reassembly-overlap")).isOne();
            assertThat(event(lab, "reassembled")).isZero();
            // the last fragment began a datagram anew; no error tells of it, for its first did not come
            lab.pass(31 * SECOND_NS);
            assertThat(event(lab, "reassembly-timed-out")).isOne();
            assertThat(lab.snapshot().icmpSent()).isEmpty();
            assertThat(isAnswered(lab, ping, Fragments.every(800, ping))).as("afterwards").isTrue();
        }
    }

    @Test
    @DisplayName("R-FRAG-01: two ends, an end before what came, data behind the end: the datagram is dropped")
    void shouldDropADatagramOfTwoEnds() {
        try (Lab lab = new Lab()) {
            byte[] ping = ping(1);
            byte[] first = Fragments.cut(ping, 0, 800, true);
            byte[] end = Fragments.cut(ping, 1600, 2000, false);
            for (byte[] contrary : List.of(Fragments.cut(ping, 2400, 2800, false),
                    Fragments.cut(ping, 800, 1200, false),
                    Fragments.cut(ping, 2000, 2400, true))) {
                lab.onLan(first, end, contrary);
            }
            lab.onLan(first, Fragments.cut(ping, 2400, 3200, true), end);
            assertThat(event(lab, "reassembly-bad-end")).isEqualTo(4);
            assertNothingKept(lab);
        }
    }

    @ParameterizedTest
    @CsvSource({"65528, 8, false, fragment-too-long", "65520, 8, true, fragment-too-long",
        "65512, 4, false, fragment-too-long", "800, 0, false, fragment-bad-length",
        "800, 0, true, fragment-bad-length", "800, 12, true, fragment-bad-length", "0, 7, true, fragment-bad-length"})
    @DisplayName("R-FRAG-01: ping of death and fragments of no length or not of eights are dropped by the worker")
    void shouldDropWhatNoDatagramCanHold(int offset, int size, boolean more, String reason) {
        try (Lab lab = new Lab()) {
            byte[] ping = ping(1);
            lab.onLan(Fragments.cut(ping, 0, 800, true), Fragments.piece(ping, offset, more, data(size)));
            assertThat(lab.snapshot().dropped()).as("offset %s size %s", offset, size).containsOnlyKeys(reason);
            assertThat(isAnswered(lab, ping, Fragments.every(800, ping).subList(1, 6))).as("no state changed").isTrue();
        }
    }

    @Test
    @DisplayName("R-FRAG-01: header and data over 65,535 octets together are found out at the latest when all is there")
    void shouldDropWhatIsTooLongTogether() {
        try (Lab lab = new Lab()) {
            byte[] bare = Lab.fromLan("192.0.2.1").id(1).udp(1, 2, data(65_507)).build();
            List<byte[]> fragments = new ArrayList<>(Fragments.every(1480, bare));
            byte[] withOptions = Lab.fromLan("192.0.2.1").id(1).options("88 04 ab cd").udp(1, 2, data(1472)).build();
            fragments.set(0, Fragments.cut(withOptions, 0, 1480, true));
            assertThat(lab.onLan(fragments.toArray(byte[][]::new))).isEmpty();
            assertThat(event(lab, "reassembly-too-long")).isOne();
            assertNothingKept(lab);
        }
    }

    @Test
    @DisplayName("RFC 1858 3, RFC 3128: a TCP header in pieces is dropped, one that is whole is delivered")
    void shouldDropATinyFragment() {
        try (Lab lab = new Lab()) {
            byte[] tcp = Lab.fromLan("192.0.2.1").id(1).tcp(1, 2, 3, 2, data(100)).build();
            lab.onLan(Fragments.cut(tcp, 0, 8, true));
            lab.onLan(Fragments.cut(tcp, 8, 120, false));
            assertThat(lab.snapshot().dropped()).containsEntry("fragment-tiny", 2L);
            lab.onLan(Fragments.cut(tcp, 0, 24, true), Fragments.cut(tcp, 24, 120, false));
            assertThat(event(lab, "reassembled")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "103"})
    @DisplayName("CVE-1999-0918: membership and PIM messages in fragments are not put together")
    void shouldNotPutMembershipTogether(int protocol) {
        try (Lab lab = new Lab()) {
            byte[] frame = Lab.fromLan("192.0.2.1").ttl(1).payload(protocol, data(800)).build();
            lab.onLan(Fragments.every(400, frame).toArray(byte[][]::new));
            assertThat(lab.snapshot().dropped()).containsEntry("fragment-unhandled", 2L);
            assertThat(event(lab, "fragments-received")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 30, 120})
    @DisplayName("RFC 1122 3.3.2: after the timeout 11/1 with the first fragment as it came, not a nanosecond sooner")
    void shouldSayThatTimeIsUp(int seconds) {
        ReassemblyConfig config = new ReassemblyConfig(seconds, null, null, null, null, null);
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withReassembly(config)))) {
            byte[] ping = ping(1);
            byte[] first = Fragments.cut(ping, 0, 800, true);
            assertThat(lab.onLan(Fragments.cut(ping, 800, 1600, true))).isEmpty();
            lab.pass(SECOND_NS);
            assertThat(lab.onLan(first)).isEmpty();
            lab.pass((seconds - 1) * SECOND_NS - 1);
            assertThat(lab.lan().drain()).isEmpty();
            lab.pass(1);
            List<byte[]> sent = lab.lan().drain();
            assertThat(sent).hasSize(1);
            byte[] error = sent.get(0);
            assertThat(Hex.format(error, ICMP, 2)).isEqualTo("0b 01");
            assertThat(Packets.checksum(error, ICMP, error.length - ICMP)).isZero();
            assertThat(Hex.format(error, 26, 8)).as("addresses").isEqualTo("c0 00 02 01 c0 00 02 0a");
            assertThat(Hex.format(error, ICMP + 8, 548)).as("quote").isEqualTo(Hex.format(first, 14, 548));
            assertThat(error).hasSize(14 + 576);
            assertThat(event(lab, "reassembly-timed-out")).isOne();
            assertThat(lab.snapshot().internals()).isEmpty();
            assertThat(lab.snapshot().errorsRaised()).containsEntry("reassembly-timeout", 1L);
            assertNothingKept(lab);
        }
    }

    @Test
    @DisplayName("RFC 792, RFC 1122 3.3.2: no 11/1 where the first fragment did not come")
    void shouldBeSilentWithoutTheFirstFragment() {
        try (Lab lab = new Lab()) {
            lab.onLan(Fragments.every(800, ping(1)).subList(1, 6).toArray(byte[][]::new));
            lab.pass(60 * SECOND_NS);
            assertThat(lab.lan().drain()).isEmpty();
            assertThat(event(lab, "reassembly-timed-out")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: no 11/1 about a fragment to a broadcast")
    void shouldBeSilentAboutABroadcast() {
        try (Lab lab = new Lab()) {
            byte[] frame = Packets.ipv4("192.0.2.10", "192.0.2.255").eth(Lab.LAN_HOST_MAC, "ff:ff:ff:ff:ff:ff")
                    .udp(1, 2, data(1_000)).build();
            lab.onLan(Fragments.cut(frame, 0, 800, true));
            lab.pass(60 * SECOND_NS);
            assertThat(lab.lan().drain()).isEmpty();
            assertThat(event(lab, "reassembly-timed-out")).isOne();
            assertThat(lab.snapshot().errorsSuppressed()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the timer of a datagram that was finished does not hit one that came after it under the same name")
    void shouldNotTimeOutALaterDatagramByAnEarlierTimer() {
        try (Lab lab = new Lab()) {
            byte[] ping = ping(1);
            List<byte[]> fragments = Fragments.every(1480, ping);
            assertThat(isAnswered(lab, ping, fragments)).isTrue();
            lab.pass(20 * SECOND_NS);
            lab.onLan(fragments.get(0), fragments.get(1));
            lab.pass(20 * SECOND_NS);
            assertThat(isAnswered(lab, ping, fragments.subList(2, 3))).isTrue();
            assertNothingKept(lab);
        }
    }

    @ParameterizedTest
    @CsvSource({"0 0 0, 0", "2 2 2, 2", "1 1 1, 1", "2 3 2, 3", "3 1 1, 3", "0 3 0, -1", "3 0 3, -1"})
    @DisplayName("RFC 3168 5.3: a congestion mark on one fragment stays on the whole; not on what is not capable")
    void shouldKeepACongestionMark(String fields, int expected) {
        String[] each = fields.split(" ", -1);
        try (Lab lab = new Lab()) {
            for (int i = 0; i < 3; i++) {
                byte[] frame = Lab.fromLan("192.0.2.1").id(1).tos(Integer.parseInt(each[i])).echo(1, 1, data(2_000))
                        .build();
                lab.lan().inject(Fragments.every(800, frame).get(i));
            }
            List<byte[]> sent = lab.onLan();
            assertThat(sent).hasSize(expected < 0 ? 0 : 2);
            assertThat(event(lab, "reassembly-bad-ecn")).isEqualTo(expected < 0 ? 1 : 0);
            if (expected >= 0) {
                assertThat(sent.get(0)[15] & 3).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("R-FRAG-01: a datagram has so many fragments and no more")
    void shouldBoundTheFragmentsOfADatagram() {
        ReassemblyConfig config = new ReassemblyConfig(null, null, null, null, null, 5);
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withReassembly(config)))) {
            byte[] five = Lab.fromLan("192.0.2.1").id(1).echo(1, 1, data(792)).build();
            assertThat(isAnswered(lab, five, Fragments.every(160, five))).isTrue();
            byte[] six = Lab.fromLan("192.0.2.1").id(2).echo(1, 1, data(793)).build();
            assertThat(isAnswered(lab, six, Fragments.every(160, six))).isFalse();
            assertThat(event(lab, "reassembly-too-many")).isOne();
            assertNothingKept(lab);
        }
    }

    @Test
    @DisplayName("R-FRAG-01: one source holds so many datagrams and octets, and others are not touched by it")
    void shouldBoundWhatASourceHolds() {
        ReassemblyConfig config = new ReassemblyConfig(null, null, 10, null, 64, null);
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withReassembly(config)))) {
            for (int id = 1; id <= 15; id++) {
                lab.onLan(Fragments.cut(ping(id), 0, 800, true));
            }
            assertThat(event(lab, "reassembly-source-full")).isEqualTo(5);
            byte[] other = Packets.ipv4("192.0.2.11", "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                    .echo(1, 1, data(SIZE)).build();
            assertThat(isAnswered(lab, other, Fragments.every(800, other))).isTrue();
            lab.pass(31 * SECOND_NS);
            lab.lan().drain();
            // 64 KiB hold one datagram of the greatest length, and not one octet of another besides
            byte[] longest = Lab.fromLan("192.0.2.1").id(50).echo(1, 1, data(65_507)).build();
            List<byte[]> fragments = Fragments.every(1480, longest);
            lab.onLan(fragments.subList(0, 44).toArray(byte[][]::new));
            lab.onLan(Fragments.cut(ping(51), 0, 800, true));
            assertThat(event(lab, "reassembly-source-full")).isEqualTo(6);
            assertThat(isAnswered(lab, longest, fragments.subList(44, 45))).isTrue();
            assertNothingKept(lab);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 4096, 20", "1024, 64, 64"})
    @DisplayName("R-FRAG-01, FragmentSmack: memory is bounded, the oldest goes first, and an honest ping gets through")
    void shouldMakeRoomByDroppingTheOldest(int datagrams, int kibibytes, int most) {
        ReassemblyConfig config = new ReassemblyConfig(null, datagrams, null, kibibytes, null, null);
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withReassembly(config)))) {
            int flood = 3_000;
            for (int i = 0; i < flood; i++) {
                byte[] frame = Packets.frame().ip(0x0a00_0000 + i, 0xc000_0201).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                        .id(i).echo(1, 1, data(1_000)).build();
                lab.onLan(Fragments.cut(frame, 0, 800, true));
            }
            assertThat(event(lab, "reassembly-evicted")).isEqualTo(flood - most);
            byte[] ping = ping(1);
            assertThat(isAnswered(lab, ping, Fragments.every(800, ping))).isTrue();
            assertThat(lab.snapshot().icmpSent()).as("nothing is said of what goes early")
                    .containsOnlyKeys("echo-reply");
            lab.pass(31 * SECOND_NS);
            long evicted = event(lab, "reassembly-evicted");
            assertThat(event(lab, "reassembly-timed-out")).isEqualTo(flood - evicted);
            assertNothingKept(lab);
        }
    }
}
