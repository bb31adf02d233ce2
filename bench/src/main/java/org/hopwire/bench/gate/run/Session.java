package org.hopwire.bench.gate.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.sample.Phase;

/** A whole run: the frozen kernel against itself, the benchmarks, and new pairs for what looks like a regression. */
public final class Session {
    private static final double PERCENT = 100;

    private final ForkRunner forks;
    private final Rule rule;
    private final Budget budget;
    private final Progress progress;

    /** A run under a rule, within a budget. */
    public Session(ForkRunner forks, Rule rule, Budget budget, Progress progress) {
        this.forks = forks;
        this.rule = rule;
        this.budget = budget;
        this.progress = progress;
    }

    /** Milliseconds to the first look of all benchmarks; that is the end, where the machine is quiet. */
    public long neededMs(List<BenchmarkCase> benchmarks) {
        long pairMs = 2 * forks.expectedMs(BenchmarkCase.REFERENCE);
        for (BenchmarkCase each : benchmarks) {
            pairMs += 2 * forks.expectedMs(each);
        }
        return pairMs * rule.looks().getFirst().pairs();
    }

    /**
     * Runs it.
     *
     * @param lost
     *            benchmarks the candidate has no more: reported, not run
     */
    public Outcome run(List<BenchmarkCase> benchmarks, List<BenchmarkCase> lost) {
        List<Finding> findings = new ArrayList<>();
        lost.forEach(each -> findings.add(Finding.lost(each.label(), "the candidate has no such benchmark")));
        Finding reference = stage(Phase.REFERENCE, List.of(BenchmarkCase.REFERENCE), Rule.standard(rule.theta()))
                .getFirst();
        String noise = noise(reference);
        if (!noise.isEmpty()) {
            progress.say(noise);
            benchmarks.forEach(each -> findings.add(new Finding(each.label(), Verdict.INCONCLUSIVE, "not measured",
                    null, new PairSeries(), null)));
            return Outcome.of(reference, findings, noise);
        }
        findings.addAll(compare(benchmarks));
        return Outcome.of(reference, findings, "");
    }

    /** The benchmarks alone, without confirmation. */
    public List<Finding> measure(List<BenchmarkCase> benchmarks) {
        return stage(Phase.GATE, benchmarks, rule);
    }

    private List<Finding> compare(List<BenchmarkCase> benchmarks) {
        List<Finding> screened = measure(benchmarks);
        List<BenchmarkCase> slow = benchmarks.stream().filter(each -> screened.stream().anyMatch(
                found -> found.benchmark().equals(each.label()) && found.verdict() == Verdict.REGRESSION)).toList();
        if (slow.isEmpty()) {
            return screened;
        }
        progress.say("looks slower, measuring anew: "
                + slow.stream().map(BenchmarkCase::label).collect(Collectors.joining(", ")));
        Map<String, Finding> confirmations = stage(Phase.CONFIRM, slow, rule).stream()
                .collect(Collectors.toMap(Finding::benchmark, Function.identity()));
        return screened.stream().map(each -> confirmed(each, confirmations.get(each.benchmark()))).toList();
    }

    /** The first pairs only called for the second ones, which have nothing to do with them: theirs is the verdict. */
    static Finding confirmed(Finding screened, Finding confirmation) {
        if (confirmation == null) {
            return screened;
        }
        return switch (confirmation.verdict()) {
            case REGRESSION -> screened.with(Verdict.REGRESSION, "confirmed", confirmation);
            case OK -> screened.with(Verdict.OK, "slower at first, not in new pairs", confirmation);
            case LOST -> screened.with(Verdict.LOST, confirmation.reason(), confirmation);
            case IMPROVEMENT -> screened.with(Verdict.INCONCLUSIVE, "slower at first, faster in new pairs",
                    confirmation);
            case INCONCLUSIVE -> screened.with(Verdict.INCONCLUSIVE,
                    "slower at first, not confirmed: " + confirmation.reason(), confirmation);
        };
    }

    private List<Finding> stage(Phase phase, List<BenchmarkCase> benchmarks, Rule looks) {
        return new Stage(phase, benchmarks, looks, forks, budget, progress).run();
    }

    /** Why nothing can be said on this machine now, or empty. Something that has not changed must be seen as such. */
    private static String noise(Finding reference) {
        if (reference.verdict() == Verdict.OK) {
            return "";
        }
        if (reference.estimate() == null || !reference.estimate().isBounded()) {
            return "machine too noisy, or no time: " + reference.reason();
        }
        return String.format(Locale.ROOT, "machine too noisy: CI +-%.1f %% around %+.1f %% for what has not changed",
                reference.estimate().halfWidth() * PERCENT, Math.expm1(reference.estimate().center()) * PERCENT);
    }
}
