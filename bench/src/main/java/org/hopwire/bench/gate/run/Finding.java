package org.hopwire.bench.gate.run;

import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.stats.Estimate;

/**
 * What a run says of one benchmark.
 *
 * @param benchmark
 *            label
 * @param verdict
 *            after confirmation, where there was one
 * @param reason
 *            what the figures do not show, or empty
 * @param estimate
 *            {@code null} where the pairs did not reach the first look
 * @param series
 *            the pairs
 * @param confirmation
 *            the same of the new pairs, or {@code null}
 */
public record Finding(String benchmark, Verdict verdict, String reason, Estimate estimate, PairSeries series,
        Finding confirmation) {

    static Finding lost(String benchmark, String reason) {
        return new Finding(benchmark, Verdict.LOST, reason, null, new PairSeries(), null);
    }

    Finding with(Verdict after, String why, Finding confirmed) {
        return new Finding(benchmark, after, why, estimate, series, confirmed);
    }
}
