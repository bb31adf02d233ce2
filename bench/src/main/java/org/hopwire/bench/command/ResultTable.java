package org.hopwire.bench.command;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** Results as a table: the minimum and the median of all iterations, because a mean shows the neighbours' load. */
final class ResultTable {
    private static final int MEDIAN = 50;

    private ResultTable() {}

    static void print(Collection<RunResult> results, PrintStream out) {
        int width = results.stream().mapToInt(each -> label(each.getParams()).length()).max().orElse(1);
        out.println(pad("benchmark", width) + "    min ns/op median ns/op      n");
        for (RunResult each : results) {
            Statistics ns = each.getPrimaryResult().getStatistics();
            out.println(pad(label(each.getParams()), width) + String.format(Locale.ROOT, " %12.2f %12.2f %6d",
                    ns.getMin(), ns.getPercentile(MEDIAN), ns.getN()));
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String label(BenchmarkParams params) {
        String values = params.getParamsKeys().stream().map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(","));
        String name = ListCommand.shortName(params.getBenchmark());
        return values.isEmpty() ? name : name + "(" + values + ")";
    }
}
