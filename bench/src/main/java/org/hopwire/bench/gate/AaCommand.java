package org.hopwire.bench.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.power.AaRow;
import org.hopwire.bench.gate.power.AaSummary;
import org.hopwire.bench.gate.report.Cells;
import org.hopwire.bench.gate.report.JsonReport;
import org.hopwire.bench.gate.sample.RawRun;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench aa}: how often does the gate cry wolf here, and what does it see? */
@Command(name = "aa", mixinStandardHelpOptions = true, description = "Runs the gate with a build on both sides, adds the forks to those kept for this machine, and says from all of them how often it is wrong and what it can see.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    "0:no more false alarms than the rule allows", "1:more", "2:usage", "3:no run to judge",
    "4:environment"}, footerHeading = "%nExamples:%n", footer = {
        "  bench aa --runs 20", "  bench aa --runs 1 --budget 9m    # a part, to be gone on with later",
        "  bench aa --runs 0                # only says what the forks kept so far show"})
public final class AaCommand implements Callable<Integer> {
    private static final double SURPRISING = 0.01;
    private static final double PERCENT = 100;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "20", description = "runs of the gate to add (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--baseline", paramLabel = "COMMIT|FOLDER", defaultValue = ".", description = "the build for both sides (default: this working tree)")
    private String baseline;

    @Mixin
    private Choice choice;

    @Mixin
    private Time time;

    @Override
    public Integer call() {
        Workbench bench = time.workbench();
        Path raw = bench.results().resolve("aa.jsonl");
        if (runs > 0) {
            measure(bench, raw);
        }
        AaSummary summary = summary(raw);
        String table = table(summary);
        Workbench.write(bench.results().resolve("aa.json"), JsonReport.pretty(summary));
        System.out.print(table);
        System.err.println("bench: " + headline(summary));
        if (summary.judged() == 0) {
            return 3;
        }
        return summary.surprise() < SURPRISING ? 1 : 0;
    }

    private void measure(Workbench bench, Path raw) {
        Build build = bench.build(baseline);
        Selection selection = choice.of(build, build);
        for (int i = 1; i <= runs && bench.budget.leftMs() > 0; i++) {
            bench.progress.say("run " + i + " of " + runs);
            new Comparison(bench, build, build, Rule.standard(Rule.DEFAULT_THETA), raw).gate("aa", selection);
        }
    }

    private static AaSummary summary(Path raw) {
        if (!Files.exists(raw)) {
            throw new BenchException(BenchException.USAGE, "--runs: nothing recorded in " + raw + " yet");
        }
        try {
            return AaSummary.of(RawRun.read(raw), Rule.standard(Rule.DEFAULT_THETA));
        } catch (IOException e) {
            throw new BenchException(BenchException.INPUT, e.getMessage());
        }
    }

    private static String table(AaSummary summary) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("benchmark", "runs", "alarms", "undecided", "pairs", "deviation %", "drawn: alarms %",
                "undecided %", "+5 % caught %", "+10 % caught %", "+10 % missed %", "smallest seen %"));
        for (AaRow each : summary.benchmarks()) {
            lines.add(List.of(each.benchmark(), "" + each.runs(), "" + each.regressions(), "" + each.inconclusive(),
                    "" + each.pairs(), percent(each.deviation()), percent(each.falseAlarms()),
                    percent(each.undecided()), percent(each.caught5()), percent(each.caught10()),
                    percent(each.missed10()), Cells.percent(each.smallestVisible())));
        }
        return Cells.table(lines);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * PERCENT);
    }

    private static String headline(AaSummary summary) {
        return String.format(Locale.ROOT,
                "%d whole runs (%d too noisy, %d cut off): %d false alarms of %d, at most %.1f %% with 95 %% confidence",
                summary.runs(), summary.noisy(), summary.cutOff(), summary.falseAlarms(), summary.judged(),
                summary.atMost() * PERCENT);
    }
}
