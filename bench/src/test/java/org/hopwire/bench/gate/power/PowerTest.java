package org.hopwire.bench.gate.power;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.stats.WalshAverages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The rule on invented noise of known size, seeded, so that a rate is one number and not a chance. */
class PowerTest {
    private static final Rule RULE = Rule.standard(Rule.DEFAULT_THETA);
    private static final int TRIALS = 1500;

    @Test
    void shouldSeldomCryWolfWhereAPairVariesByOnePercent() {
        assertThat(noise(0.01).share(Verdict.REGRESSION, 0)).isZero();
        assertThat(noise(0.01).share(Verdict.INCONCLUSIVE, 0)).isLessThan(0.01);
    }

    @Test
    void shouldNotCryWolfHoweverWildTheNoise() {
        assertThat(noise(0.1).share(Verdict.REGRESSION, 0)).isLessThan(0.001);
        assertThat(Power.ofNull(wild(), RULE, TRIALS, 1).share(Verdict.REGRESSION, 0)).isLessThan(0.001);
    }

    @Test
    void shouldKeepTheFirstScreeningWithinAlphaToo() {
        SplittableRandom random = new SplittableRandom(3);
        int alarms = 0;
        for (int i = 0; i < TRIALS; i++) {
            double[] pairs = DoubleStream.generate(() -> random.nextGaussian(0, 0.2)).limit(7).toArray();
            Verdict verdict = RULE.judge(new WalshAverages(pairs).estimate(RULE.looks().get(0).alpha()));
            alarms += verdict == Verdict.REGRESSION ? 1 : 0;
        }
        assertThat((double) alarms / TRIALS).isBetween(0.003, 0.01);
    }

    @Test
    void shouldSeeFivePercentOnAQuietMachine() {
        assertThat(noise(0.01).share(Verdict.REGRESSION, 0.05)).isGreaterThan(0.98);
        assertThat(noise(0.01).share(Verdict.OK, 0.10)).isZero();
        assertThat(noise(0.01).smallestVisible(0.95)).isBetween(0.03, 0.05);
    }

    @Test
    void shouldAdmitThatItSeesNothingInWildNoise() {
        Power power = noise(0.5);
        assertThat(power.share(Verdict.INCONCLUSIVE, 0.10)).isGreaterThan(0.9);
        assertThat(power.smallestVisible(0.95)).isNaN();
    }

    @Test
    void shouldTakePairsOfAChangeAsTheyAre() {
        Power power = Power.ofChange(List.of(0.09, 0.10, 0.11), RULE, 100, 1);
        assertThat(power.share(Verdict.REGRESSION, 0)).isEqualTo(1);
    }

    private static Power noise(double deviation) {
        SplittableRandom random = new SplittableRandom(1);
        return Power.ofNull(DoubleStream.generate(() -> random.nextGaussian(0, deviation)).limit(1000).boxed().toList(),
                RULE, TRIALS, 1);
    }

    /** One pair in five is off by up to ten times. */
    private static List<Double> wild() {
        SplittableRandom random = new SplittableRandom(2);
        return DoubleStream.generate(() -> random.nextInt(5) == 0
                ? random.nextDouble(-2.3, 2.3)
                : random.nextGaussian(0, 0.01)).limit(1000).boxed().toList();
    }
}
