package org.hopwire.bench.gate.decide;

import java.util.List;

import org.hopwire.bench.gate.stats.Estimate;
import org.hopwire.bench.gate.stats.WalshAverages;

/**
 * What is known of one benchmark after a look.
 *
 * @param estimate
 *            at the level of that look
 * @param slower
 *            the smallest probability of slowness at any look so far, each divided by the look's share of alpha, so
 *            that it may be compared with all of alpha
 * @param faster
 *            the same of quickness
 */
public record Evidence(Estimate estimate, double slower, double faster) {

    /** What the pairs say at a look, after what they said at earlier ones ({@code null} at the first). */
    static Evidence at(Look look, Rule rule, List<Double> logRatios, Evidence before) {
        Estimate estimate = new WalshAverages(logRatios.stream().mapToDouble(Double::doubleValue).toArray())
                .estimate(look.alpha());
        double share = look.alpha() / rule.alpha();
        return new Evidence(estimate, Math.min(estimate.slower() / share, before == null ? 1 : before.slower),
                Math.min(estimate.faster() / share, before == null ? 1 : before.faster));
    }
}
