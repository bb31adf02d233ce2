package org.hopwire.bench.gate.stats;

/**
 * The exact distribution of Wilcoxon's signed-rank statistic W+ (the sum of the ranks of positive differences) where
 * nothing has changed and no two differences are equal in size.
 */
public final class SignedRank {
    private SignedRank() {}

    /** The largest W+ that {@code pairs} differences can have. */
    public static int largest(int pairs) {
        return pairs * (pairs + 1) / 2;
    }

    /**
     * P(W+ &lt;= {@code statistic}).
     *
     * @param pairs
     *            from 0
     */
    public static double cumulative(int pairs, int statistic) {
        double[] weights = weights(pairs);
        double sum = 0;
        for (int w = 0; w <= Math.min(statistic, largest(pairs)); w++) {
            sum += weights[w];
        }
        return sum;
    }

    /** The largest k with P(W+ &lt;= k) &lt;= {@code alpha}, or -1 where so few pairs cannot support that level. */
    public static int critical(int pairs, double alpha) {
        double[] weights = weights(pairs);
        double sum = 0;
        int k = -1;
        while (k + 1 < weights.length && sum + weights[k + 1] <= alpha) {
            k++;
            sum += weights[k];
        }
        return k;
    }

    /** How probable each value is: rank i is in the sum, or is not, with even chances. */
    private static double[] weights(int pairs) {
        double[] weights = new double[largest(pairs) + 1];
        weights[0] = 1;
        for (int rank = 1; rank <= pairs; rank++) {
            for (int w = largest(rank); w >= 0; w--) {
                double with = w >= rank ? weights[w - rank] : 0;
                weights[w] = (weights[w] + with) / 2;
            }
        }
        return weights;
    }
}
