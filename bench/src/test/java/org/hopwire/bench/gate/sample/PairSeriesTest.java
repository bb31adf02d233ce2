package org.hopwire.bench.gate.sample;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PairSeriesTest {
    private final PairSeries series = new PairSeries();

    @Test
    void shouldTakeTheLowerQuartileForAFork() {
        assertThat(new ForkSample(Phase.GATE, "b", 1, Side.A, List.of(9.0, 1.0, 2.0, 3.0, 90.0), 1).statistic())
                .isEqualTo(2);
    }

    @Test
    void shouldSeeASlowerCandidateAboveZero() {
        add(1, 10, 11);
        assertThat(series.logRatios().get(0)).isCloseTo(Math.log(1.1), within(1e-12));
        assertThat(series.medianNs(Side.A)).isEqualTo(10);
        assertThat(series.medianNs(Side.B)).isEqualTo(11);
    }

    @Test
    void shouldSuspectTheWorstForkFarAboveItsOwnSide() {
        for (int pair = 1; pair <= 5; pair++) {
            add(pair, 10, 20);
        }
        assertThat(series.suspect()).as("a candidate twice as slow is no suspect").isZero();
        add(6, 12.9, 20);
        assertThat(series.suspect()).isZero();
        add(7, 10, 27);
        add(8, 14, 20);
        assertThat(series.suspect()).isEqualTo(8);
    }

    @Test
    void shouldReplaceAPairAndCountWhoseForkItWas() {
        for (int pair = 1; pair <= 5; pair++) {
            add(pair, 10, 10);
        }
        add(6, 10, 40);
        assertThat(series.suspect()).isEqualTo(6);
        add(6, 10, 10);
        assertThat(series.suspect()).isZero();
        assertThat(series.size()).isEqualTo(6);
        assertThat(series.replaced(Side.A)).isZero();
        assertThat(series.replaced(Side.B)).isEqualTo(1);
    }

    @Test
    void shouldChangeTheOrderFromPairToPair() {
        assertThat(List.of(Side.firstOf(1), Side.firstOf(2), Side.firstOf(3))).containsExactly(Side.A, Side.B, Side.A);
    }

    @Test
    void shouldHaveNoFigureWithoutPairs() {
        assertThat(series.medianNs(Side.A)).isNaN();
        assertThat(series.suspect()).isZero();
    }

    private void add(int pair, double a, double b) {
        series.add(fork(pair, Side.A, a), fork(pair, Side.B, b));
    }

    private static ForkSample fork(int pair, Side side, double ns) {
        return new ForkSample(Phase.GATE, "b", pair, side, Collections.nCopies(8, ns), 1);
    }
}
