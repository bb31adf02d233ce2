package org.hopwire.bench.gate.run;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.Side;

/** Measures one fork; a JVM, or a recording of one. */
public interface ForkRunner {
    /**
     * Runs one.
     *
     * @param limitMs
     *            after which it is given up
     * @throws ForkFailedException
     *             where it gives no figures
     */
    ForkSample run(Phase phase, BenchmarkCase benchmark, int pair, Side side, long limitMs) throws ForkFailedException;

    /** What a fork is likely to take, milliseconds. */
    long expectedMs(BenchmarkCase benchmark);
}
