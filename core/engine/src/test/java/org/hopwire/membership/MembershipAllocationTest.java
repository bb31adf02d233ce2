package org.hopwire.membership;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte of garbage per lookup or update: the least over some rounds, the first of which are warm-up. */
class MembershipAllocationTest {
    private static final int ROUNDS = 200;
    private static final int CALLS = 5_000;
    private static final int GROUPS = 50_000;
    private static final int[] NONE = {};

    private final MembershipTable table = Tables.of(GROUPS);
    private final MembershipReader reader = table.reader();
    private final int[] groups = new int[256];
    private final int[] sources = new int[256];
    private final long[] sets = new long[256];
    private long sink;

    @BeforeEach
    void fill() {
        for (int i = 0; i < GROUPS; i++) {
            table.update(0, i, i & 31, (i & 1) == 0, new int[] {i, i + 1}, 2);
        }
        Tables.settle(table, reader);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private long leastAllocated(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least != 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void shouldNotAllocateForLookups() {
        assertThat(leastAllocated(() -> {
            for (int i = 0; i < CALLS; i++) {
                long set = reader.find(0, i * 7 % (2 * GROUPS), i);
                for (int p = PortSet.next(set, 0); p >= 0; p = PortSet.next(set, p + 1)) {
                    sink += p;
                }
                groups[i & 255] = i;
                sources[i & 255] = i;
            }
            reader.find(0, groups, sources, sets, 256);
            reader.find(sources, groups, sources, sets, 256);
            reader.quiesce();
        })).isZero();
        assertThat(sink).isNotZero();
    }

    @Test
    void shouldNotAllocateForUpdatesOnceItHasItsSize() {
        int[] list = {5, 6, 7};
        assertThat(leastAllocated(() -> {
            for (int i = 0; i < CALLS; i++) {
                int group = i * 31 % GROUPS;
                table.update(0, group, 40 + (i & 63), true, list, i & 3);
                table.update(0, group, 40 + (i & 63), false, NONE, 0);
                table.update(0, GROUPS + i, 1, true, NONE, 0);
                table.update(0, GROUPS + i, 1, false, NONE, 0);
                reader.quiesce();
            }
            sink += table.work();
        })).isZero();
    }
}
