package org.hopwire.memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PagesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, Pages.PAGE, Pages.PAGE + 1, Pages.HUGE_PAGE, 3L * Pages.HUGE_PAGE + 1})
    void shouldMapZeroedWritableMemory(long bytes) {
        long address = Pages.map(bytes);
        assertThat(address).isNotZero();
        assertThat(address % (bytes >= Pages.HUGE_PAGE ? Pages.HUGE_PAGE : 8)).isZero();
        Pages.wantHugePages(address, bytes);
        long last = (bytes - 1) & -8L;
        assertThat(OffHeap.getLong(address)).isZero();
        assertThat(OffHeap.getLongAcquire(address + last)).isZero();
        OffHeap.putLong(address, 1);
        OffHeap.putLongRelease(address + last, 2);
        assertThat(OffHeap.getLong(address + last)).isEqualTo(2);
        Pages.unmap(address, bytes);
    }

    @Test
    void shouldReadZeroesWhereMemoryWentBack() {
        long address = Pages.map(4 * Pages.PAGE);
        for (int i = 0; i < 4; i++) {
            OffHeap.putLong(address + (long) i * Pages.PAGE, 7);
        }
        Pages.giveBack(address + Pages.PAGE, 2 * Pages.PAGE);
        assertThat(OffHeap.getLong(address)).isEqualTo(7);
        assertThat(OffHeap.getLong(address + Pages.PAGE)).isZero();
        assertThat(OffHeap.getLong(address + 3 * Pages.PAGE)).isEqualTo(7);
        Pages.unmap(address, 4 * Pages.PAGE);
    }

    @Test
    void shouldSayWhereThereIsNoMemory() {
        assertThat(Pages.map(1L << 60)).isZero();
    }
}
