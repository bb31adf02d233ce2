package org.hopwire.bench.peers;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Settings;
import org.hopwire.engine.StartupCheck;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A benchmark in a JVM of its own, its measuring thread on the peers' processor. */
record JmhContender(JavaCase java, Settings settings) implements Contender {
    private static final int MEDIAN = 50;

    @Override
    public Sample run() {
        Sample whole = run(java.method());
        return java.idle().isEmpty() ? whole : whole.less(run(java.idle()));
    }

    private Sample run(String method) {
        String name = java.type().getName() + "." + method;
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + Pattern.quote(name) + "$").forks(1)
                .verbosity(VerboseMode.SILENT).shouldFailOnError(true).jvmArgs(flags());
        java.params().forEach(options::param);
        length(options);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        OutputFormat format = OutputFormatFactory.createFormatInstance(new PrintStream(said, true, UTF_8),
                VerboseMode.SILENT);
        try {
            Statistics ns = new Runner(options.build(), format).runSingle().getPrimaryResult().getStatistics();
            return new Sample(ns.getMin(), ns.getPercentile(MEDIAN));
        } catch (RunnerException e) {
            throw new BenchException(BenchException.DEFECT, name + ": " + e.getMessage() + "\n" + said.toString(UTF_8));
        }
    }

    private String[] flags() {
        List<String> flags = new ArrayList<>(StartupCheck.flags());
        flags.add("-D" + EngineBenchmark.CORE + "=" + settings.core());
        return flags.toArray(String[]::new);
    }

    private void length(ChainedOptionsBuilder options) {
        if (java.isSlow()) {
            options.warmupIterations(2).measurementIterations(3);
        } else if (settings.isQuick()) {
            options.warmupIterations(3).measurementIterations(3).measurementTime(TimeValue.milliseconds(50));
        } else {
            options.measurementTime(TimeValue.milliseconds(50));
        }
    }
}
