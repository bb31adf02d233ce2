package org.hopwire.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OffHeapTest {
    @Test
    void shouldCopyBetweenArraysAndAddressesWithoutTouchingTheNeighbours() {
        try (FrameSlab slab = new FrameSlab(1, 256, 0)) {
            long at = slab.acquire();
            for (int length = 0; length <= 100; length++) {
                byte[] source = new byte[length + 2];
                for (int i = 0; i < source.length; i++) {
                    source[i] = (byte) (i * 7 + length);
                }
                OffHeap.fill(at, 256, (byte) 0x55);
                OffHeap.put(source, 1, at + 3, length);
                OffHeap.copy(at + 3, at + 120, length);
                byte[] back = new byte[length + 2];
                OffHeap.get(at + 120, back, 1, length);
                assertThat(Arrays.copyOfRange(back, 1, length + 1))
                        .isEqualTo(Arrays.copyOfRange(source, 1, length + 1));
                assertThat(OffHeap.bytes(at + 2, 1)[0]).isEqualTo((byte) 0x55);
                assertThat(OffHeap.bytes(at + 3 + length, 1)[0]).isEqualTo((byte) 0x55);
                assertThat(OffHeap.bytes(at + 120 + length, 1)[0]).isEqualTo((byte) 0x55);
            }
        }
    }

    @Test
    void shouldCopyOverlappingRanges() {
        try (FrameSlab slab = new FrameSlab(1, 64, 0)) {
            long at = slab.acquire();
            OffHeap.put(new byte[] {1, 2, 3, 4, 5, 6}, 0, at, 6);
            OffHeap.copy(at, at + 2, 4);
            assertThat(OffHeap.bytes(at, 6)).containsExactly(1, 2, 1, 2, 3, 4);
        }
    }

    @Test
    void shouldReadEightBytesAtAnyAlignment() {
        try (FrameSlab slab = new FrameSlab(1, 64, 0)) {
            long at = slab.acquire();
            byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
            OffHeap.put(bytes, 0, at + 5, 8);
            assertThat(OffHeap.getLong(at + 5))
                    .isEqualTo(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong());
        }
    }
}
