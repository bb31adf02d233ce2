package org.hopwire.bench.gate.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.decide.Family;
import org.hopwire.bench.gate.decide.Look;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.Side;

/**
 * Takes benchmarks through the looks of a rule. Pairs of all benchmarks take turns, so that a bad minute spoils a pair
 * of each and not all pairs of one.
 */
final class Stage {
    private static final long HUNG_MS = 120_000;

    private final Phase phase;
    private final Rule rule;
    private final ForkRunner forks;
    private final Budget budget;
    private final Progress progress;
    private final Family family;
    private final Map<String, BenchmarkCase> cases = new LinkedHashMap<>();
    private final Map<String, PairSeries> series = new LinkedHashMap<>();
    private final Map<String, String> reasons = new TreeMap<>();
    private int pairsDone;
    private boolean isOver;

    Stage(Phase phase, List<BenchmarkCase> benchmarks, Rule rule, ForkRunner forks, Budget budget, Progress progress) {
        this.phase = phase;
        this.rule = rule;
        this.forks = forks;
        this.budget = budget;
        this.progress = progress;
        for (BenchmarkCase each : benchmarks) {
            cases.put(each.label(), each);
            series.put(each.label(), new PairSeries());
        }
        family = new Family(rule, List.copyOf(cases.keySet()));
    }

    List<Finding> run() {
        for (Look look : rule.looks()) {
            measure(look);
            if (isOver || open().isEmpty()) {
                break;
            }
            family.judge(look, ratios());
        }
        return findings();
    }

    /** Those that can be measured and are not decided. */
    private List<String> open() {
        return family.open().stream().filter(each -> !reasons.containsKey(each)).toList();
    }

    private Map<String, List<Double>> ratios() {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        open().forEach(each -> ratios.put(each, series.get(each).logRatios()));
        return ratios;
    }

    private void measure(Look look) {
        for (int pair = pairsDone + 1; pair <= look.pairs() && !isOver; pair++) {
            for (String each : open()) {
                addPair(each, pair, look);
            }
        }
        pairsDone = look.pairs();
        for (String each : open()) {
            replaceSuspects(each, look);
        }
    }

    /** A fork that is suspect again and again is what the benchmark does: after a few more tries it stays. */
    private void replaceSuspects(String benchmark, Look look) {
        int tries = Math.max(2, look.pairs() / 3);
        for (int i = 0; i < tries && !isOver; i++) {
            int suspect = series.get(benchmark).suspect();
            if (suspect == 0) {
                return;
            }
            addPair(benchmark, suspect, look);
        }
    }

    private void addPair(String benchmark, int pair, Look look) {
        BenchmarkCase each = cases.get(benchmark);
        if (isOver || !budget.allows(2 * forks.expectedMs(each))) {
            isOver = true;
            return;
        }
        progress.step(phase.name().toLowerCase(Locale.ROOT) + " pair " + pair + " of " + look.pairs() + ", "
                + benchmark, leftMs(pair, look));
        Side first = Side.firstOf(pair);
        ForkSample one = measure(each, pair, first);
        ForkSample two = one == null ? null : measure(each, pair, first.other());
        if (two != null) {
            series.get(benchmark).add(first == Side.A ? one : two, first == Side.A ? two : one);
        }
    }

    /** One lost fork is run once more; a side that gives none twice is out. */
    private ForkSample measure(BenchmarkCase benchmark, int pair, Side side) {
        String reason = "";
        for (int i = 0; i < 2 && budget.allows(0); i++) {
            try {
                return forks.run(phase, benchmark, pair, side, Math.min(HUNG_MS, budget.leftMs()));
            } catch (ForkFailedException e) {
                reason = e.getMessage();
            }
        }
        if (budget.allows(0)) {
            giveUp(benchmark.label(), side, reason);
        } else {
            isOver = true;
        }
        return null;
    }

    private void giveUp(String benchmark, Side side, String reason) {
        boolean isCandidate = side == Side.B;
        reasons.put(benchmark, (isCandidate ? "the candidate" : "the baseline") + " cannot run it: " + reason);
        if (isCandidate) {
            family.lose(benchmark);
        }
    }

    private long leftMs(int pair, Look look) {
        long left = 0;
        for (String each : open()) {
            left += 2L * (look.pairs() - Math.max(pair - 1, series.get(each).size()))
                    * forks.expectedMs(cases.get(each));
        }
        return left;
    }

    private List<Finding> findings() {
        return cases.keySet().stream().map(each -> new Finding(each, family.verdict(each), reason(each),
                family.estimate(each), series.get(each), null)).toList();
    }

    private String reason(String benchmark) {
        if (reasons.containsKey(benchmark) || family.verdict(benchmark) != Verdict.INCONCLUSIVE) {
            return reasons.getOrDefault(benchmark, "");
        }
        return isOver ? "no time left after " + series.get(benchmark).size() + " pairs" : "too noisy";
    }
}
