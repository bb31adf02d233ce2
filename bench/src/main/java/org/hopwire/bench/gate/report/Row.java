package org.hopwire.bench.gate.report;

import java.util.List;

import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.run.Finding;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.sample.Side;
import org.hopwire.bench.gate.stats.Estimate;

/**
 * A benchmark's line in a result. Changes are fractions, candidate over baseline less one: 0.05 is 5 % slower.
 *
 * @param benchmark
 *            label
 * @param verdict
 *            after confirmation
 * @param reason
 *            what the figures do not show, or empty
 * @param pairs
 *            measured
 * @param change
 *            Hodges-Lehmann estimate, {@code null} before the first look
 * @param low
 *            bound, {@code null} where the pairs are too few
 * @param high
 *            bound
 * @param baselineNs
 *            nanoseconds per operation of the median fork, {@code null} where there is none
 * @param candidateNs
 *            the same
 * @param pairChanges
 *            each pair's change, in order
 * @param replacedBaseline
 *            pairs run anew because the baseline's fork was suspect
 * @param replacedCandidate
 *            because the candidate's was
 * @param confirmation
 *            the new pairs of what looked like a regression, or {@code null}
 */
public record Row(String benchmark, Verdict verdict, String reason, int pairs, Double change, Double low, Double high,
        Double baselineNs, Double candidateNs, List<Double> pairChanges, int replacedBaseline, int replacedCandidate,
        Row confirmation) {
    private static final double DIGITS = 1e5;

    /** Copies the changes. */
    public Row {
        pairChanges = List.copyOf(pairChanges);
    }

    /** What was found of a benchmark. */
    public static Row of(Finding found) {
        Estimate estimate = found.estimate();
        PairSeries series = found.series();
        return new Row(found.benchmark(), found.verdict(), found.reason(), series.size(),
                estimate == null ? null : change(estimate.center()), estimate == null ? null : change(estimate.lower()),
                estimate == null ? null : change(estimate.upper()), rounded(series.medianNs(Side.A)),
                rounded(series.medianNs(Side.B)), series.logRatios().stream().map(Row::change).toList(),
                series.replaced(Side.A), series.replaced(Side.B),
                found.confirmation() == null ? null : of(found.confirmation()));
    }

    /** The figures that decided: the new pairs', where there are some. */
    public Row deciding() {
        return confirmation == null ? this : confirmation;
    }

    private static Double change(double logRatio) {
        return Double.isInfinite(logRatio) ? null : rounded(Estimate.change(logRatio));
    }

    private static Double rounded(double value) {
        return Double.isNaN(value) ? null : Math.round(value * DIGITS) / DIGITS;
    }
}
