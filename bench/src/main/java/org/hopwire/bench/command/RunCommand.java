package org.hopwire.bench.command;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.hopwire.bench.option.Quick;
import org.hopwire.engine.StartupCheck;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench run}: measures, prints a table, writes JMH's JSON. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the benchmarks whose name contains NAME and prints nanoseconds per operation.", footer = {
    "", "Examples:", "  bench run engine.", "  bench run --quick checksum",
    "  bench run -p length=64 checksum -o checksum.json"})
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "part of a name; all where absent")
    private String name;

    @Mixin
    private Quick quick;

    @Option(names = {"-f", "--forks"}, paramLabel = "N", description = "JVMs per benchmark (default 3)")
    private int forks;

    @Option(names = {"-p", "--param"}, paramLabel = "NAME=V[,V]", description = "restricts a parameter; repeatable")
    private List<String> params = List.of();

    @Option(names = "--prof", paramLabel = "NAME", description = "a JMH profiler, such as gc; repeatable")
    private List<String> profilers = List.of();

    @Option(names = {"-o",
        "--output"}, paramLabel = "FILE", defaultValue = "bench-result.json", description = "where JMH's JSON goes (default ${DEFAULT-VALUE})")
    private Path output;

    @Override
    public Integer call() {
        if (ListCommand.names(name).isEmpty()) {
            throw usage("no benchmark contains \"" + name + "\"; try: bench list");
        }
        try {
            Collection<RunResult> results = new Runner(options().build()).run();
            ResultTable.print(results, System.out);
            System.err.println("bench: raw results in " + output);
            return 0;
        } catch (RunnerException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder().include(Pattern.quote(name)).verbosity(VerboseMode.NORMAL)
                .jvmArgs(StartupCheck.flags().toArray(String[]::new)).shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON).result(output.toString());
        if (quick.isWanted()) {
            options.forks(1).warmupIterations(3).measurementIterations(3).measurementTime(TimeValue.milliseconds(50));
        }
        if (forks > 0) {
            options.forks(forks);
        }
        params.forEach(each -> addParam(options, each));
        profilers.forEach(options::addProfiler);
        return options;
    }

    private void addParam(ChainedOptionsBuilder options, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage("--param: \"" + assignment + "\" is not NAME=VALUE");
        }
        options.param(assignment.substring(0, equals), assignment.substring(equals + 1).split(",", -1));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
