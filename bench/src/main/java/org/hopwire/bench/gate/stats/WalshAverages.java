package org.hopwire.bench.gate.stats;

import java.util.Arrays;

/**
 * The averages of all pairs of differences, each with itself too, in order. Their median is the Hodges-Lehmann
 * estimate of the shift; those at the signed-rank quantiles bound it without any assumption but symmetry.
 */
public final class WalshAverages {
    private final int count;
    private final double[] sorted;

    /**
     * Computes them.
     *
     * @param differences
     *            at least one, finite
     */
    public WalshAverages(double[] differences) {
        count = differences.length;
        sorted = new double[SignedRank.largest(count)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i; j < count; j++) {
                sorted[at++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(sorted);
    }

    /**
     * The shift, bounds that each fail with a probability of at most {@code alpha}, and how surprising it is.
     *
     * @param alpha
     *            one-sided, 0 to 0.5
     */
    public Estimate estimate(double alpha) {
        int k = SignedRank.critical(count, alpha);
        double lower = k < 0 ? Double.NEGATIVE_INFINITY : sorted[k];
        double upper = k < 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - 1 - k];
        return new Estimate(count, Quantiles.ofSorted(sorted, 0.5), lower, upper, probability(sorted.length - above()),
                probability(sorted.length - below()));
    }

    private double probability(int others) {
        return SignedRank.cumulative(count, others);
    }

    /** Zeros count for neither side, which makes ties err towards "nothing has changed". */
    private int above() {
        return (int) Arrays.stream(sorted).filter(each -> each > 0).count();
    }

    private int below() {
        return (int) Arrays.stream(sorted).filter(each -> each < 0).count();
    }
}
