package org.hopwire.membership;

import java.util.BitSet;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Size, limits, contexts and memory of the table. */
class MembershipTableTest {
    private static final int GROUP = 0xe100_0000;
    private static final int[] NONE = {};
    private static final long WARM_BYTES = 4 << 16;

    private static int group(int i) {
        return 0xe000_0000 | (i * 0x9e37_79b1 & 0x0fff_ffff);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 11, 1000, 100_000})
    @DisplayName("Every group stays findable at every size, on the way up and on the way down; the memory comes back")
    void shouldGrowAndShrinkWithoutLosingAGroup(int groups) {
        try (MembershipTable table = Tables.of(groups)) {
            MembershipReader reader = table.reader();
            fill(table, reader, groups);
            assertFound(reader, 0, groups);
            assertThat(table.groups()).isEqualTo(groups);
            for (int i = 0; i < groups; i++) {
                table.update(0, group(i), i & 31, false, NONE, 0);
                assertThat(reader.find(0, group(i), 1)).isZero();
                assertThat(i + 1 == groups || PortSet.isKnown(reader.find(0, group(i + 1), 1))).isTrue();
                reader.quiesce();
            }
            Tables.settle(table, reader);
            assertThat(table.bytes()).isLessThanOrEqualTo(WARM_BYTES);
        }
    }

    private static void fill(MembershipTable table, MembershipReader reader, int groups) {
        for (int i = 0; i < groups; i++) {
            assertThat(table.update(0, group(i), i & 31, true, NONE, 0)).isTrue();
            if (PortSet.ports(reader.find(0, group(i >> 1), 1)) != 1L << (i >> 1 & 31)) {
                assertThat(i).as("lost a group").isNegative();
            }
            reader.quiesce();
        }
    }

    private static void assertFound(MembershipReader reader, int from, int to) {
        long wrong = 0;
        for (int i = from; i < to; i++) {
            wrong += PortSet.ports(reader.find(0, group(i), 1)) == 1L << (i & 31) ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    @Test
    @DisplayName("R-STATE: groups that come and go for ever leave no trace: same memory, same probe lengths")
    void shouldNotDecayUnderChurn() {
        int alive = 1000;
        try (MembershipTable table = Tables.of(2 * alive)) {
            MembershipReader reader = table.reader();
            for (int i = 0; i < alive; i++) {
                table.update(0, group(i), i & 31, true, NONE, 0);
            }
            Tables.settle(table, reader);
            long before = table.bytes();
            for (int i = alive; i < 500 * alive; i++) {
                table.update(0, group(i), i & 31, true, NONE, 0);
                table.update(0, group(i - alive), i - alive & 31, false, NONE, 0);
                reader.quiesce();
            }
            Tables.settle(table, reader);
            assertFound(reader, 499 * alive, 500 * alive);
            assertThat(table.groups()).isEqualTo(alive);
            assertThat(table.bytes()).isLessThanOrEqualTo(before + WARM_BYTES);
        }
    }

    @Test
    void shouldKeepContextsApart() {
        try (MembershipTable table = Tables.of(MembershipTable.CONTEXTS)) {
            MembershipReader reader = table.reader();
            for (int context = 0; context < MembershipTable.CONTEXTS; context++) {
                table.update(context, GROUP, context, true, NONE, 0);
            }
            int[] contexts = {1, 4095, 0, 77};
            long[] sets = new long[4];
            reader.find(contexts, new int[] {GROUP, GROUP, GROUP, GROUP + 1}, new int[4], sets, 4);
            assertThat(PortSet.next(sets[0], 0)).isEqualTo(1);
            assertThat(PortSet.next(sets[1], 0)).isEqualTo(4095);
            assertThat(PortSet.next(sets[2], 0)).isZero();
            assertThat(sets[3]).isEqualTo(PortSet.UNKNOWN);
            table.clear(1);
            assertThat(reader.find(1, GROUP, 0)).isZero();
            table.clearPort(2, 2);
            table.clearPort(3, 2);
            Tables.settle(table, reader);
            assertThat(reader.find(2, GROUP, 0)).isZero();
            assertThat(table.groups()).isEqualTo(MembershipTable.CONTEXTS - 2);
        }
    }

    @Test
    @DisplayName("A burst gives what single lookups give, for every length, over near and far tables, hit and miss")
    void shouldAnswerABurstAsOneByOne() {
        for (int groups : new int[] {100, 50_000}) {
            try (MembershipTable table = Tables.of(groups)) {
                MembershipReader reader = table.reader();
                SplittableRandom random = new SplittableRandom(groups);
                for (int i = 0; i < groups; i++) {
                    int kind = random.nextInt(3);
                    table.update(0, group(i), random.nextInt(100), kind > 0, new int[] {random.nextInt(4), 9}, 2);
                }
                for (int length = 0; length <= 600; length += 1 + length / 7) {
                    assertBurst(reader, random, groups, length);
                }
            }
        }
    }

    private static void assertBurst(MembershipReader reader, SplittableRandom random, int groups, int length) {
        int[] asked = random.ints(length, 0, 2 * groups).map(MembershipTableTest::group).toArray();
        int[] sources = random.ints(length, 0, 10).toArray();
        long[] sets = new long[length + 1];
        long[] mixed = new long[length + 1];
        reader.find(0, asked, sources, sets, length);
        reader.find(new int[length], asked, sources, mixed, length);
        for (int i = 0; i < length; i++) {
            assertThat(sets[i]).isEqualTo(reader.find(0, asked[i], sources[i])).isEqualTo(mixed[i]);
        }
        assertThat(sets[length]).isZero();
    }

    @Test
    @DisplayName("R-STATE: at most so many groups: a new one is refused and counted, the others stay exact and change")
    void shouldRefuseGroupsBeyondTheLimit() {
        CounterSet<MembershipCounter> counters = Tables.counters();
        try (MembershipTable table = new MembershipTable(MembershipLimits.of(100), Tables.SEED, counters)) {
            MembershipReader reader = table.reader();
            for (int i = 0; i < 150; i++) {
                assertThat(table.update(0, group(i), i & 31, true, NONE, 0)).isEqualTo(i < 100);
            }
            assertThat(counters.get(MembershipCounter.REFUSED_GROUPS)).isEqualTo(50);
            assertFound(reader, 0, 100);
            assertThat(table.update(0, group(0), 40, true, NONE, 0)).isTrue();
            assertThat(table.update(0, group(1), 1, false, NONE, 0)).isTrue();
            assertThat(table.update(0, group(120), 1, true, NONE, 0)).isTrue();
            assertThat(table.update(0, group(121), 1, true, NONE, 0)).isFalse();
            Tables.checkCounts(table);
        }
    }

    @Test
    @DisplayName("R-STATE: at most so many sources in all and per group; a refused update changes nothing")
    void shouldRefuseSourcesBeyondTheLimits() {
        CounterSet<MembershipCounter> counters = Tables.counters();
        MembershipLimits limits = new MembershipLimits(100, 6, 4, 1 << 20);
        try (MembershipTable table = new MembershipTable(limits, Tables.SEED, counters)) {
            MembershipReader reader = table.reader();
            assertThat(table.update(0, GROUP, 1, false, new int[] {1, 2, 3, 4}, 4)).isTrue();
            assertThat(table.update(0, GROUP, 1, false, new int[] {1, 2, 3, 4, 5}, 5)).isFalse();
            assertThat(table.update(0, GROUP, 2, false, new int[] {5}, 1)).isFalse();
            assertThat(table.update(0, GROUP + 1, 1, true, new int[] {1, 2, 3}, 3)).isFalse();
            assertThat(counters.get(MembershipCounter.REFUSED_SOURCES)).isEqualTo(3);
            assertThat(table.groups()).isOne();
            assertThat(table.sources()).isEqualTo(4);
            assertThat(PortSet.isKnown(reader.find(0, GROUP + 1, 1))).isFalse();
            assertThat(PortSet.ports(reader.find(0, GROUP, 4))).isEqualTo(2);
            assertThat(PortSet.ports(reader.find(0, GROUP, 5))).isZero();
            assertThat(table.update(0, GROUP, 2, true, new int[] {4}, 1)).isTrue();
            assertThat(PortSet.ports(reader.find(0, GROUP, 4))).isEqualTo(2);
            assertThat(PortSet.ports(reader.find(0, GROUP, 9))).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("Out of memory: joins are refused and counted, leaves always work, even while a reader stands still")
    void shouldStayExactWhereMemoryIsUsedUp() {
        CounterSet<MembershipCounter> counters = Tables.counters();
        MembershipLimits limits = new MembershipLimits(1 << 16, 1 << 20, 4096, 1 << 20);
        try (MembershipTable table = new MembershipTable(limits, Tables.SEED, counters)) {
            MembershipReader stuck = table.reader();
            stuck.quiesce();
            int accepted = 0;
            while (table.update(0, group(accepted), 1, true, NONE, 0)
                    && table.update(0, group(accepted), 4000, true, NONE, 0)) {
                accepted++;
            }
            assertThat(counters.get(MembershipCounter.REFUSED_MEMORY)).isOne();
            assertThat(accepted).isGreaterThan(500);
            for (int i = 0; i < accepted; i++) {
                assertThat(Tables.ports(stuck.find(0, group(i), 1))).containsExactly(1, 4000);
                assertThat(table.update(0, group(i), 1, false, NONE, 0)).isTrue();
                assertThat(Tables.ports(stuck.find(0, group(i), 1))).containsExactly(4000);
            }
            table.clearPort(0, 4000);
            Tables.settle(table, stuck);
            // the group that the last port found no room in
            assertThat(table.groups()).isOne();
            assertThat(table.update(0, GROUP, 1, true, new int[] {1}, 1)).isTrue();
        }
    }

    @Test
    @DisplayName("A port that leaves where no block is to be had goes from every set of the group")
    void shouldLeaveInPlaceWithoutMemory() {
        MembershipLimits limits = new MembershipLimits(1 << 16, 1 << 20, 4096, 1 << 20);
        try (MembershipTable table = new MembershipTable(limits, Tables.SEED, Tables.counters())) {
            MembershipReader stuck = table.reader();
            stuck.quiesce();
            int[] list = new int[1000];
            for (int i = 0; i < list.length; i++) {
                list[i] = i;
            }
            for (int port = 0; port < 3; port++) {
                assertThat(table.update(0, GROUP, port, port < 2, list, list.length)).isTrue();
            }
            // every change takes a new block, and the reader that stands still keeps the old ones
            int changes = 0;
            while (table.update(0, GROUP, 3, true, list, 900 + changes % 50)) {
                changes++;
            }
            table.update(0, GROUP, 0, false, NONE, 0);
            table.update(0, GROUP, 1, false, NONE, 0);
            table.update(0, GROUP, 3, false, NONE, 0);
            assertThat(PortSet.ports(stuck.find(0, GROUP, 5))).isEqualTo(4);
            assertThat(PortSet.ports(stuck.find(0, GROUP, 5000))).isZero();
            Tables.checkCounts(table);
        }
    }

    @Test
    @DisplayName("R-STATE: a refresh changes nothing, takes no memory, and is counted as such")
    void shouldLeaveARefreshedGroupAlone() {
        CounterSet<MembershipCounter> counters = Tables.counters();
        try (MembershipTable table = new MembershipTable(MembershipLimits.of(100), Tables.SEED, counters)) {
            MembershipReader reader = table.reader();
            table.update(0, GROUP, 70, true, new int[] {1, 2, 3}, 3);
            long set = reader.find(0, GROUP, 1);
            assertThat(table.update(0, GROUP, 70, true, new int[] {3, 1, 2, 3}, 4)).isTrue();
            assertThat(reader.find(0, GROUP, 1)).isEqualTo(set);
            assertThat(counters.get(MembershipCounter.UNCHANGED)).isOne();
            assertThat(counters.get(MembershipCounter.CHANGED)).isOne();
        }
    }

    @Test
    @DisplayName("Who knows the first seed crafts keys for one home; under another seed they scatter")
    void shouldScatterCraftedKeys() {
        int[] crafted = new int[2000];
        KeyedHash known = new KeyedHash(1);
        int count = 0;
        for (int i = 0; count < crafted.length; i++) {
            if (known.of(i) >>> 52 == 7) {
                crafted[count++] = i;
            }
        }
        assertThat(homes(known, crafted)).isOne();
        assertThat(homes(new KeyedHash(2), crafted)).isGreaterThan(1400);
        try (MembershipTable table = new MembershipTable(MembershipLimits.of(2000), 1, Tables.counters())) {
            MembershipReader reader = table.reader();
            for (int key : crafted) {
                table.update(0, key, 5, true, NONE, 0);
            }
            for (int key : crafted) {
                assertThat(PortSet.ports(reader.find(0, key, 0))).isEqualTo(32);
            }
        }
    }

    private static int homes(KeyedHash hash, int[] keys) {
        BitSet homes = new BitSet();
        for (int key : keys) {
            homes.set((int) (hash.of(key) >>> 52));
        }
        return homes.cardinality();
    }

    @Test
    @DisplayName("Groups and sources at the ends of their range are like any other")
    void shouldTakeAnyAddressButTheLast() {
        try (MembershipTable table = Tables.of(100)) {
            MembershipReader reader = table.reader();
            for (int address : new int[] {0, 1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                assertThat(PortSet.isKnown(reader.find(0, address, 0))).isFalse();
                table.update(0, address, 1, false, new int[] {0, -1, address}, 3);
                assertThat(PortSet.ports(reader.find(0, address, 0))).isEqualTo(2);
                assertThat(PortSet.ports(reader.find(0, address, -1))).isEqualTo(2);
                assertThat(PortSet.ports(reader.find(0, address, 5))).isZero();
            }
            assertThat(PortSet.isKnown(reader.find(0, -1, 0))).isFalse();
        }
    }

    @Test
    void shouldNameTheArgumentThatIsWrong() {
        try (MembershipTable table = Tables.of(10)) {
            assertThatThrownBy(() -> table.update(4096, GROUP, 1, true, NONE, 0))
                    .hasMessage("membership context: 4096 is not 0 to 4095");
            assertThatThrownBy(() -> table.update(0, GROUP, -1, true, NONE, 0))
                    .hasMessage("membership port: -1 is not 0 to 4095");
            assertThatThrownBy(() -> table.update(0, GROUP, 1, true, NONE, 1))
                    .hasMessage("membership count: 1 is not 0 to 0");
            assertThatThrownBy(() -> table.update(0, -1, 1, true, NONE, 0))
                    .hasMessage("membership group: 255.255.255.255 is none");
        }
        assertThatThrownBy(() -> MembershipLimits.of(0)).hasMessage("membership groups: 0 is not 1 to 67108864");
    }

    @Test
    @DisplayName("Memory per group, once it has grown: 21 to 43 bytes without sources, at most 64 more for one source")
    void shouldPublishItsMemoryPerGroup() {
        int groups = 200_000;
        try (MembershipTable table = Tables.of(groups)) {
            MembershipReader reader = table.reader();
            for (int i = 0; i < groups; i++) {
                table.update(0, group(i), i & 31, true, NONE, 0);
            }
            Tables.settle(table, reader);
            assertThat(table.bytes() / groups).isBetween(21L, 43L);
            for (int i = 0; i < groups; i++) {
                table.update(0, group(i), i & 31, false, new int[] {i}, 1);
                reader.quiesce();
            }
            Tables.settle(table, reader);
            assertThat(table.bytes() / groups).isBetween(40L, 43L + 64);
            assertThat(table.sources()).isEqualTo(groups);
        }
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "hopwire.slow", matches = "true", disabledReason = "long: -Dhopwire.slow=true")
    @DisplayName("Four million groups, found, and gone again")
    void shouldHoldFourMillionGroups() {
        int groups = 4_000_000;
        try (MembershipTable table = Tables.of(groups)) {
            MembershipReader reader = table.reader();
            for (int i = 0; i < groups; i++) {
                table.update(0, group(i), i & 31, true, NONE, 0);
                reader.quiesce();
            }
            assertFound(reader, 0, groups);
            assertThat(reader.find(0, group(groups + 1), 0)).isZero();
            for (int i = 0; i < groups; i++) {
                table.update(0, group(i), i & 31, false, NONE, 0);
                reader.quiesce();
            }
            Tables.settle(table, reader);
            assertThat(table.bytes()).isLessThanOrEqualTo(WARM_BYTES);
        }
    }
}
