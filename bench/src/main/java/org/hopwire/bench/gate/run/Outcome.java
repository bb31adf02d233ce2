package org.hopwire.bench.gate.run;

import java.util.List;

import org.hopwire.bench.gate.decide.Verdict;

/**
 * What a run says.
 *
 * @param verdict
 *            of the whole
 * @param reason
 *            why it is inconclusive, or empty
 * @param reference
 *            the frozen kernel against itself, or {@code null} where it was not run
 * @param findings
 *            a benchmark each
 */
public record Outcome(Verdict verdict, String reason, Finding reference, List<Finding> findings) {
    /** Copies the findings. */
    public Outcome {
        findings = List.copyOf(findings);
    }

    static Outcome of(Finding reference, List<Finding> findings, String noise) {
        boolean isNoisy = !noise.isEmpty();
        Verdict verdict = worst(findings, isNoisy);
        return new Outcome(verdict, isNoisy ? noise : "", reference, findings);
    }

    private static Verdict worst(List<Finding> findings, boolean isNoisy) {
        if (has(findings, Verdict.LOST)) {
            return Verdict.LOST;
        }
        if (isNoisy) {
            return Verdict.INCONCLUSIVE;
        }
        for (Verdict each : List.of(Verdict.REGRESSION, Verdict.INCONCLUSIVE, Verdict.IMPROVEMENT)) {
            if (has(findings, each)) {
                return each;
            }
        }
        return Verdict.OK;
    }

    private static boolean has(List<Finding> findings, Verdict verdict) {
        return findings.stream().anyMatch(each -> each.verdict() == verdict);
    }
}
