package org.hopwire.bench.peers.work;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TargetTest {
    private static final Interval NS = Interval.of(new double[] {30, 40, 50});

    private static Verdict verdict(double... ratios) {
        return Target.ratio(0.8).verdict(Interval.of(ratios), NS);
    }

    @Test
    void shouldBeMetOnlyWhereEveryRoundMeetsIt() {
        assertThat(verdict(0.7, 0.8, 0.6)).isEqualTo(Verdict.MET);
        assertThat(verdict(0.7, 0.81, 0.6)).isEqualTo(Verdict.OPEN);
        assertThat(verdict(0.9, 0.81, 0.8)).isEqualTo(Verdict.OPEN);
        assertThat(verdict(0.9, 0.81, 2)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldJudgeNanosecondsByHopwiresOwn() {
        Interval low = Interval.of(new double[] {0.1, 0.1, 0.1});
        assertThat(Target.ns(50).verdict(low, NS)).isEqualTo(Verdict.MET);
        assertThat(Target.ns(45).verdict(low, NS)).isEqualTo(Verdict.OPEN);
        assertThat(Target.ns(29).verdict(low, NS)).isEqualTo(Verdict.MISSED);
        assertThat(Target.NONE.verdict(low, NS)).isEqualTo(Verdict.NONE);
    }

    @Test
    void shouldTakeTheMiddleOfAnyNumberOfRounds() {
        assertThat(Interval.of(new double[] {3, 1, 2}).median()).isEqualTo(2);
        assertThat(Interval.of(new double[] {4, 1, 2, 3}).median()).isEqualTo(2.5);
        assertThat(Interval.of(new double[] {7}).greatest()).isEqualTo(7);
    }

    @Test
    void shouldSayHowMuchAnIntervalIsWorth() {
        assertThat(Interval.coverage(1)).isZero();
        assertThat(Interval.coverage(6)).isCloseTo(0.96875, within(1e-12));
    }
}
