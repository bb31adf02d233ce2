package org.hopwire.counter;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CounterSetTest {
    private final CounterRegistry registry = new CounterRegistry(500);
    private final CounterSet<DropReason> drops = registry.register(DropReason.class, "worker-0", 1);

    @Test
    void shouldCountEachRowApart() {
        drops.increment(DropReason.NO_ROUTE);
        drops.add(DropReason.NO_ROUTE, 41);
        drops.add(DropReason.LOOP.index(), 7);
        assertThat(drops.get(DropReason.NO_ROUTE)).isEqualTo(42);
        assertThat(drops.get(DropReason.LOOP)).isEqualTo(7);
        assertThat(drops.get(DropReason.LOOP.index())).isEqualTo(7);
        assertThat(drops.get(DropReason.SHORT_FRAME)).isZero();
        assertThat(drops.sum()).isEqualTo(49);
    }

    @Test
    void shouldVisitEveryRowInOrder() {
        drops.add(DropReason.BLACKHOLE, 3);
        Map<DropReason, Long> seen = new EnumMap<>(DropReason.class);
        drops.forEach(seen::put);
        assertThat(seen).hasSize(DropReason.count()).containsEntry(DropReason.BLACKHOLE, 3L);
        assertThat(seen.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAnIndexThatIsNoRow() {
        registry.register(DropReason.class, "worker-1", 1);
        assertThatThrownBy(() -> drops.add(DropReason.count(), 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> drops.add(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(registry.snapshot()).allMatch(reading -> reading.value() == 0);
    }

    @Test
    void shouldShowTheWritersCountsToAnotherThread() throws InterruptedException {
        int total = 200_000;
        AtomicReference<String> fault = new AtomicReference<>();
        Thread reader = new Thread(() -> readUntil(total, fault), "counter-reader");
        reader.start();
        for (int i = 0; i < total; i++) {
            // the second row is counted after the first: no reader may see it ahead
            drops.increment(DropReason.NO_ROUTE);
            drops.increment(DropReason.LOOP);
        }
        reader.join();
        assertThat(fault.get()).isNull();
    }

    private void readUntil(int total, AtomicReference<String> fault) {
        long last = 0;
        while (last < total) {
            long second = drops.get(DropReason.LOOP);
            long first = drops.get(DropReason.NO_ROUTE);
            if (second < last || first < second) {
                fault.set("saw " + second + " after " + last + ", first row at " + first);
                return;
            }
            last = second;
        }
    }

    @Test
    void shouldKeepWritersOffEachOthersCacheLines() {
        CounterSet<DropReason> other = registry.register(DropReason.class, "worker-1", 1);
        assertThat(drops.address() % 128).isZero();
        assertThat(other.address() - drops.address()).isEqualTo(128L * DropReason.count());
    }

    @Test
    void shouldNotAllocateWhileCounting() {
        for (int i = 0; i < 5; i++) {
            countMany();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long allocated = Long.MAX_VALUE;
        // the least over some rounds: on a busy machine the first ones run before all is compiled
        for (int round = 0; round < 500 && allocated != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long sum = countMany();
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(sum).isPositive();
        }
        assertThat(allocated).isZero();
    }

    private long countMany() {
        for (int i = 0; i < 20_000; i++) {
            drops.increment(DropReason.TTL_EXPIRED);
            drops.add(DropReason.at(i % DropReason.count()), i);
        }
        return drops.sum();
    }
}
