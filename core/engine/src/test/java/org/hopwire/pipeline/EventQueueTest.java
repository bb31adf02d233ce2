package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventQueueTest {
    private static final int CAPACITY = 8;

    /** Two halves that must always agree. */
    private static final class Slot {
        private long value;
        private long twice;
    }

    private final EventQueue<Slot> queue = new EventQueue<>(CAPACITY, Slot::new);
    private final List<Long> seen = new ArrayList<>();

    private boolean tell(long value) {
        Slot slot = queue.claim();
        if (slot == null) {
            return false;
        }
        slot.value = value;
        slot.twice = 2 * value;
        queue.publish();
        return true;
    }

    private int fetch() {
        return queue.poll(slot -> seen.add(slot.value));
    }

    @Test
    void shouldHandOverInOrderAndFillItsSlotsAgain() {
        for (int round = 0; round < 10; round++) {
            assertThat(tell(2L * round)).isTrue();
            assertThat(tell(2L * round + 1)).isTrue();
            assertThat(fetch()).isEqualTo(2);
        }
        assertThat(seen).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(fetch()).isZero();
    }

    @Test
    void shouldRefuseWhatFindsNoRoomAndTakeAgainAfterwards() {
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(tell(i)).isTrue();
        }
        assertThat(tell(99)).isFalse();
        assertThat(fetch()).isEqualTo(CAPACITY);
        assertThat(tell(100)).isTrue();
        assertThat(fetch()).isEqualTo(1);
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 100L);
    }

    @Test
    void shouldNotShowWhatIsClaimedAndNotPublished() {
        assertThat(queue.claim()).isSameAs(queue.claim());
        assertThat(fetch()).isZero();
    }

    @Test
    void shouldShowNothingTwiceWhereAConsumerThrows() {
        tell(1);
        tell(2);
        assertThatThrownBy(() -> queue.poll(slot -> {
            throw new IllegalStateException("by test");
        })).hasMessage("by test");
        assertThat(fetch()).isEqualTo(1);
        assertThat(seen).containsExactly(2L);
    }

    @Test
    void shouldRefuseACapacityItCannotMask() {
        assertThatThrownBy(() -> new EventQueue<>(12, Slot::new)).hasMessage("capacity: 12 is not a power of two");
    }

    @Test
    void shouldLoseAndTearNothingBetweenTwoThreads() throws InterruptedException {
        long most = 300_000;
        AtomicLong torn = new AtomicLong();
        Thread reader = Thread.ofPlatform().start(() -> {
            AtomicLong next = new AtomicLong();
            while (next.get() < most && torn.get() == 0) {
                int count = queue.poll(slot -> {
                    boolean right = slot.value == next.getAndIncrement() && slot.twice == 2 * slot.value;
                    torn.addAndGet(right ? 0 : 1);
                });
                if (count == 0) {
                    Thread.onSpinWait();
                }
            }
        });
        long value = 0;
        while (value < most && torn.get() == 0) {
            if (tell(value)) {
                value++;
            } else {
                Thread.onSpinWait();
            }
        }
        reader.join();
        assertThat(torn).hasValue(0);
    }
}
