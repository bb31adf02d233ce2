package org.hopwire.bench.scale;

import java.util.Arrays;

/**
 * The 10 % quantile of many short measurements with its 95 % interval. On a shared machine the quiet moments repeat
 * themselves, while a mean shows what the neighbours do.
 *
 * @param value the quantile
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
record LowQuantile(double value, double low, double high) {
    private static final double QUANTILE = 0.1;
    private static final double NORMAL_95 = 1.96;

    /**
     * Of measurements in any order. The interval is between order statistics, by the normal approximation of the
     * binomial number of values below the quantile; nothing is assumed of their distribution.
     *
     * @throws IllegalArgumentException if there are none
     */
    static LowQuantile of(double... measured) {
        if (measured.length == 0) {
            throw new IllegalArgumentException("no measurement");
        }
        double[] sorted = measured.clone();
        Arrays.sort(sorted);
        double middle = QUANTILE * sorted.length;
        double half = NORMAL_95 * Math.sqrt(middle * (1 - QUANTILE));
        return new LowQuantile(at(sorted, middle), at(sorted, middle - half), at(sorted, middle + half));
    }

    private static double at(double[] sorted, double rank) {
        return sorted[Math.clamp((int) Math.floor(rank), 0, sorted.length - 1)];
    }
}
