package org.hopwire.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table against the model: every small case, and long random ones. */
class MembershipModelTest {
    private static final int GROUP = 0xe100_0001;
    private static final int[] SOURCES = {0x0a00_0001, 0x0a00_0002, 0x0a00_0003};
    private static final int STRANGER = 0x0a00_00ff;
    private static final int OPERATIONS = 1_000_000;
    private static final int[] PORTS = {0, 1, 21, 22, 47, 63, 64, 100, 2047, 4095};

    @Test
    @DisplayName("RFC 9776 4.2: every pair of states of two ports, in both orders, each mode, each subset of 3 sources")
    void shouldGiveEachPortWhatItsModeAndListSay() {
        for (int[] ports : new int[][] {{0, 1}, {0, 30}, {5, 64}, {63, 4095}}) {
            try (MembershipTable table = Tables.of(10)) {
                MembershipReader reader = table.reader();
                everyPair(table, reader, ports);
            }
        }
    }

    private static void everyPair(MembershipTable table, MembershipReader reader, int[] ports) {
        for (int pair = 0; pair < 256; pair++) {
            for (int after = 0; after < 32; after++) {
                MembershipModel model = new MembershipModel();
                put(table, model, ports[0], pair & 15);
                check(table, reader, model);
                put(table, model, ports[1], pair >> 4);
                check(table, reader, model);
                // and from each state into each other
                put(table, model, ports[after & 1], after >> 1);
                check(table, reader, model);
                put(table, model, ports[0], 0);
                put(table, model, ports[1], 0);
                check(table, reader, model);
                reader.quiesce();
            }
        }
        assertThat(table.groups()).isZero();
        assertThat(table.sources()).isZero();
    }

    /** State 0 to 7: INCLUDE a subset; 8 to 15: EXCLUDE a subset. */
    private static void put(MembershipTable table, MembershipModel model, int port, int state) {
        int[] list = new int[Integer.bitCount(state & 7)];
        int count = 0;
        for (int i = 0; i < 3; i++) {
            if ((state & 1 << i) != 0) {
                list[count++] = SOURCES[i];
            }
        }
        assertThat(table.update(9, GROUP, port, state >= 8, list, count)).isTrue();
        model.update(9, GROUP, port, state >= 8, list);
    }

    private static void check(MembershipTable table, MembershipReader reader, MembershipModel model) {
        for (int source : new int[] {SOURCES[0], SOURCES[1], SOURCES[2], STRANGER}) {
            long set = reader.find(9, GROUP, source);
            assertThat(PortSet.isKnown(set)).isEqualTo(model.knows(9, GROUP));
            assertThat(Tables.ports(set)).isEqualTo(model.ports(9, GROUP, source));
        }
        assertThat(table.groups()).isEqualTo(model.groups());
        assertThat(table.sources()).isEqualTo(model.namedSources(9, GROUP));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("R-STATE: a million random operations, every answer that of the model, every counter a recount")
    void shouldFollowTheModelThroughRandomOperations(long seed) {
        Run run = new Run(new SplittableRandom(seed), 64 << (int) seed, 1 + 2 * (int) (seed % 2));
        try (run.table) {
            for (int i = 0; i < OPERATIONS / 3; i++) {
                run.step(i);
            }
            run.checkAll();
            run.drain();
            assertThat(run.table.groups()).as("seed %d", seed).isZero();
            // four chunks wait for the next block, whatever there was before
            assertThat(run.table.bytes()).isLessThanOrEqualTo(4 << 16);
        }
    }

    /** One seeded run: few groups under many operations, so that they come, change and go often. */
    private static final class Run {
        private final SplittableRandom random;
        private final int groups;
        private final int contexts;
        private final MembershipTable table = Tables.of(1 << 16);
        private final MembershipReader reader = table.reader();
        private final MembershipModel model = new MembershipModel();
        private final int[] list = new int[40];

        Run(SplittableRandom random, int groups, int contexts) {
            this.random = random;
            this.groups = groups;
            this.contexts = contexts;
        }

        void step(int number) {
            int context = random.nextInt(contexts) * 100;
            int group = GROUP + random.nextInt(groups);
            int port = PORTS[random.nextInt(number % 4 == 0 ? PORTS.length : 3)];
            int kind = random.nextInt(10_000);
            if (kind == 0) {
                table.clear(context);
                model.clear(context);
            } else if (kind < 4) {
                clearPort(context, port);
            } else {
                update(context, group, port);
            }
            verify(context, group, SOURCES[0] + random.nextInt(6));
            settle(number);
        }

        /** With updates in the middle of it, which it must leave alone. */
        private void clearPort(int context, int port) {
            table.clearPort(context, port);
            model.clearPort(context, port);
            while (table.isClearing()) {
                update(context, GROUP + random.nextInt(groups), random.nextBoolean() ? port : PORTS[random.nextInt(3)]);
                if (random.nextInt(4) == 0) {
                    table.work();
                    reader.quiesce();
                }
            }
        }

        private void update(int context, int group, int port) {
            boolean exclude = random.nextInt(3) == 0;
            int count = random.nextInt(50) == 0 ? random.nextInt(list.length) : Math.max(0, random.nextInt(6) - 2);
            for (int i = 0; i < count; i++) {
                list[i] = SOURCES[0] + random.nextInt(count > 6 ? 100 : 6);
            }
            assertThat(table.update(context, group, port, exclude, list, count)).isTrue();
            model.updateOne(context, group, port, exclude, list, count);
        }

        private void verify(int context, int group, int source) {
            long set = reader.find(context, group, source);
            if (PortSet.isKnown(set) != model.knows(context, group)
                    || !Tables.ports(set).equals(model.ports(context, group, source))) {
                assertThat(Tables.ports(set)).as("context %d group %d source %d", context, group, source)
                        .isEqualTo(model.ports(context, group, source));
                assertThat(PortSet.isKnown(set)).isEqualTo(model.knows(context, group));
            }
        }

        private void settle(int number) {
            if (number % 32 == 0) {
                reader.quiesce();
            }
            if (number % 50 == 0) {
                table.work();
            }
            if (number % 50_000 == 0) {
                checkAll();
            }
        }

        void checkAll() {
            assertThat(table.groups()).isEqualTo(model.groups());
            assertThat(table.sources()).isEqualTo(model.namedSources());
            Tables.checkCounts(table);
            for (int context = 0; context < contexts; context++) {
                for (int i = 0; i < groups; i++) {
                    verify(context * 100, GROUP + i, SOURCES[0] + i % 7);
                }
            }
        }

        void drain() {
            List<int[]> left = new ArrayList<>();
            table.forEach((context, group, others, sources) -> left.add(new int[] {context, group}));
            for (int[] each : left) {
                for (int port : PORTS) {
                    table.update(each[0], each[1], port, false, list, 0);
                }
            }
            Tables.settle(table, reader);
        }
    }
}
