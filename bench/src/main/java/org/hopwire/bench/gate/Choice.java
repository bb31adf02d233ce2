package org.hopwire.bench.gate;

import java.util.regex.Pattern;

import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Option;

/** Which benchmarks a command measures that takes the quick gate's unless told otherwise. */
final class Choice {
    @Option(names = "--full", description = "all benchmarks, not only the quick gate's")
    private boolean full;

    @Option(names = "--benchmark", paramLabel = "REGEX", defaultValue = "", description = "only those whose name with parameters contains it")
    private Pattern benchmark;

    /** What both sides have of it, and what only one has. */
    Selection of(Build before, Build after) {
        return Selection.of(before, after, !full, benchmark);
    }

    /** There is nothing to measure. */
    BenchException none() {
        return new BenchException(BenchException.USAGE, "--benchmark: both have none that contains \"" + benchmark
                + "\"");
    }
}
