package org.hopwire.bench.gate.stats;

import java.util.Arrays;
import java.util.Collection;

/** Quantiles by linear interpolation between the two nearest values in order. */
public final class Quantiles {
    /** Low enough to lie in the quiet moments of a noisy machine, and steadier than the minimum. */
    public static final double LOW = 0.25;

    private Quantiles() {}

    /**
     * The quantile {@code at} (0 to 1).
     *
     * @throws IllegalArgumentException
     *             where there are no values
     */
    public static double of(Collection<Double> values, double at) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return ofSorted(sorted, at);
    }

    static double ofSorted(double[] sorted, double at) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double position = at * (sorted.length - 1);
        int below = (int) position;
        double fraction = position - below;
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + fraction * (next - sorted[below]);
    }
}
