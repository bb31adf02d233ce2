package org.hopwire.bench.gate.sample;

import java.util.Collections;
import java.util.List;

import org.hopwire.bench.gate.stats.Quantiles;

/**
 * What one JVM measured.
 *
 * @param phase
 *            what it was for
 * @param benchmark
 *            class, method and parameters, as {@code bench list} and the gate print them
 * @param pair
 *            from 1; where a pair was measured anew its number comes again, and the last one counts
 * @param side
 *            baseline or candidate
 * @param ns
 *            nanoseconds per operation of each iteration, warm-up left out
 * @param wallMs
 *            what the JVM took from start to end, milliseconds
 */
public record ForkSample(Phase phase, String benchmark, int pair, Side side, List<Double> ns, long wallMs) {
    /** Copies the iterations. */
    public ForkSample {
        ns = List.copyOf(ns);
    }

    /** The figure that stands for the fork: the lower quartile of its iterations, nanoseconds per operation. */
    public double statistic() {
        return Quantiles.of(ns, Quantiles.LOW);
    }

    double minimum() {
        return Collections.min(ns);
    }
}
