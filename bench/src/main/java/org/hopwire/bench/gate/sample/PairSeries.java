package org.hopwire.bench.gate.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

import org.hopwire.bench.gate.stats.Quantiles;

/**
 * The pairs of one benchmark. A fork whose best iteration is far above what its side does elsewhere was measured while
 * something else was going on, or before its code was compiled; its pair is named so that it can be run anew.
 */
public final class PairSeries {
    /** A fork is suspect above this multiple of the median of its side's minima. */
    static final double SUSPECT = 1.3;

    private record Pair(ForkSample a, ForkSample b) {
        double logRatio() {
            return Math.log(b.statistic() / a.statistic());
        }
    }

    private final TreeMap<Integer, Pair> pairs = new TreeMap<>();
    private int replacedBaseline;
    private int replacedCandidate;

    /** Adds a pair, or replaces the one of the same number. */
    public void add(ForkSample baseline, ForkSample candidate) {
        if (pairs.containsKey(baseline.pair())) {
            boolean isBaseline = excess(pairs.get(baseline.pair()), Pair::a) > excess(pairs.get(baseline.pair()),
                    Pair::b);
            replacedBaseline += isBaseline ? 1 : 0;
            replacedCandidate += isBaseline ? 0 : 1;
        }
        pairs.put(baseline.pair(), new Pair(baseline, candidate));
    }

    /** How many pairs there are. */
    public int size() {
        return pairs.size();
    }

    /** The number of the worst pair with a suspect fork, or 0. */
    public int suspect() {
        int worst = 0;
        double most = SUSPECT;
        for (var each : pairs.entrySet()) {
            double excess = Math.max(excess(each.getValue(), Pair::a), excess(each.getValue(), Pair::b));
            if (excess > most) {
                most = excess;
                worst = each.getKey();
            }
        }
        return worst;
    }

    private double excess(Pair pair, Function<Pair, ForkSample> side) {
        List<Double> minima = pairs.values().stream().map(each -> side.apply(each).minimum()).toList();
        return side.apply(pair).minimum() / Quantiles.of(minima, 0.5);
    }

    /** Logarithms of candidate over baseline, in the order of the pairs. */
    public List<Double> logRatios() {
        return pairs.values().stream().map(Pair::logRatio).toList();
    }

    /** The median fork's nanoseconds per operation on a side, NaN where there are none. */
    public double medianNs(Side side) {
        List<Double> all = new ArrayList<>();
        pairs.values().forEach(each -> all.add((side == Side.A ? each.a : each.b).statistic()));
        return all.isEmpty() ? Double.NaN : Quantiles.of(all, 0.5);
    }

    /** Pairs run anew for a suspect fork of this side. */
    public int replaced(Side side) {
        return side == Side.A ? replacedBaseline : replacedCandidate;
    }
}
