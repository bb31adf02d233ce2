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

    @Test
    void shouldReadAndWriteSmallerWordsAtAnyAlignment() {
        try (FrameSlab slab = new FrameSlab(1, 64, 0)) {
            long at = slab.acquire();
            OffHeap.fill(at, 64, (byte) 0x55);
            OffHeap.putInt(at + 1, 0x8765_4321);
            OffHeap.putShort(at + 7, 0x1_fedc);
            OffHeap.putByte(at + 11, 0x1fe);
            OffHeap.putIntRelease(at + 16, 0x8000_0001);
            ByteBuffer bytes = ByteBuffer.wrap(OffHeap.bytes(at, 64)).order(ByteOrder.nativeOrder());
            assertThat(bytes.getInt(1)).isEqualTo(OffHeap.getInt(at + 1)).isEqualTo(0x8765_4321);
            assertThat(bytes.getShort(7) & 0xffff).isEqualTo(OffHeap.getShort(at + 7)).isEqualTo(0xfedc);
            assertThat(bytes.get(11) & 0xff).isEqualTo(OffHeap.getByte(at + 11)).isEqualTo(0xfe);
            assertThat(OffHeap.getIntAcquire(at + 16)).isEqualTo(0x8000_0001);
            for (int untouched : new int[] {0, 5, 6, 9, 10, 12, 15, 20}) {
                assertThat(OffHeap.getByte(at + untouched)).isEqualTo(0x55);
            }
        }
    }
}
