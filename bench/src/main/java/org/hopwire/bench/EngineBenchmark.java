package org.hopwire.bench;

import java.util.concurrent.TimeUnit;

import org.hopwire.port.linux.sys.Affinity;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The one place for JMH settings: average nanoseconds per operation, forks as the unit of repetition, short iterations
 * so that their minimum shows the quiet moments of a noisy machine. JVM flags come from the engine's own file through
 * {@code bench/bench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public abstract class EngineBenchmark {
    /** System property: number of a processor. */
    public static final String CORE = "hopwire.bench.core";

    /** Only for subclasses. */
    protected EngineBenchmark() {}

    /**
     * Keeps the measuring thread on the processor of {@value #CORE}, where that is set, as its peers are kept on
     * it.
     */
    @Setup(Level.Trial)
    public void pin() {
        Integer core = Integer.getInteger(CORE);
        if (core != null) {
            Affinity.pin(core);
        }
    }

    /**
     * Refuses to measure a wrong answer.
     *
     * @throws IllegalStateException unless both are equal
     */
    protected static void check(String what, long expected, long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + ": expected " + expected + ", got " + actual);
        }
    }
}
