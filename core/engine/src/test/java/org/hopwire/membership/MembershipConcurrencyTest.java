package org.hopwire.membership;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One writer and readers on threads of their own, for a bounded number of updates. */
class MembershipConcurrencyTest {
    private static final int GROUP = 0xe100_0001;
    private static final int UPDATES = 100_000;
    private static final int READERS = 2;
    private static final int[] NONE = {};

    /** What a reader does over and over; says what it saw that nobody may see, or null. */
    private interface Look {
        String at(MembershipReader reader, SplittableRandom random);
    }

    /** Runs a writer against readers that look until it is done. */
    private static void race(MembershipTable table, Runnable writer, Look look) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(READERS);
        Thread[] threads = new Thread[READERS];
        for (int i = 0; i < READERS; i++) {
            MembershipReader reader = table.reader();
            SplittableRandom random = new SplittableRandom(i);
            threads[i] = new Thread(() -> {
                started.countDown();
                while (!done.get() && wrong.get() == null) {
                    for (int n = 0; n < 50; n++) {
                        String seen = look.at(reader, random);
                        if (seen != null) {
                            wrong.compareAndSet(null, seen);
                        }
                    }
                    reader.quiesce();
                }
                reader.away();
            });
            threads[i].start();
        }
        started.await();
        try {
            writer.run();
        } finally {
            done.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(wrong.get()).isNull();
    }

    @Test
    @DisplayName("RFC 9776 6.4: a TO_EX or TO_IN is seen whole or not at all, whatever became of the old block's memory")
    void shouldNeverShowHalfOfAModeChange() throws InterruptedException {
        // every source is wanted in one state alone, so each answer must be that of one of two complete states
        int[] few = {1, 2, 3};
        int[] many = {2, 3, 4, 5, 6, 7, 8};
        try (MembershipTable table = Tables.of(1000)) {
            table.update(0, GROUP, 9, true, NONE, 0);
            table.update(0, GROUP, 3, false, few, 3);
            race(table, () -> {
                for (int i = 0; i < UPDATES; i++) {
                    boolean exclude = (i & 1) == 0;
                    table.update(0, GROUP, 3, exclude, exclude ? many : few, exclude ? many.length : few.length);
                    // others take the memory that goes back
                    table.update(0, GROUP + 1, 60, true, few, i % 4);
                    table.update(0, GROUP + 2, 61, false, many, i % 8);
                }
            }, (reader, random) -> {
                int source = random.nextInt(10);
                long ports = PortSet.ports(reader.find(0, GROUP, source));
                boolean included = source >= 1 && source <= 3;
                boolean excluded = source >= 2 && source <= 8;
                long asInclude = 1L << 9 | (included ? 8 : 0);
                long asExclude = 1L << 9 | (excluded ? 0 : 8);
                return ports == asInclude || ports == asExclude ? null : "source " + source + ": " + ports;
            });
            assertThat(table.groups()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    @DisplayName("R-STATE: groups that stay are found at every instant while the table grows, shrinks and is cleaned")
    void shouldFindWhatStaysWhileTheTableChangesItsSize() throws InterruptedException {
        int staying = 500;
        try (MembershipTable table = Tables.of(1 << 16)) {
            for (int i = 0; i < staying; i++) {
                table.update(0, i, i & 31, true, NONE, 0);
            }
            long rebuilds = table.rebuilds();
            race(table, () -> growAndShrink(table, staying), (reader, random) -> {
                int group = random.nextInt(staying);
                long ports = PortSet.ports(reader.find(0, group, 0));
                return ports == 1L << (group & 31) ? null : "group " + group + ": " + ports;
            });
            assertThat(table.rebuilds()).isGreaterThan(rebuilds + 20);
            Tables.checkCounts(table);
        }
    }

    private static void growAndShrink(MembershipTable table, int staying) {
        for (int round = 0; round < 10; round++) {
            int top = staying + 20_000;
            for (int i = staying; i < top; i++) {
                table.update(0, i, i & 31, true, NONE, 0);
            }
            for (int i = staying; i < top; i++) {
                table.update(0, i, i & 31, false, NONE, 0);
            }
            for (int i = 0; i < 200; i++) {
                table.work();
            }
        }
    }

    @Test
    @DisplayName("A burst sees each of its groups whole while blocks and tables come and go")
    void shouldGiveWholeSetsInABurst() throws InterruptedException {
        int groups = 40_000;
        try (MembershipTable table = Tables.of(1 << 17)) {
            for (int i = 0; i < groups; i++) {
                table.update(0, i, 5, true, NONE, 0);
            }
            ThreadLocal<int[][]> arrays = ThreadLocal.withInitial(() -> new int[2][64]);
            ThreadLocal<long[]> results = ThreadLocal.withInitial(() -> new long[64]);
            race(table, () -> {
                SplittableRandom random = new SplittableRandom(7);
                int[] list = {1};
                for (int i = 0; i < UPDATES; i++) {
                    int group = random.nextInt(groups);
                    table.update(0, group, 6, random.nextBoolean(), list, random.nextInt(2));
                }
            }, (reader, random) -> burst(reader, random, groups, arrays.get(), results.get()));
            Tables.checkCounts(table);
        }
    }

    /** Port 5 wants everything; port 6 may want source 1. */
    private static String burst(MembershipReader reader, SplittableRandom random, int groups, int[][] asked,
            long[] sets) {
        for (int i = 0; i < 64; i++) {
            asked[0][i] = random.nextInt(groups);
            asked[1][i] = 1 + (i & 1);
        }
        reader.find(0, asked[0], asked[1], sets, 64);
        for (int i = 0; i < 64; i++) {
            long ports = PortSet.ports(sets[i]);
            if ((ports & ~(1L << 6)) != 1L << 5) {
                return "group " + asked[0][i] + ": " + ports;
            }
        }
        return null;
    }

    @Test
    @DisplayName("A reader that stands still keeps memory; one that is away or moves on does not")
    void shouldGiveMemoryBackOnlyWhenEveryReaderHasMovedOn() {
        try (MembershipTable table = Tables.of(1000)) {
            MembershipReader moving = table.reader();
            MembershipReader still = table.reader();
            int[] list = {1, 2, 3};
            table.update(0, GROUP, 1, false, list, 3);
            still.quiesce();
            long set = still.find(0, GROUP, 1);
            for (int i = 0; i < 40_000; i++) {
                table.update(0, GROUP, 2, true, list, i & 3);
                moving.quiesce();
            }
            assertThat(PortSet.ports(set)).as("what it found is still there").isEqualTo(2);
            long held = table.bytes();
            assertThat(held).isGreaterThan(40_000 * 48);
            still.away();
            Tables.settle(table, moving);
            assertThat(table.bytes()).isLessThan(held / 4);
        }
    }
}
