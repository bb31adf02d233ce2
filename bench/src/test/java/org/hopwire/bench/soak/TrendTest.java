package org.hopwire.bench.soak;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrendTest {
    private static final long[] HOUR = LongStream.rangeClosed(0, 60).map(i -> i * 60_000).toArray();

    @Test
    void shouldSeeALeakThroughTheNoise() {
        long[] figures = LongStream.rangeClosed(0, 60).map(i -> 1_000_000 + 100 * i + (i % 2) * 1500).toArray();
        Trend trend = Trend.of(HOUR, figures);
        assertThat(trend.perHour()).isCloseTo(6000, within(400.0));
        assertThat(trend.isFlat(5000)).isFalse();
    }

    @Test
    void shouldCallNoiseFlat() {
        long[] figures = LongStream.rangeClosed(0, 60).map(i -> 1_000_000 + (i * 7919) % 1500).toArray();
        assertThat(Trend.of(HOUR, figures).isFlat(500)).isTrue();
    }

    @Test
    void shouldNotBeTiltedByOneOddFigure() {
        long[] figures = LongStream.rangeClosed(0, 60).map(i -> i == 60 ? 9_000_000 : 1000).toArray();
        assertThat(Trend.of(HOUR, figures).perHour()).isZero();
    }

    @Test
    void shouldCallWhatShrinksFlat() {
        assertThat(Trend.of(new long[] {0, 1000}, new long[] {5, 3}).isFlat(0)).isTrue();
    }

    @Test
    void shouldDrawNoLineThroughOneFigure() {
        assertThat(Trend.of(new long[] {7}, new long[] {42})).isEqualTo(new Trend(0, 0, 42, 42));
    }
}
