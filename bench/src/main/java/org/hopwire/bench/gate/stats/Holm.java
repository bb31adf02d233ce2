package org.hopwire.bench.gate.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down procedure: among many tests the chance of even one false rejection stays below alpha. */
public final class Holm {
    private Holm() {}

    /** Which of the hypotheses with these probabilities are rejected. */
    public static boolean[] rejected(double[] probabilities, double alpha) {
        int[] order = IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i])).mapToInt(Integer::intValue).toArray();
        boolean[] rejected = new boolean[probabilities.length];
        for (int i = 0; i < order.length && probabilities[order[i]] <= alpha / (order.length - i); i++) {
            rejected[order[i]] = true;
        }
        return rejected;
    }
}
