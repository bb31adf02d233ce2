package org.hopwire.bench.scale.latency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When packets are meant to arrive. */
class ScheduleTest {
    @ParameterizedTest
    @ValueSource(doubles = {1, 3, 1000, 999_983, 7_000_001, 33_333_333.3})
    void shouldCountAPacketFromTheNanosecondItIsDue(double perSecond) {
        Schedule schedule = new Schedule(123_456_789, perSecond);
        for (long packet : new long[] {0, 1, 2, 99, 1_000_000, 7_654_321}) {
            long due = schedule.dueNs(packet);
            assertThat(schedule.dueBy(due)).as("packet %d", packet).isGreaterThan(packet);
            assertThat(schedule.dueBy(due - 1)).as("packet %d", packet).isLessThanOrEqualTo(packet);
        }
    }

    @Test
    void shouldGoOnAsIfNothingHadWaited() {
        Schedule schedule = new Schedule(0, 1_000_000);
        assertThat(schedule.dueBy(1_000_000_000)).as("a second later").isEqualTo(1_000_001);
        assertThat(schedule.dueNs(1_000_000)).isEqualTo(1_000_000_000);
    }

    @Test
    void shouldHaveNothingDueBeforeTheStart() {
        assertThat(new Schedule(1000, 1e9).dueBy(999)).isZero();
    }
}
