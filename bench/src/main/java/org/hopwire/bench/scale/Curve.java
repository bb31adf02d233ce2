package org.hopwire.bench.scale;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What is measured for growing x.
 *
 * @param name of the curve
 * @param unit of y
 * @param xLabel what x is
 * @param steps each x
 * @param probe makes what is measured at an x
 */
record Curve(String name, String unit, String xLabel, List<Integer> steps, IntFunction<Probe> probe) {
    /** The points up to an x. */
    Figures.Series measure(Slices slices, int most) {
        List<Figures.Point> points = steps.stream().filter(x -> x <= most).map(x -> point(x, slices)).toList();
        return new Figures.Series(name, unit, xLabel, "", points);
    }

    private Figures.Point point(int x, Slices slices) {
        try (Probe made = probe.apply(x)) {
            LowQuantile cost = slices.measure(made);
            return new Figures.Point(x, cost.value(), cost.low(), cost.high());
        }
    }
}
