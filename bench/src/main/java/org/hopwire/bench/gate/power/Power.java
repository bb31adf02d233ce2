package org.hopwire.bench.gate.power;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.bench.gate.decide.Family;
import org.hopwire.bench.gate.decide.Look;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;

/**
 * How often the rule says what, found by drawing pairs from those a machine really measured: with replacement, each
 * with its sign at random where nothing had changed, and a change planted on top.
 */
public final class Power {
    private static final String ONE = "one";
    private static final double STEP = 0.005;
    private static final double MOST = 0.5;

    private final List<Double> pool;
    private final boolean isSymmetric;
    private final Rule rule;
    private final int trials;
    private final SplittableRandom random;

    private Power(List<Double> pool, boolean isSymmetric, Rule rule, int trials, long seed) {
        this.pool = List.copyOf(pool);
        this.isSymmetric = isSymmetric;
        this.rule = rule;
        this.trials = trials;
        random = new SplittableRandom(seed);
    }

    /** From log ratios of a build against itself. */
    public static Power ofNull(List<Double> logRatios, Rule rule, int trials, long seed) {
        return new Power(logRatios, true, rule, trials, seed);
    }

    /** From log ratios of two builds, as they are. */
    public static Power ofChange(List<Double> logRatios, Rule rule, int trials, long seed) {
        return new Power(logRatios, false, rule, trials, seed);
    }

    /** The share of each verdict, regressions after confirmation, with a change of so much planted: 0.05 for +5 %. */
    public Map<Verdict, Double> shares(double change) {
        Map<Verdict, Double> shares = new EnumMap<>(Verdict.class);
        for (int i = 0; i < trials; i++) {
            Verdict first = screen(Math.log1p(change));
            Verdict verdict = first == Verdict.REGRESSION ? screen(Math.log1p(change)) : first;
            shares.merge(verdict, 1.0, Double::sum);
        }
        shares.replaceAll((verdict, count) -> count / trials);
        return shares;
    }

    /** The share of one verdict. */
    public double share(Verdict verdict, double change) {
        return shares(change).getOrDefault(verdict, 0.0);
    }

    /** The smallest change, in steps of half a percent, that is called a regression so often; NaN above +50 %. */
    public double smallestVisible(double often) {
        for (int step = 1; step * STEP <= MOST; step++) {
            if (share(Verdict.REGRESSION, step * STEP) >= often) {
                return step * STEP;
            }
        }
        return Double.NaN;
    }

    private Verdict screen(double shift) {
        Family family = new Family(rule, List.of(ONE));
        List<Double> drawn = new ArrayList<>();
        for (Look look : rule.looks()) {
            while (drawn.size() < look.pairs()) {
                drawn.add(shift + draw());
            }
            family.judge(look, Map.of(ONE, drawn));
            if (family.verdict(ONE).isFinal()) {
                break;
            }
        }
        return family.verdict(ONE);
    }

    private double draw() {
        double value = pool.get(random.nextInt(pool.size()));
        return isSymmetric && random.nextBoolean() ? -value : value;
    }
}
