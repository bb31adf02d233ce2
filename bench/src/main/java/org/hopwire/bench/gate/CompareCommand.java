package org.hopwire.bench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.report.Cells;
import org.hopwire.bench.gate.report.GateResult;
import org.hopwire.bench.gate.report.Row;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench compare}: two builds side by side, nobody judged. */
@Command(name = "compare", mixinStandardHelpOptions = true, description = "Measures two commits or working trees side by side and prints the change, without a verdict: ~ where none is seen.", footerHeading = "%nExamples:%n", footer = {
    "  bench compare HEAD~1 .", "  bench compare --full --benchmark checksum v1 v2"})
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "a commit, or a folder with a working tree")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "the same")
    private String after;

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "7", description = "pairs of forks; 7 is the least that bounds a change (default ${DEFAULT-VALUE})")
    private int pairs;

    @Mixin
    private Choice choice;

    @Mixin
    private Time time;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        if (pairs < 1) {
            throw new BenchException(BenchException.USAGE, "--pairs: " + pairs + " is less than 1");
        }
        Workbench bench = time.workbench();
        Build a = bench.build(before);
        Build b = bench.build(after);
        Selection selection = choice.of(a, b);
        if (selection.gated().isEmpty()) {
            throw choice.none();
        }
        GateResult result = new Comparison(bench, a, b, Rule.standard(Rule.DEFAULT_THETA).once(pairs), null)
                .plain("compare", selection);
        json.print(result, table(result));
        return 0;
    }

    private static String table(GateResult result) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("benchmark", "A ns", "B ns", "change %", "from %", "to %", ""));
        for (Row each : result.benchmarks()) {
            boolean isSeen = each.low() != null && (each.low() > 0 || each.high() < 0);
            lines.add(List.of(each.benchmark(), Cells.ns(each.baselineNs()), Cells.ns(each.candidateNs()),
                    Cells.percent(each.change()), Cells.percent(each.low()), Cells.percent(each.high()),
                    isSeen ? "" : "~"));
        }
        return Cells.table(lines);
    }
}
