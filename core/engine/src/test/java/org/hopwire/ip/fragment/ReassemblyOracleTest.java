package org.hopwire.ip.fragment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.testkit.Fragments;
import org.hopwire.testkit.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random fragments of a few datagrams, honest and contrary, against a plain list of what has come: both deliver the
 * same datagrams at the same fragments, and drop the same.
 */
class ReassemblyOracleTest {
    private static final int PROTOCOL = 253;
    private static final int FRAGMENTS = 40_000;
    private static final int MOST_PIECES = 12;

    /** One fragment that came. */
    private static final class Piece {
        private final int from;
        private final byte[] data;
        private final boolean isLast;

        Piece(int from, byte[] data, boolean isLast) {
            this.from = from;
            this.data = data;
            this.isLast = isLast;
        }

        int to() {
            return from + data.length;
        }

        boolean overlaps(Piece other) {
            // offsets count eights: what is behind the last octet of an end, up to the next eight, is taken too
            return from < (other.to() + 7) / 8 * 8 && other.from < (to() + 7) / 8 * 8;
        }

        boolean is(Piece other) {
            return from == other.from && isLast == other.isLast && Arrays.equals(data, other.data);
        }
    }

    /** The datagrams as lists. */
    private static final class Oracle {
        private final Map<Integer, List<Piece>> open = new HashMap<>();
        private int duplicates;
        private int dropped;

        /** The whole, where this fragment completes it. */
        byte[] add(int id, Piece piece) {
            List<Piece> pieces = open.computeIfAbsent(id, key -> new ArrayList<>());
            if (pieces.stream().anyMatch(piece::is)) {
                duplicates++;
                return null;
            }
            if (isContrary(pieces, piece)) {
                dropped++;
                open.remove(id);
                return null;
            }
            pieces.add(piece);
            byte[] whole = whole(pieces);
            if (whole != null) {
                open.remove(id);
            }
            return whole;
        }

        private static boolean isContrary(List<Piece> pieces, Piece piece) {
            boolean overlaps = pieces.stream().anyMatch(piece::overlaps);
            boolean endsTwice = piece.isLast && pieces.stream().anyMatch(each -> each.isLast || each.to() > piece.to());
            boolean isBehind = pieces.stream().anyMatch(each -> each.isLast && piece.to() > each.to());
            return overlaps || endsTwice || isBehind || pieces.size() == MOST_PIECES;
        }

        private static byte[] whole(List<Piece> pieces) {
            int end = pieces.stream().filter(each -> each.isLast).mapToInt(Piece::to).findAny().orElse(-1);
            byte[] whole = new byte[Math.max(end, 0)];
            int octets = 0;
            for (Piece each : pieces) {
                octets += each.data.length;
            }
            if (octets != end) {
                return null;
            }
            pieces.forEach(each -> System.arraycopy(each.data, 0, whole, each.from, each.data.length));
            return whole;
        }
    }

    private static Piece random(SplittableRandom random, byte[] content) {
        int from = random.nextInt(12) * 8;
        int to = Math.min(content.length, from + 8 * random.nextInt(1, 5));
        boolean isLast = to == content.length && random.nextInt(8) != 0 && from < to;
        if (random.nextInt(20) == 0) {
            isLast = !isLast;
        }
        if (from >= to) {
            return new Piece(0, Arrays.copyOf(content, 16), false);
        }
        if (!isLast) {
            to = from + (to - from) / 8 * 8;
        }
        byte[] data = to == from ? Arrays.copyOf(content, 8) : Arrays.copyOfRange(content, from, to);
        if (random.nextInt(50) == 0) {
            data[random.nextInt(data.length)] ^= 1;
        }
        return new Piece(from, data, isLast);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    @DisplayName("RFC 791 3.2, RFC 815, R-FRAG-01: delivers what a plain list of fragments would, and nothing else")
    void shouldAgreeWithAPlainList(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> delivered = new ArrayList<>();
        ReassemblyConfig config = new ReassemblyConfig(null, null, null, null, null, MOST_PIECES);
        try (Lab lab = new Lab(builder -> builder.ip(IpConfig.defaults().withReassembly(config))
                .handler(PacketClass.LOCAL, (part, turn) -> {
                    for (int i = 0; i < part.size(); i++) {
                        delivered.add(payload(part.get(i)));
                        part.get(i).consume();
                    }
                }))) {
            Oracle oracle = new Oracle();
            int wholes = 0;
            for (int i = 0; i < FRAGMENTS; i++) {
                int id = random.nextInt(4);
                byte[] content = new byte[60 + id * 4];
                new SplittableRandom(id).nextBytes(content);
                Piece piece = random(random, content);
                byte[] frame = Lab.fromLan("192.0.2.1").id(id).payload(PROTOCOL, piece.data).build();
                lab.onLan(Fragments.piece(frame, piece.from, !piece.isLast, piece.data));
                // what is one piece alone is no fragment
                byte[] whole = piece.from == 0 && piece.isLast ? piece.data : oracle.add(id, piece);
                assertThat(delivered).as("seed %s fragment %s", seed, i).hasSize(whole == null ? 0 : 1);
                if (whole != null) {
                    assertThat(delivered.remove(0)).isEqualTo(whole);
                    wholes++;
                }
            }
            assertThat(wholes).as("datagrams put together").isGreaterThan(100);
            Map<String, Long> events = lab.snapshot().ipEvents();
            assertThat(events).containsEntry("reassembly-duplicate", (long) oracle.duplicates);
            assertThat(events.get("reassembly-overlap") + events.get("reassembly-bad-end")
                    + events.getOrDefault("reassembly-too-many", 0L)).isEqualTo(oracle.dropped);
        }
    }

    private static byte[] payload(Packet packet) {
        byte[] payload = new byte[packet.payloadLength()];
        packet.view().getBytes(packet.headerLength(), payload);
        return payload;
    }
}
