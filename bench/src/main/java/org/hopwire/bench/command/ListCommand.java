package org.hopwire.bench.command;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.hopwire.bench.EngineBenchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench list}: one benchmark a line, in the form {@code bench run} takes. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the benchmarks whose name contains NAME.", footer = {
    "", "Example:", "  bench list icmp"})
final class ListCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "part of a name; all where absent")
    private String name;

    @Override
    public Integer call() {
        names(name).forEach(System.out::println);
        return 0;
    }

    static SortedSet<String> names(String part) {
        SortedSet<String> names = new TreeSet<>();
        BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of())
                .forEach(entry -> names.add(shortName(entry.getUsername())));
        names.removeIf(each -> !each.contains(part));
        return names;
    }

    static String shortName(String benchmark) {
        return benchmark.replace(EngineBenchmark.class.getPackageName() + ".", "");
    }
}
