package org.hopwire.bench.scale.latency;

import java.util.List;

import org.HdrHistogram.Histogram;
import org.hopwire.bench.scale.Figures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyRunTest {
    @Test
    void shouldCountEachPacketInOneBinFromTheFirstThatHasSome() {
        Histogram histogram = new Histogram(10_000_000_000L, 3);
        histogram.recordValueWithCount(200, 7);
        histogram.recordValueWithCount(300, 5);
        histogram.recordValue(900);
        List<Figures.Point> counts = LatencyRun.counts(histogram);
        assertThat(counts).extracting(Figures.Point::x).containsExactly(255.0, 511.0, 1023.0);
        assertThat(counts).extracting(Figures.Point::y).containsExactly(7.0, 5.0, 1.0);
    }
}
