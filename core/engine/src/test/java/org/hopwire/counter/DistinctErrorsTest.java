package org.hopwire.counter;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DistinctErrorsTest {
    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final DistinctErrors errors = new DistinctErrors(DistinctErrors.MIN_CAPACITY_BYTES, nowMs::get);

    @Test
    void shouldCountARepeatedFailureOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(errors.record(new IllegalStateException("ring gone"))).isTrue();
            nowMs.addAndGet(10);
        }
        assertThat(errors.entries()).hasSize(1);
        DistinctErrors.Entry entry = errors.entries().get(0);
        assertThat(entry.count()).isEqualTo(100);
        assertThat(entry.firstEpochMillis()).isEqualTo(1_000);
        assertThat(entry.lastEpochMillis()).isEqualTo(1_990);
        assertThat(entry.summary()).isEqualTo("java.lang.IllegalStateException: ring gone");
    }

    @Test
    void shouldKeepDifferentFailuresApart() {
        errors.record(new IllegalStateException("one"));
        errors.record(new AssertionError("two"));
        assertThat(errors.entries()).extracting(DistinctErrors.Entry::summary)
                .containsExactly("java.lang.IllegalStateException: one", "java.lang.AssertionError: two");
    }

    @Test
    void shouldCountFailuresThatFindNoRoom() {
        int recorded = 0;
        for (int i = 0; i < 200; i++) {
            recorded += errors.record(new IllegalStateException("failure " + i)) ? 1 : 0;
        }
        assertThat(recorded).isBetween(2, 199);
        assertThat(errors.entries()).hasSize(recorded);
        assertThat(errors.unrecorded()).isEqualTo(200L - recorded);
    }

    @Test
    void shouldRefuseABufferTooSmallForOneTrace() {
        assertThatThrownBy(() -> new DistinctErrors(100, nowMs::get)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("error log capacity is 100, must be at least 65536 bytes");
    }
}
