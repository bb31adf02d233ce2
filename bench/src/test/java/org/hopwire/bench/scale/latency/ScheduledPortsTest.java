package org.hopwire.bench.scale.latency;

import org.HdrHistogram.Histogram;
import org.hopwire.memory.Burst;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is counted of packets on a schedule that began long ago. */
class ScheduledPortsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Histogram histogram = new Histogram(100 * SECOND_NS, 3);
    private final ScheduledPorts ports = new ScheduledPorts(new byte[64], histogram);
    private final Burst burst = new Burst();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void shouldLoseWhatTheRingCannotHold() {
        ports.begin(new Schedule(System.nanoTime() - 10 * SECOND_NS, 1000));
        assertThat(ports.in().receive(burst)).isEqualTo(Burst.MAX_SIZE);
        assertThat(ports.lost()).isGreaterThanOrEqualTo(10_000 - ScheduledPorts.RING);
    }

    @Test
    void shouldCountTheWaitFromWhenAPacketWasDue() {
        receiveLate();
    }

    private void receiveLate() {
        ports.begin(new Schedule(System.nanoTime() - 2 * SECOND_NS, 1));
        assertThat(ports.in().receive(burst)).isEqualTo(3);
        ports.out().transmit(burst);
        assertThat(ports.sent()).isEqualTo(3);
        assertThat(ports.longestNs()).isGreaterThanOrEqualTo(2 * SECOND_NS);
        assertThat(histogram.getMaxValue()).isGreaterThanOrEqualTo(2 * SECOND_NS);
        assertThat(ports.lost()).isZero();
    }

    @Test
    void shouldForgetEverythingAtANewBeginning() {
        receiveLate();
        ports.begin(new Schedule(System.nanoTime() + 100 * SECOND_NS, 1));
        burst.clear();
        assertThat(ports.in().receive(burst)).isZero();
        assertThat(histogram.getTotalCount()).isZero();
        assertThat(ports.longestNs()).isZero();
    }
}
