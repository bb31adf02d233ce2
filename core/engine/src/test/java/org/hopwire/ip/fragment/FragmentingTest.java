package org.hopwire.ip.fragment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Fragments;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a link cannot carry whole, through a whole engine; each case with the one beside it. */
class FragmentingTest {
    private static final int IP = 14;
    private static final String THIN_HOST = "203.0.113.9";

    /** A lab with a third port {@code thin} of a small MTU, and room for the longest frames on {@code lan}. */
    private static final class ThinLab implements AutoCloseable {
        private final MemoryPort fat = new MemoryPort("fat", 300, 65_600);
        private final MemoryPort thin = new MemoryPort("thin");
        private final Lab lab;

        ThinLab(int mtu) {
            lab = new Lab(builder -> builder
                    .port(PortConfig.memory("thin", "203.0.113.1/24").withMtu(mtu).withMac("02:00:00:00:03:01"), thin)
                    .port(PortConfig.memory("fat", "10.0.0.1/24").withMtu(65_535).withMac("02:00:00:00:04:01"), fat)
                    .neighbor(new NeighborConfig("fat", "10.0.0.9", "02:00:00:00:04:09"))
                    .neighbor(new NeighborConfig("thin", THIN_HOST, "02:00:00:00:03:09")));
        }

        static Packets frame() {
            return Packets.ipv4("10.0.0.9", THIN_HOST).eth("02:00:00:00:04:09", "02:00:00:00:04:01").id(0x1234);
        }

        List<byte[]> forward(byte[]... frames) {
            for (byte[] each : frames) {
                assertThat(fat.inject(each)).isTrue();
            }
            lab.run();
            return new ArrayList<>(thin.drain());
        }

        long event(String row) {
            return lab.snapshot().ipEvents().getOrDefault(row, 0L);
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    private static byte[] data(int size) {
        byte[] data = new byte[size];
        new SplittableRandom(size).nextBytes(data);
        return data;
    }

    private static int totalLength(byte[] frame) {
        return (frame[IP + 2] & 0xff) << 8 | (frame[IP + 3] & 0xff);
    }

    private static void assertFragments(List<byte[]> sent, byte[] frame, int mtu) {
        assertThat(Fragments.together(sent)).as("data").isEqualTo(Fragments.payload(frame));
        for (int i = 0; i < sent.size(); i++) {
            byte[] each = sent.get(i);
            int header = Fragments.headerLength(each);
            boolean isLast = i == sent.size() - 1;
            assertThat(totalLength(each)).as("total length").isEqualTo(each.length - IP).isLessThanOrEqualTo(mtu);
            assertThat(isLast || each.length - IP > mtu - 8).as("as long as can be").isTrue();
            assertThat(Packets.checksum(each, IP, header)).as("header checksum").isZero();
            assertThat(each[IP + 8]).as("TTL").isEqualTo((byte) (frame[IP + 8] - 1));
            assertThat(Hex.format(each, IP + 4, 2)).as("identification").isEqualTo("12 34");
            assertThat(Hex.format(each, IP + 12, 8)).as("addresses").isEqualTo(Hex.format(frame, IP + 12, 8));
            assertThat(Hex.format(each, 0, IP)).as("link").isEqualTo("02 00 00 00 03 09 02 00 00 00 03 01 08 00");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {68, 69, 75, 76, 100, 576, 1280, 1500, 4470})
    @DisplayName("RFC 791 3.2, RFC 1812 4.2.2.7: over the MTU without DF leaves in fragments, of every length about it")
    void shouldFragmentWhatMayBeFragmented(int mtu) {
        try (ThinLab lab = new ThinLab(mtu)) {
            int fragments = 0;
            int most = Math.min(5 * mtu, 9_000);
            for (int size = mtu - 30; size < most; size += size < mtu + 60 ? 1 : 37) {
                byte[] frame = ThinLab.frame().udp(1, 2, data(size)).build();
                List<byte[]> sent = lab.forward(frame);
                if (size + 28 <= mtu) {
                    assertThat(sent).as("%s octets fit", size).hasSize(1);
                    assertThat(Fragments.hasMore(sent.get(0))).isFalse();
                } else {
                    assertThat(sent).as("%s octets", size).hasSizeGreaterThan(1);
                    assertFragments(sent, frame, mtu);
                    fragments += sent.size();
                }
            }
            assertThat(lab.event("fragments-made")).isEqualTo(fragments);
            assertThat(lab.lab.snapshot().droppedTotal()).isZero();
        }
    }

    @Test
    @DisplayName("a fragmented packet is one forwarded frame; its other fragments are originated")
    void shouldKeepTheAccount() {
        try (ThinLab lab = new ThinLab(576)) {
            assertThat(lab.forward(ThinLab.frame().udp(1, 2, data(2_000)).build())).hasSize(4);
            assertThat(lab.lab.snapshot().forwarded()).isOne();
            assertThat(lab.lab.snapshot().originated()).isEqualTo(3);
            assertThat(lab.event("fragmented")).isOne();
            assertThat(lab.event("fragments-made")).isEqualTo(4);
            lab.thin.transmitLimit(2);
            assertThat(lab.forward(ThinLab.frame().udp(1, 2, data(2_000)).build())).hasSize(2);
            assertThat(lab.lab.snapshot().transmitted()).isEqualTo(6);
            assertThat(lab.lab.snapshot().internals()).containsEntry("replicas-lost", 2L);
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: options with the copy bit go into every fragment, the others into the first alone")
    void shouldCopyOptionsByTheirCopyBit() {
        try (ThinLab lab = new ThinLab(100)) {
            // a record route without room, a router alert, a stream identifier, no-operations between
            String options = "07 07 08 01 02 03 04 01 94 04 00 00 01 88 04 ab cd 00 00 00";
            byte[] frame = ThinLab.frame().options(options).udp(1, 2, data(200)).build();
            List<byte[]> sent = lab.forward(frame);
            assertFragments(sent, frame, 100);
            assertThat(Hex.format(sent.get(0), IP + 20, 20)).isEqualTo(options);
            for (byte[] later : sent.subList(1, sent.size())) {
                assertThat(Hex.format(later, IP, 1)).isEqualTo("47");
                assertThat(Hex.format(later, IP + 20, 8)).isEqualTo("94 04 00 00 88 04 ab cd");
            }
        }
    }

    @Test
    @DisplayName("RFC 791 3.1: options fill up to a word behind those that are copied, and none leave no room")
    void shouldPadCopiedOptions() {
        try (ThinLab lab = new ThinLab(68)) {
            for (String options : List.of("07 07 08 01 02 03 04 00", "88 05 ab cd ef 00 00 00",
                    "82 0b 00 00 00 00 00 00 00 00 00 88 04 ab cd 00")) {
                byte[] frame = ThinLab.frame().options(options).udp(1, 2, data(100)).build();
                List<byte[]> sent = lab.forward(frame);
                assertFragments(sent, frame, 68);
                String later = Hex.format(sent.get(1), IP + 20, Fragments.headerLength(sent.get(1)) - 20);
                assertThat(later).isEqualTo(options.startsWith("07") ? "" : options);
            }
        }
    }

    @Test
    @DisplayName("RFC 791 3.2: forty octets of options leave eight of data in each fragment of 68")
    void shouldFragmentBehindTheLongestHeader() {
        try (ThinLab lab = new ThinLab(68)) {
            String options = "88 04 ab cd ".repeat(10).trim();
            byte[] frame = ThinLab.frame().options(options).udp(1, 2, data(56)).build();
            List<byte[]> sent = lab.forward(frame);
            assertThat(sent).hasSize(8);
            assertFragments(sent, frame, 68);
        }
    }

    @Test
    @DisplayName("RFC 791 3.2: a fragment is cut again, and keeps where it began and that more follow")
    void shouldFragmentAFragment() {
        try (ThinLab lab = new ThinLab(300)) {
            byte[] whole = ThinLab.frame().udp(1, 2, data(4_000)).build();
            List<byte[]> sent = new ArrayList<>();
            for (byte[] each : Fragments.every(1_000, whole)) {
                sent.addAll(lab.forward(each));
            }
            assertThat(sent).hasSizeGreaterThan(4);
            assertThat(Fragments.together(sent)).isEqualTo(Fragments.payload(whole));
        }
    }

    @Test
    @DisplayName("65,535 octets leave in fragments of 68, all of them or none")
    void shouldSendAllFragmentsOrNone() {
        try (ThinLab lab = new ThinLab(68)) {
            byte[] frame = ThinLab.frame().udp(1, 2, data(65_507)).build();
            lab.fat.inject(frame);
            lab.fat.inject(frame);
            lab.lab.run();
            List<byte[]> sent = lab.thin.drain();
            assertThat(sent).hasSize(1 + (65_515 - 1) / 48);
            assertThat(lab.event("fragmenting-refused")).isOne();
            assertThat(lab.lab.snapshot().dropped()).containsEntry("no-slot", 1L);
            assertThat(lab.forward(frame)).as("all spare packets are back").hasSize(sent.size());
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.2, 3.2.2.6: ping -s 65507 comes in fragments, is answered, and leaves in fragments")
    void shouldAnswerTheLongestPing() {
        try (Lab lab = new Lab()) {
            byte[] ping = Lab.fromLan("192.0.2.1").id(0x1234).echo(7, 8, data(65_507)).build();
            List<byte[]> fragments = new ArrayList<>(Fragments.every(1480, ping));
            List<byte[]> sent = lab.onLan(fragments.toArray(byte[][]::new));
            assertThat(sent).hasSize(fragments.size()).hasSize(45);
            byte[] reply = Fragments.together(sent);
            assertThat(Hex.format(reply, 0, 2)).isEqualTo("00 00");
            assertThat(Packets.checksum(reply, 0, reply.length)).isZero();
            assertThat(Arrays.copyOfRange(reply, 4, reply.length))
                    .isEqualTo(Arrays.copyOfRange(Fragments.payload(ping), 4, reply.length));
            assertThat(Hex.format(sent.get(0), IP + 4, 2)).as("the requester's numbering").isEqualTo("12 34");
            assertThat(lab.snapshot().icmpSent()).containsEntry("echo-reply", 1L);
            assertThat(lab.snapshot().consumed()).isEqualTo(45);
            assertThat(lab.snapshot().originated()).isEqualTo(45);
        }
    }
}
