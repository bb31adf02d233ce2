package org.hopwire.pipeline;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SuppressWarnings("ThreadPriorityCheck") // the other thread may be waiting for this processor
class SlotRingTest {
    private static int[] from(int first, int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> first + i);
        return numbers;
    }

    private static boolean offer(SlotRing ring, int[] numbers, int count) {
        try (Arena arena = Arena.ofConfined()) {
            return ring.offer(arena.allocateFrom(ValueLayout.JAVA_INT, numbers).address(), count);
        }
    }

    private static int poll(SlotRing ring, int[] into, int at, int most) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, into);
            int count = ring.poll(numbers.address() + (long) at * Integer.BYTES, most);
            MemorySegment.copy(numbers, ValueLayout.JAVA_INT, 0, into, 0, into.length);
            return count;
        }
    }

    @Test
    void shouldHandOverInOrderAcrossItsEnd() {
        try (SlotRing ring = new SlotRing(8)) {
            int[] got = new int[8];
            for (int first = 0; first < 100; first += 5) {
                assertThat(offer(ring, from(first, 5), 5)).isTrue();
                assertThat(poll(ring, got, 0, 8)).isEqualTo(5);
                assertThat(got).startsWith(from(first, 5));
            }
            assertThat(poll(ring, got, 0, 8)).isZero();
        }
    }

    @Test
    void shouldTakeABurstWholeOrNotAtAll() {
        try (SlotRing ring = new SlotRing(12)) {
            int[] got = new int[16];
            assertThat(offer(ring, from(0, 14), 14)).isTrue();
            assertThat(offer(ring, from(14, 3), 3)).isFalse();
            assertThat(offer(ring, from(14, 2), 2)).isTrue();
            assertThat(offer(ring, from(16, 1), 1)).isFalse();
            assertThat(poll(ring, got, 0, 16)).isEqualTo(16);
            assertThat(got).isEqualTo(from(0, 16));
            assertThat(offer(ring, from(16, 16), 16)).isTrue();
        }
    }

    @Test
    void shouldHoldAsManyAsAskedForWhateverTheSenderHasNotBeenTold() {
        for (int capacity : new int[] {1, 3, 8, 12, 13, 1000}) {
            try (SlotRing ring = new SlotRing(capacity)) {
                int[] got = new int[capacity];
                for (int i = 0; i < 3 * capacity; i++) {
                    assertThat(offer(ring, from(0, 1), 1)).isTrue();
                    assertThat(poll(ring, got, 0, 1)).isOne();
                    assertThat(offer(ring, from(0, capacity), capacity)).as("%d, %d", capacity, i).isTrue();
                    assertThat(poll(ring, got, 0, capacity)).isEqualTo(capacity);
                }
            }
        }
    }

    @Test
    void shouldGiveNoMoreThanThereIsRoomForAndPutItWhereItIsTold() {
        try (SlotRing ring = new SlotRing(8)) {
            int[] got = {-1, -1, -1, -1, -1};
            offer(ring, from(0, 8), 8);
            assertThat(poll(ring, got, 1, 3)).isEqualTo(3);
            assertThat(got).containsExactly(-1, 0, 1, 2, -1);
            assertThat(poll(ring, got, 0, 0)).isZero();
            assertThat(poll(ring, got, 0, 5)).isEqualTo(5);
            assertThat(got).isEqualTo(from(3, 5));
        }
    }

    @Test
    void shouldHoldAsManyAsAskedFor() {
        for (int capacity : new int[] {1, 3, 4, 1000}) {
            try (SlotRing ring = new SlotRing(capacity)) {
                assertThat(offer(ring, from(0, capacity), capacity)).isTrue();
            }
        }
    }

    @Test
    void shouldRefuseACapacityThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotRing(0)).withMessageContaining("0 is not 1 to");
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotRing((1 << 24) + 1));
    }

    /** Bursts of every length against each other; what a number names is plain memory that must be seen filled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64, 1024})
    void shouldShowASecondThreadEachNumberOnceInOrderWithWhatItNames(int capacity) throws InterruptedException {
        int total = Math.min(200_000, 4_000 * capacity);
        long[] named = new long[4 * Integer.highestOneBit(2 * capacity - 1)];
        AtomicLong wrong = new AtomicLong(-1);
        try (SlotRing ring = new SlotRing(capacity); SlotRing home = new SlotRing(capacity)) {
            Thread receiver = Thread.ofPlatform()
                    .start(() -> wrong.set(receive(ring, home, named, total, capacity, new Random(2))));
            send(ring, home, named, total, capacity, new Random(1));
            receiver.join();
        }
        assertThat(wrong.get()).as("numbers that came wrong").isZero();
    }

    private static void send(SlotRing ring, SlotRing home, long[] named, int total, int capacity, Random random) {
        int[] burst = new int[capacity];
        int out = 0;
        for (int sent = 0; sent < total;) {
            out -= poll(home, burst, 0, capacity);
            int count = Math.min(Math.min(1 + random.nextInt(capacity), capacity - out), total - sent);
            for (int i = 0; i < count; i++) {
                burst[i] = sent + i;
                named[sent + i & named.length - 1] = ~(long) (sent + i);
            }
            if (count > 0 && offer(ring, burst, count)) {
                sent += count;
                out += count;
            } else {
                Thread.yield();
            }
        }
    }

    private static long receive(SlotRing ring, SlotRing home, long[] named, int total, int capacity, Random random) {
        int[] burst = new int[capacity];
        long wrong = 0;
        for (int got = 0; got < total;) {
            int count = poll(ring, burst, 0, 1 + random.nextInt(capacity));
            for (int i = 0; i < count; i++, got++) {
                boolean isRight = burst[i] == got && named[got & named.length - 1] == ~(long) got;
                wrong += isRight ? 0 : 1;
            }
            if (count > 0) {
                wrong += offer(home, burst, count) ? 0 : 1;
            } else {
                Thread.yield();
            }
        }
        return wrong;
    }
}
