package org.hopwire.memory;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FrameSlabTest {
    @Test
    void shouldSpaceSlotsByAnOddNumberOfCacheLines() {
        for (int capacity = 64; capacity < 5000; capacity += 61) {
            try (FrameSlab slab = new FrameSlab(2, capacity, 64)) {
                assertThat(slab.stride() % 64).isZero();
                assertThat(slab.stride() / 64 % 2).isOne();
                assertThat(slab.stride()).isGreaterThanOrEqualTo(capacity + 64);
            }
        }
    }

    @Test
    void shouldHandOutEverySlotOnceAndThenNone() {
        try (FrameSlab slab = new FrameSlab(100, 256, 62)) {
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                assertThat(seen.add(slab.acquire())).isTrue();
            }
            assertThat(slab.acquire()).isZero();
            assertThat(slab.available()).isZero();
        }
    }

    @Test
    void shouldFindHomeFromAnyAddressInsideTheSlot() {
        try (FrameSlab slab = new FrameSlab(3, 256, 62)) {
            long first = slab.acquire();
            long second = slab.acquire();
            slab.release(second - 62);
            slab.release(first + 255);
            assertThat(slab.available()).isEqualTo(3);
        }
    }

    @Test
    void shouldRefuseASlotReleasedTwice() {
        try (FrameSlab slab = new FrameSlab(2, 64, 0)) {
            long address = slab.acquire();
            slab.release(address);
            assertThatIllegalStateException().isThrownBy(() -> slab.release(address)).withMessageContaining("twice");
        }
    }

    @Test
    void shouldRefuseAForeignAddress() {
        try (FrameSlab slab = new FrameSlab(2, 64, 0); FrameSlab other = new FrameSlab(2, 64, 0)) {
            long foreign = other.acquire();
            assertThatIllegalArgumentException().isThrownBy(() -> slab.release(foreign));
        }
    }

    @Test
    void shouldKeepCountOverRandomUse() {
        SplittableRandom random = new SplittableRandom(7);
        try (FrameSlab slab = new FrameSlab(64, 128, 62)) {
            long[] held = new long[64];
            int count = 0;
            for (int i = 0; i < 100_000; i++) {
                if (count == 0 || (count < 64 && random.nextBoolean())) {
                    held[count++] = slab.acquire();
                } else {
                    int victim = random.nextInt(count);
                    slab.release(held[victim]);
                    held[victim] = held[--count];
                }
                assertThat(slab.available()).isEqualTo(64 - count);
            }
        }
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSlab(0, 64, 0))
                .withMessageContaining("slots: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSlab(1, 63, 0))
                .withMessageContaining("frameCapacity: 63");
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSlab(1, 64, -1))
                .withMessageContaining("headroom: -1");
    }
}
