package org.hopwire.bench.gate.stats;

/**
 * What pairs of forks say about a benchmark, in natural logarithms of candidate over baseline: above zero is slower.
 *
 * @param pairs
 *            how many were used
 * @param center
 *            Hodges-Lehmann estimate
 * @param lower
 *            one-sided lower bound, minus infinity where the pairs are too few for the level
 * @param upper
 *            one-sided upper bound, infinity where the pairs are too few
 * @param slower
 *            probability of so many signs of slowness where nothing has changed
 * @param faster
 *            the same of quickness
 */
public record Estimate(int pairs, double center, double lower, double upper, double slower, double faster) {

    /** A logarithm as a change: 0.05 is 5 % slower. */
    public static double change(double logRatio) {
        return Math.expm1(logRatio);
    }

    /** Half of the interval's width, as a change; infinite where the pairs are too few. */
    public double halfWidth() {
        return Math.expm1((upper - lower) / 2);
    }

    /** Whether the pairs were enough for bounds. */
    public boolean isBounded() {
        return !Double.isInfinite(lower);
    }
}
