package org.hopwire.bench.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.mutate.Mutant;
import org.hopwire.bench.gate.mutate.MutantRow;
import org.hopwire.bench.gate.mutate.MutantSummary;
import org.hopwire.bench.gate.report.Cells;
import org.hopwire.bench.gate.report.JsonReport;
import org.hopwire.bench.gate.sample.RawRun;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench mutate}: does the gate catch what it should? */
@Command(name = "mutate", mixinStandardHelpOptions = true, description = "Plants slowdowns in copies of a commit, measures how slow each truly is, then sees whether the gate catches it. What was measured of the same commit is not measured again.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    "0:every true slowdown was caught", "1:one was not", "2:usage", "3:none was measured", "4:environment",
    "5:a mutant does not fit the source any more"}, footerHeading = "%nExamples:%n", footer = {
        "  bench mutate", "  bench mutate --mutant checksum --budget 9m"})
public final class MutateCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Option(names = "--mutant", paramLabel = "REGEX", defaultValue = "", description = "only those whose name contains it")
    private Pattern wanted;

    @Option(names = "--baseline", paramLabel = "COMMIT", defaultValue = "HEAD", description = "what to plant in (default ${DEFAULT-VALUE})")
    private String baseline;

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "21", description = "pairs for the true slowdown (default ${DEFAULT-VALUE})")
    private int pairs;

    @Mixin
    private Time time;

    @Option(names = "--build-only", description = "builds the mutants, measures nothing")
    private boolean buildOnly;

    @Option(names = "--report-only", description = "only says what the forks kept so far show")
    private boolean reportOnly;

    @Override
    public Integer call() {
        Workbench bench = time.workbench();
        Path raw = bench.results().resolve("mutants.jsonl");
        List<Mutant> mutants = Mutant.all().stream().filter(each -> wanted.matcher(each.name()).find()).toList();
        if (mutants.isEmpty()) {
            throw new BenchException(BenchException.USAGE, "--mutant: none contains \"" + wanted + "\"");
        }
        if (!reportOnly) {
            measure(bench, mutants, raw);
        }
        return buildOnly ? 0 : report(bench, recorded(raw));
    }

    private void measure(Workbench bench, List<Mutant> mutants, Path raw) {
        Build before = bench.builds.commit(baseline);
        for (Mutant each : mutants) {
            Build after = bench.builds.edited(before.name(), each.key(before.name()), each::apply);
            if (!buildOnly && bench.budget.leftMs() > 0) {
                measure(bench, each, before, after, raw);
            }
        }
    }

    private void measure(Workbench bench, Mutant mutant, Build before, Build after, Path raw) {
        Selection selection = new Selection(List.of(BenchmarkCase.parse(mutant.benchmark())), List.of(), List.of());
        Rule rule = Rule.standard(Rule.DEFAULT_THETA);
        bench.progress.say("mutant " + mutant.name() + ": " + mutant.about());
        if (!isKnown(raw, MutantSummary.VERIFY, mutant, before)) {
            new Comparison(bench, before, after, rule.once(pairs), raw).plain(MutantSummary.VERIFY, selection);
        }
        if (!isKnown(raw, MutantSummary.GATE, mutant, before)) {
            new Comparison(bench, before, after, rule, raw).gate(MutantSummary.GATE, selection);
        }
    }

    private static boolean isKnown(Path raw, String kind, Mutant mutant, Build before) {
        return MutantSummary.last(recorded(raw), kind, mutant)
                .filter(each -> each.header().baseline().equals(before.name())).isPresent();
    }

    private static List<RawRun> recorded(Path raw) {
        try {
            return Files.exists(raw) ? RawRun.read(raw) : List.of();
        } catch (IOException e) {
            throw new BenchException(BenchException.INPUT, e.getMessage());
        }
    }

    private static int report(Workbench bench, List<RawRun> recorded) {
        if (recorded.isEmpty()) {
            return Verdict.INCONCLUSIVE.exitCode();
        }
        MutantSummary summary = MutantSummary.of(Mutant.all(), recorded, Rule.standard(Rule.DEFAULT_THETA));
        Workbench.write(bench.results().resolve("mutants.json"), JsonReport.pretty(summary));
        System.out.print(table(summary));
        boolean isMissed = summary.mutants().stream()
                .anyMatch(each -> each.isReal() && each.verdict() != null && each.verdict() != Verdict.REGRESSION);
        return isMissed ? 1 : 0;
    }

    private static String table(MutantSummary summary) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("mutant", "true change %", "from %", "to %", "drawn: caught %", "gate", "benchmark"));
        for (MutantRow each : summary.mutants()) {
            lines.add(List.of(each.mutant(), Cells.percent(each.change()), Cells.percent(each.low()),
                    Cells.percent(each.high()), String.format(Locale.ROOT, "%.1f", each.caught() * PERCENT),
                    each.isReal() ? String.valueOf(each.verdict()) : "void, no slowdown; " + each.verdict(),
                    each.benchmark()));
        }
        return Cells.table(lines);
    }
}
