package org.hopwire.ip.route;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.hopwire.packet.RejectCause;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.testkit.Oracle.assertHolds;

class RouteTableTest {
    private static final int BURST = 256;

    private static Route route(String prefix, int port) {
        return Route.connected(Ipv4Prefix.parseNetwork(prefix), port);
    }

    private static int portOf(Paths ways) {
        return ways == null ? -1 : ways.get(0).port();
    }

    private static int portOf(RouteTable table, String destination) {
        return portOf(table.find(Ipv4Address.parse(destination)));
    }

    /** Longest prefix the slow way: one sorted map for each length. */
    private static final class Plain {
        private final List<TreeMap<Integer, Integer>> ofLength = new ArrayList<>();

        Plain() {
            for (int i = 0; i <= 32; i++) {
                ofLength.add(new TreeMap<>());
            }
        }

        void put(Ipv4Prefix prefix, int port) {
            ofLength.get(prefix.length()).put(prefix.network(), port);
        }

        boolean remove(Ipv4Prefix prefix) {
            return ofLength.get(prefix.length()).remove(prefix.network()) != null;
        }

        int size() {
            return ofLength.stream().mapToInt(TreeMap::size).sum();
        }

        int portOf(int destination) {
            for (int length = 32; length >= 0; length--) {
                Integer port = ofLength.get(length).get(destination & Ipv4Prefix.mask(length));
                if (port != null) {
                    return port;
                }
            }
            return -1;
        }
    }

    /** Lengths as a backbone has them, so that prefixes nest. */
    private static Ipv4Prefix randomPrefix(SplittableRandom random) {
        int kind = random.nextInt(100);
        int length = kind < 50 ? 24 : kind < 85 ? random.nextInt(16, 24) : random.nextInt(kind < 98 ? 25 : 0, 33);
        int address = random.nextInt(16) << 28 | random.nextInt(16) << 20 | random.nextInt(0x10000);
        return new Ipv4Prefix(address, length).canonical();
    }

    private static void assertAgrees(RouteTable table, RouteReader reader, Plain plain, int... destinations) {
        int[] found = new int[BURST];
        reader.quiesce();
        reader.find(destinations, found, destinations.length);
        for (int i = 0; i < destinations.length; i++) {
            int expected = plain.portOf(destinations[i]);
            assertHolds(portOf(reader.ways(found[i])) == expected, "burst " + Ipv4Address.format(destinations[i]) + ": "
                    + portOf(reader.ways(found[i])) + " is not " + expected);
            assertHolds(portOf(reader.find(destinations[i])) == expected, "single");
            assertHolds(portOf(table.find(destinations[i])) == expected, "writer");
        }
        reader.away();
    }

    private static int[] destinations(SplittableRandom random, List<Ipv4Prefix> prefixes) {
        int[] destinations = new int[BURST];
        for (int i = 0; i < BURST; i++) {
            Ipv4Prefix prefix = prefixes.get(random.nextInt(prefixes.size()));
            // about the edges, inside, anywhere
            destinations[i] = switch (i % 4) {
                case 0 -> prefix.network() - 1 + random.nextInt(3);
                case 1 -> (prefix.network() | ~prefix.mask()) - 1 + random.nextInt(3);
                case 2 -> prefix.network() | (random.nextInt() & ~prefix.mask());
                default -> random.nextInt();
            };
        }
        return destinations;
    }

    @Test
    void shouldPreferTheLongestPrefix() {
        try (RouteTable table = new RouteTable(List.of(route("10.1.2.3/32", 5), route("0.0.0.0/0", 1),
                route("10.0.0.0/8", 2), route("10.1.0.0/16", 3), route("10.1.2.0/24", 4), route("10.1.2.0/30", 6)),
                0)) {
            assertThat(portOf(table, "11.0.0.1")).isEqualTo(1);
            assertThat(portOf(table, "10.2.0.1")).isEqualTo(2);
            assertThat(portOf(table, "10.1.3.1")).isEqualTo(3);
            assertThat(portOf(table, "10.1.2.77")).isEqualTo(4);
            assertThat(portOf(table, "10.1.2.3")).isEqualTo(5);
            assertThat(portOf(table, "10.1.2.2")).isEqualTo(6);
            assertThat(table.size()).isEqualTo(6);
        }
    }

    @Test
    void shouldFindNothingInAnEmptyTable() {
        try (RouteTable table = new RouteTable()) {
            assertThat(table.find(0)).isNull();
            assertThat(table.find(-1)).isNull();
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void shouldLetTheLaterOfTwoEqualPrefixesStand() {
        try (RouteTable table = new RouteTable(List.of(route("192.0.2.0/24", 1), route("192.0.2.0/24", 2)), 0)) {
            assertThat(portOf(table, "192.0.2.9")).isEqualTo(2);
            assertThat(table.size()).isOne();
        }
    }

    @Test
    @DisplayName("0/0, the halves of everything, /31 and /32 lead where they say, and fall back when they go")
    void shouldCoverTheExtremes() {
        try (RouteTable table = new RouteTable()) {
            List<String> prefixes = List.of("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "192.0.2.0/31", "192.0.2.1/32",
                    "0.0.0.0/32", "255.255.255.255/32");
            for (int i = 0; i < prefixes.size(); i++) {
                table.put(route(prefixes.get(i), i));
            }
            List<String> asked = List.of("192.0.2.1", "192.0.2.0", "192.0.2.2", "10.0.0.1", "0.0.0.0",
                    "255.255.255.255");
            assertThat(asked).map(each -> portOf(table, each)).containsExactly(4, 3, 2, 1, 5, 6);
            table.remove(Ipv4Prefix.parse("192.0.2.1/32"));
            table.remove(Ipv4Prefix.parse("128.0.0.0/1"));
            table.remove(Ipv4Prefix.parse("255.255.255.255/32"));
            assertThat(asked).map(each -> portOf(table, each)).containsExactly(3, 3, 0, 1, 5, 0);
            table.remove(Ipv4Prefix.DEFAULT_ROUTE);
            assertThat(asked).map(each -> portOf(table, each)).containsExactly(3, 3, -1, 1, 5, -1);
            assertThat(table.remove(Ipv4Prefix.DEFAULT_ROUTE)).isFalse();
        }
    }

    @Test
    void shouldKeepTheKindOfARoute() {
        try (RouteTable table = new RouteTable()) {
            table.put(Route.reject(Ipv4Prefix.parse("10.0.0.0/8"), RejectCause.ADMIN_PROHIBITED));
            table.put(Route.blackhole(Ipv4Prefix.parse("10.1.0.0/16")));
            assertThat(table.find(0x0a00_0001).get(0).cause()).isEqualTo(RejectCause.ADMIN_PROHIBITED);
            assertThat(table.find(0x0a01_0001).get(0).kind()).isEqualTo(NextHop.Kind.BLACKHOLE);
            assertThat(table.find(0x0a00_0001).leadsTo(-1)).as("a refusal leads nowhere").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261122})
    @DisplayName("100,000 random prefixes, added, replaced and removed one by one: every answer is that of a plain table")
    void shouldAgreeWithAPlainTable(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Plain plain = new Plain();
        List<Ipv4Prefix> known = new ArrayList<>();
        try (RouteTable table = new RouteTable()) {
            RouteReader reader = table.reader();
            for (int i = 0; i < 150_000; i++) {
                boolean adds = i < 100_000 ? random.nextInt(10) != 0 : random.nextInt(3) == 0;
                boolean isNew = known.isEmpty() || (adds && random.nextInt(10) != 0);
                Ipv4Prefix prefix = isNew ? randomPrefix(random) : known.get(random.nextInt(known.size()));
                if (adds) {
                    int port = random.nextInt(500);
                    assertHolds(table.put(Route.connected(prefix, port)), "put");
                    plain.put(prefix, port);
                    known.add(prefix);
                } else {
                    assertHolds(table.remove(prefix) == plain.remove(prefix), "remove " + prefix);
                }
                if (i % 250 == 0 && !known.isEmpty()) {
                    assertAgrees(table, reader, plain, destinations(random, known));
                }
            }
            assertThat(table.size()).isEqualTo(plain.size()).isGreaterThan(1_000);
            for (int i = 0; i < 500; i++) {
                assertAgrees(table, reader, plain, destinations(random, known));
            }
        }
    }

    @Test
    @DisplayName("every set of prefixes within a /30 and above, against every address: exhaustive")
    void shouldAgreeOnEverySmallTable() {
        // a /29 with its parts across three levels of blocks: /7 /15 /16 /23 /24 /29 /30 /31 /32
        String[] prefixes = {"10.0.0.0/7", "10.0.0.0/15", "10.1.0.0/16", "10.1.2.0/23", "10.1.2.0/24", "10.1.2.0/29",
            "10.1.2.0/30", "10.1.2.2/31", "10.1.2.3/32"};
        int[] asked = {0x0a01_0203, 0x0a01_0202, 0x0a01_0200, 0x0a01_0204, 0x0a01_0208, 0x0a01_0300, 0x0a01_0400,
            0x0a00_0000, 0x0b00_0000, 0x0c00_0000};
        try (RouteTable table = new RouteTable()) {
            RouteReader reader = table.reader();
            Plain plain = new Plain();
            // a Gray code: each set of prefixes differs from the one before by one
            for (int i = 1; i <= 1 << prefixes.length; i++) {
                int changed = Integer.numberOfTrailingZeros(i) % prefixes.length;
                Ipv4Prefix prefix = Ipv4Prefix.parse(prefixes[changed]);
                if (!plain.remove(prefix)) {
                    plain.put(prefix, i);
                    table.put(Route.connected(prefix, i));
                } else {
                    assertThat(table.remove(prefix)).isTrue();
                }
                assertAgrees(table, reader, plain, asked);
            }
        }
    }

    @Test
    @DisplayName("all memory comes back: a table that was filled and emptied is as small as before, once readers moved on")
    void shouldGiveMemoryBack() {
        SplittableRandom random = new SplittableRandom(7);
        try (RouteTable table = new RouteTable()) {
            RouteReader reader = table.reader();
            reader.away();
            long before = table.bytes();
            for (int round = 0; round < 3; round++) {
                List<Ipv4Prefix> known = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    known.add(randomPrefix(random));
                    table.put(Route.via(known.get(i), 1, i));
                }
                assertThat(table.bytes()).isGreaterThan(before + 250_000);
                known.forEach(table::remove);
                table.reclaim();
                table.reclaim();
                assertThat(table.size()).isZero();
                assertThat(table.bytes()).isLessThan(before + 150_000);
            }
        }
    }

    @Test
    @DisplayName("a reader that looks keeps what it may look at; what was replaced is used anew when it has moved on")
    void shouldKeepWhatAReaderMayLookAt() {
        try (RouteTable table = new RouteTable(List.of(), 0, 2)) {
            RouteReader reader = table.reader();
            reader.quiesce();
            Ipv4Prefix prefix = Ipv4Prefix.parse("10.1.2.3/32");
            assertThat(table.put(Route.connected(prefix, 1))).isTrue();
            assertThat(table.remove(prefix)).isTrue();
            assertThat(table.put(Route.connected(prefix, 2))).as("both blocks wait for the reader").isFalse();
            assertThat(table.refused()).isOne();
            assertThat(table.find(prefix.address())).isNull();
            reader.quiesce();
            assertThat(table.put(Route.connected(prefix, 2))).isTrue();
            assertThat(portOf(reader.find(prefix.address()))).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a full table refuses what needs room, takes what needs none, and is as it was")
    void shouldRefuseWhatDoesNotFit() {
        try (RouteTable table = new RouteTable(List.of(route("10.1.2.3/32", 1)), 0, 2)) {
            assertThat(table.put(route("10.1.3.3/32", 2))).isFalse();
            assertThat(table.put(route("11.1.0.0/24", 2))).isFalse();
            assertThat(table.put(route("11.1.0.0/16", 3))).isTrue();
            assertThat(table.put(route("10.1.2.3/32", 4))).isTrue();
            assertThat(table.size()).isEqualTo(2);
            assertThat(table.refused()).isEqualTo(2);
            assertThat(portOf(table, "10.1.3.3")).isEqualTo(-1);
            assertThat(portOf(table, "10.1.2.3")).isEqualTo(4);
        }
        assertThatThrownBy(() -> new RouteTable(List.of(route("10.1.2.3/32", 1), route("10.1.3.0/25", 1)), 0, 2))
                .hasMessage("route 10.1.3.0/25: the table is full");
        assertThatThrownBy(() -> new RouteTable(List.of(), 0, 1)).hasMessageContaining("route table blocks: 1 is not");
    }
}
