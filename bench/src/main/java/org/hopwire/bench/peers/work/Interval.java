package org.hopwire.bench.peers.work;

import java.util.Arrays;

/**
 * The rounds of a session: with n of them, least to greatest holds the true median with a probability of 1 - 2^(1-n).
 */
public record Interval(double least, double median, double greatest) {
    /** Of one figure for each round. */
    public static Interval of(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return new Interval(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
    }

    /** Probability that an interval of so many rounds holds the true median. */
    public static double coverage(int rounds) {
        return 1 - Math.scalb(2.0, -rounds);
    }
}
