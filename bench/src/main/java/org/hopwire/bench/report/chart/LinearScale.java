package org.hopwire.bench.report.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Equal differences, equal distances. */
public final class LinearScale implements Scale {
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final double FLAT = 0.1;
    private static final double NEAR = 0.8;

    private final List<Double> ticks;

    private LinearScale(List<Double> ticks) {
        this.ticks = ticks;
    }

    /**
     * Ends at round values that hold both given.
     *
     * @param about so many ticks, more or less
     * @throws IllegalArgumentException unless both are finite
     */
    public static LinearScale of(double low, double high, int about) {
        requireFinite(low, high);
        double top = high > low ? high : low + Math.max(Math.abs(low) * FLAT, 1);
        BigDecimal step = step((top - low) / about);
        long first = (long) Math.floor(low / step.doubleValue());
        long last = Math.max(first + 1, (long) Math.ceil(top / step.doubleValue()));
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(step.multiply(BigDecimal.valueOf(i)).doubleValue());
        }
        return new LinearScale(List.copyOf(ticks));
    }

    /** A tick for each of so many things in a row, from 0, with half a place at both ends. */
    public static Scale ofPlaces(int count) {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ticks.add((double) i);
        }
        return new Places(List.copyOf(ticks));
    }

    static void requireFinite(double low, double high) {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("not finite: " + low + " to " + high);
        }
    }

    /** The round number at or above, or a little below. */
    private static BigDecimal step(double rough) {
        int exponent = (int) Math.floor(Math.log10(rough));
        for (double each : STEPS) {
            BigDecimal step = BigDecimal.valueOf(each).scaleByPowerOfTen(exponent);
            if (step.doubleValue() >= rough * NEAR) {
                return step;
            }
        }
        return BigDecimal.TEN.scaleByPowerOfTen(exponent);
    }

    @Override
    public double position(double value) {
        return (value - ticks.getFirst()) / (ticks.getLast() - ticks.getFirst());
    }

    @Override
    public List<Double> ticks() {
        return ticks;
    }

    /** As {@link #ofPlaces}. */
    private record Places(List<Double> ticks) implements Scale {
        private static final double HALF = 0.5;

        @Override
        public double position(double value) {
            return (value + HALF) / ticks.size();
        }
    }
}
