package org.hopwire.bench.soak;

import java.util.Arrays;

/**
 * A straight line through figures over time, after Theil and Sen: the median of the slopes between all pairs, so that
 * one odd figure tilts nothing.
 *
 * @param perHour slope
 * @param growth what the line rises from the first figure to the last
 * @param first figure
 * @param last figure
 */
record Trend(double perHour, double growth, double first, double last) {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /** The line through figures at times in milliseconds, ascending. */
    static Trend of(long[] millis, long[] figures) {
        int n = figures.length;
        if (n < 2) {
            return new Trend(0, 0, n == 0 ? 0 : figures[0], n == 0 ? 0 : figures[0]);
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[count++] = (figures[j] - figures[i]) / (double) Math.max(1, millis[j] - millis[i]);
            }
        }
        Arrays.sort(slopes);
        double slope = (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
        return new Trend(slope * MILLIS_PER_HOUR, slope * (millis[n - 1] - millis[0]), figures[0], figures[n - 1]);
    }

    /** Whether the line rises no further than a figure's own noise. */
    boolean isFlat(double tolerance) {
        return growth <= tolerance;
    }
}
