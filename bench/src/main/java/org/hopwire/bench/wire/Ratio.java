package org.hopwire.bench.wire;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many times as fast one is as another, from rounds run in turn.
 *
 * @param median of the rounds' ratios
 * @param least smallest of them
 * @param most largest of them
 */
record Ratio(double median, double least, double most) {
    /** Ratios of figures of one round each. */
    static Ratio of(List<Double> figures, List<Double> others) {
        int rounds = Math.min(figures.size(), others.size());
        double[] ratios = IntStream.range(0, rounds).mapToDouble(i -> figures.get(i) / others.get(i)).sorted()
                .toArray();
        return new Ratio(median(ratios), ratios[0], ratios[rounds - 1]);
    }

    /** How sure it is that the true median is between least and most, where rounds are independent: 1 - 2^(1-n). */
    static double confidence(int rounds) {
        return 1 - Math.scalb(1.0, 1 - rounds);
    }

    /** The middle of ascending figures. */
    static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
