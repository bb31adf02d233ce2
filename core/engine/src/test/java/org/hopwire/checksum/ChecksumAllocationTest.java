package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.function.IntBinaryOperator;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Not one byte of garbage, at any length: the least over some rounds, the first of which are warm-up. */
class ChecksumAllocationTest {
    private static final int ROUNDS = 1_000;
    private static final int CALLS = 20_000;
    private static final Arena ARENA = Arena.ofShared();
    private static final long FROM = ARENA.allocate(4096, 64).address();
    private static final long TO = ARENA.allocate(4096, 64).address();
    private static final UnsafeBuffer VIEW = new UnsafeBuffer(FROM, 4096);

    @BeforeAll
    static void warmUp() {
        // zeros only, whose sums are zero
        assertThat(InternetChecksum.warmUp()).isZero();
    }

    @AfterAll
    static void close() {
        ARENA.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 64, 577, 1500})
    void shouldNotAllocateForASum(int length) {
        assertThat(leastAllocated((i, x) -> InternetChecksum.sum(FROM + (i & 63), length))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 64, 577, 1500})
    void shouldNotAllocateForACopy(int length) {
        assertThat(leastAllocated((i, x) -> InternetChecksum.copyAndSum(FROM + (i & 63), TO, length))).isZero();
    }

    @Test
    void shouldNotAllocateForHeadersViewsAndUpdates() {
        assertThat(leastAllocated((i, x) -> {
            int sum = InternetChecksum.header20(FROM + (i & 63)) + InternetChecksum.headerSum(FROM, 60);
            sum += InternetChecksum.sum(VIEW, i & 63, 100) + InternetChecksum.pseudoHeader(i, x, 17, 8);
            return sum + InternetChecksum.updateType(InternetChecksum.decrementTtl(x & 0xffff), 0x800, 0, FROM, 64);
        })).isZero();
    }

    private static long leastAllocated(IntBinaryOperator call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int sink = 0;
        for (int round = 0; round < ROUNDS && least != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                sink = call.applyAsInt(i, sink);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
