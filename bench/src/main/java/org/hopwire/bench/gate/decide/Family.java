package org.hopwire.bench.gate.decide;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.hopwire.bench.gate.stats.Estimate;
import org.hopwire.bench.gate.stats.Holm;

/**
 * All benchmarks of a run, judged together: where they are many, a regression or an improvement must also survive
 * Holm's correction. Whoever has a final verdict keeps it.
 */
public final class Family {
    private static final int MOST_UNCORRECTED = 10;

    private final Rule rule;
    private final Map<String, Evidence> evidence = new LinkedHashMap<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

    /** A family of these benchmarks, all inconclusive as yet. */
    public Family(Rule rule, List<String> benchmarks) {
        this.rule = rule;
        benchmarks.forEach(each -> verdicts.put(each, Verdict.INCONCLUSIVE));
    }

    /** Takes the pairs of those still open to a look, then judges. */
    public void judge(Look look, Map<String, List<Double>> logRatios) {
        logRatios.forEach((name, values) -> {
            if (!verdicts.get(name).isFinal()) {
                evidence.merge(name, Evidence.at(look, rule, values, null),
                        (before, now) -> Evidence.at(look, rule, values, before));
            }
        });
        Map<String, Boolean> slower = survivors(Evidence::slower);
        Map<String, Boolean> faster = survivors(Evidence::faster);
        verdicts.replaceAll((name, known) -> known.isFinal() || !logRatios.containsKey(name)
                ? known
                : corrected(rule.judge(estimate(name)), slower.get(name), faster.get(name)));
    }

    private static Verdict corrected(Verdict alone, boolean slower, boolean faster) {
        boolean holds = switch (alone) {
            case REGRESSION -> slower;
            case IMPROVEMENT -> faster;
            default -> true;
        };
        return holds ? alone : Verdict.INCONCLUSIVE;
    }

    private Map<String, Boolean> survivors(ToDoubleFunction<Evidence> probability) {
        List<String> names = List.copyOf(verdicts.keySet());
        double[] values = names.stream()
                .mapToDouble(each -> evidence.containsKey(each) ? probability.applyAsDouble(evidence.get(each)) : 1)
                .toArray();
        boolean[] rejected = Holm.rejected(values, rule.alpha());
        Map<String, Boolean> survivors = new LinkedHashMap<>();
        for (int i = 0; i < rejected.length; i++) {
            survivors.put(names.get(i), rejected[i] || names.size() <= MOST_UNCORRECTED);
        }
        return survivors;
    }

    /** The verdict on a benchmark so far. */
    public Verdict verdict(String benchmark) {
        return verdicts.get(benchmark);
    }

    /** What it rests on, or {@code null} before its first look. */
    public Estimate estimate(String benchmark) {
        return evidence.containsKey(benchmark) ? evidence.get(benchmark).estimate() : null;
    }

    /** Benchmarks that need more pairs. */
    public List<String> open() {
        return verdicts.keySet().stream().filter(each -> !verdicts.get(each).isFinal()).toList();
    }

    /** Takes a benchmark out, as lost. */
    public void lose(String benchmark) {
        verdicts.put(benchmark, Verdict.LOST);
    }
}
