package org.hopwire.bench.gate.power;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.run.Finding;
import org.hopwire.bench.gate.run.Outcome;
import org.hopwire.bench.gate.sample.RawRun;
import org.hopwire.bench.machine.Machine;

/**
 * What a build against itself has shown on one machine.
 *
 * @param schema
 *            {@link #SCHEMA}
 * @param machine
 *            where, as it was at the last run
 * @param runs
 *            whole runs
 * @param cutOff
 *            runs without an end; their pairs are used, no verdict is theirs
 * @param noisy
 *            whole runs in which the frozen kernel said that the machine was too noisy
 * @param judged
 *            benchmarks judged in all runs
 * @param falseAlarms
 *            of these, called slower after confirmation
 * @param atMost
 *            95 % upper bound of the false-alarm rate
 * @param surprise
 *            probability of so many false alarms where each has the rate the rule allows
 * @param benchmarks
 *            a row each
 */
public record AaSummary(String schema, Machine machine, int runs, int cutOff, int noisy, int judged, int falseAlarms,
        double atMost, double surprise, List<AaRow> benchmarks) {
    /** Version of the JSON; see the package. */
    public static final String SCHEMA = "hopwire.aa/1";
    private static final int TRIALS = 1000;
    private static final long SEED = 1;
    private static final double OFTEN = 0.95;
    private static final double FIVE = 0.05;
    private static final double TEN = 0.10;

    /** Copies the rows. */
    public AaSummary {
        benchmarks = List.copyOf(benchmarks);
    }

    /** From all runs recorded, at least one. */
    public static AaSummary of(List<RawRun> recorded, Rule rule) {
        List<RawRun> whole = recorded.stream().filter(RawRun::isComplete).toList();
        List<Outcome> outcomes = whole.stream().map(each -> Replay.gate(each, rule)).toList();
        Map<String, List<Finding>> found = new LinkedHashMap<>();
        outcomes.stream().filter(each -> each.reason().isEmpty()).flatMap(each -> each.findings().stream())
                .forEach(each -> found.computeIfAbsent(each.benchmark(), name -> new ArrayList<>()).add(each));
        Map<String, List<Double>> pairs = pairs(recorded);
        List<AaRow> rows = pairs.keySet().stream()
                .map(each -> row(each, found.getOrDefault(each, List.of()), pairs.get(each), rule)).toList();
        int judged = found.values().stream().mapToInt(List::size).sum();
        int alarms = rows.stream().mapToInt(AaRow::regressions).sum();
        return new AaSummary(SCHEMA, recorded.getLast().header().machine(), whole.size(),
                recorded.size() - whole.size(),
                (int) outcomes.stream().filter(each -> !each.reason().isEmpty()).count(), judged, alarms,
                upperBound(judged, alarms), surprise(judged, alarms, rule.alpha()), rows);
    }

    private static Map<String, List<Double>> pairs(List<RawRun> recorded) {
        Map<String, List<Double>> pairs = new LinkedHashMap<>();
        recorded.forEach(run -> Replay.series(run).forEach((name, series) -> pairs
                .computeIfAbsent(name, key -> new ArrayList<>()).addAll(series.logRatios())));
        return pairs;
    }

    private static AaRow row(String benchmark, List<Finding> found, List<Double> logRatios, Rule rule) {
        Power power = Power.ofNull(logRatios, rule, TRIALS, SEED);
        Map<Verdict, Double> unchanged = power.shares(0);
        Map<Verdict, Double> slower = power.shares(TEN);
        double visible = power.smallestVisible(OFTEN);
        return new AaRow(benchmark, found.size(), count(found, Verdict.REGRESSION),
                (int) found.stream().filter(each -> each.confirmation() != null).count(),
                count(found, Verdict.IMPROVEMENT), count(found, Verdict.INCONCLUSIVE), logRatios.size(),
                deviation(logRatios), unchanged.getOrDefault(Verdict.REGRESSION, 0.0),
                unchanged.getOrDefault(Verdict.INCONCLUSIVE, 0.0), power.share(Verdict.REGRESSION, FIVE),
                slower.getOrDefault(Verdict.REGRESSION, 0.0), slower.getOrDefault(Verdict.OK, 0.0),
                Double.isNaN(visible) ? null : visible);
    }

    private static int count(List<Finding> found, Verdict verdict) {
        return (int) found.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** Around zero, which is where a build against itself is. */
    private static double deviation(List<Double> logRatios) {
        return Math.sqrt(logRatios.stream().mapToDouble(each -> each * each).average().orElse(0));
    }

    /** Clopper and Pearson's. */
    private static double upperBound(int judged, int alarms) {
        return alarms >= judged
                ? 1
                : BetaDistribution.of(alarms + 1, judged - alarms).inverseCumulativeProbability(OFTEN);
    }

    private static double surprise(int judged, int alarms, double rate) {
        return judged == 0
                ? 1
                : BinomialTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN).test(judged, alarms, rate)
                        .getPValue();
    }
}
