package org.hopwire.bench.report.chart;

import java.util.ArrayList;
import java.util.List;

/** Equal ratios, equal distances. */
public final class LogScale implements Scale {
    private static final int[] STEPS = {1, 2, 5};
    private static final int FEW_DECADES = 3;
    private static final int MOST_TICKS = 8;
    private static final double EXACT = 1e-9;

    private final List<Double> ticks;

    private LogScale(List<Double> ticks) {
        this.ticks = ticks;
    }

    /**
     * Ends at 1, 2 or 5 times a power of ten that hold both given.
     *
     * @throws IllegalArgumentException unless both are finite and above 0
     */
    public static LogScale of(double low, double high) {
        LinearScale.requireFinite(low, high);
        if (low <= 0 || high <= 0) {
            throw new IllegalArgumentException("not above 0: " + low + " to " + high);
        }
        int first = below(low);
        int last = Math.max(above(high), first + 1);
        return new LogScale(last - first <= FEW_DECADES * STEPS.length ? all(first, last) : powers(first, last));
    }

    /** Number of the step at or below a value: three a decade. */
    private static int below(double value) {
        int step = STEPS.length * ((int) Math.floor(Math.log10(value)) - 1);
        while (value(step + 1) <= value * (1 + EXACT)) {
            step++;
        }
        return step;
    }

    private static int above(double value) {
        int step = below(value);
        return value(step) >= value * (1 - EXACT) ? step : step + 1;
    }

    private static double value(int step) {
        return Double.parseDouble(
                STEPS[Math.floorMod(step, STEPS.length)] + "E" + Math.floorDiv(step, STEPS.length));
    }

    private static List<Double> all(int first, int last) {
        List<Double> ticks = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            ticks.add(value(i));
        }
        return List.copyOf(ticks);
    }

    /** Whole decades, and not too many of them. */
    private static List<Double> powers(int first, int last) {
        int from = Math.floorDiv(first, STEPS.length);
        int to = Math.ceilDiv(last, STEPS.length);
        int every = Math.ceilDiv(to - from, MOST_TICKS);
        List<Double> ticks = new ArrayList<>();
        for (int i = from; i < to + every; i += every) {
            ticks.add(value(i * STEPS.length));
        }
        return List.copyOf(ticks);
    }

    @Override
    public double position(double value) {
        double low = Math.log(ticks.getFirst());
        return (Math.log(value) - low) / (Math.log(ticks.getLast()) - low);
    }

    @Override
    public List<Double> ticks() {
        return ticks;
    }
}
