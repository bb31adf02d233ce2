package org.hopwire.bench.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.report.Cells;
import org.hopwire.bench.gate.report.GateResult;
import org.hopwire.bench.gate.report.HistoryLine;
import org.hopwire.bench.gate.report.JsonReport;
import org.hopwire.bench.gate.report.Row;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench history}: what commits took on this machine. */
@Command(name = "history", mixinStandardHelpOptions = true, description = "Measures a commit and adds a line to what is kept of this machine, perf-results/<machine>/history.jsonl, beside the frozen kernel's time. Lines of two machines are never compared.", footerHeading = "%nExamples:%n", footer = {
    "  bench history                     # measures HEAD",
    "  bench history --from gate.json    # what a gate run measured of its candidate",
    "  bench history --show"})
public final class HistoryCommand implements Callable<Integer> {
    @Option(names = "--commit", paramLabel = "COMMIT", defaultValue = "HEAD", description = "what to measure (default ${DEFAULT-VALUE})")
    private String commit;

    @Option(names = "--from", paramLabel = "FILE", description = "adds the candidate's figures of a gate's JSON, measures nothing")
    private Path from;

    @Option(names = "--show", description = "prints what is kept, adds nothing")
    private boolean show;

    @Mixin
    private Choice choice;

    @Option(names = "--forks", paramLabel = "N", defaultValue = "7", description = "JVMs per benchmark (default ${DEFAULT-VALUE})")
    private int forks;

    @Mixin
    private Time time;

    @Override
    public Integer call() {
        Workbench bench = time.workbench();
        Path file = bench.results().resolve("history.jsonl");
        if (!show) {
            Workbench.append(file, JsonReport.line(from == null ? measured(bench) : taken(bench)));
        }
        System.out.print(table(file));
        return 0;
    }

    /** Both sides are the same build, so that half of the forks do for one. */
    private HistoryLine measured(Workbench bench) {
        Build build = bench.build(commit);
        List<BenchmarkCase> cases = new ArrayList<>(choice.of(build, build).gated());
        if (cases.isEmpty()) {
            cases.addAll(choice.of(build, bench.builds.workingTree(bench.repository)).gated());
        }
        GateResult result = new Comparison(bench, build, build,
                Rule.standard(Rule.DEFAULT_THETA).once(Math.ceilDiv(forks, 2)), null)
                .gate("history", new Selection(cases, List.of(), List.of()));
        return line(result);
    }

    private HistoryLine taken(Workbench bench) {
        try {
            GateResult result = JsonReport.read(from);
            if (!result.machine().id().equals(bench.machine.id())) {
                throw new BenchException(BenchException.INPUT, "--from: measured on " + result.machine().id()
                        + ", this is " + bench.machine.id());
            }
            return line(result);
        } catch (IOException e) {
            throw new BenchException(BenchException.INPUT, "--from: " + e.getMessage());
        }
    }

    private static HistoryLine line(GateResult result) {
        Map<String, Double> ns = new TreeMap<>();
        for (Row each : result.benchmarks()) {
            if (each.candidateNs() != null) {
                ns.put(each.benchmark(), each.candidateNs());
            }
        }
        return new HistoryLine(HistoryLine.SCHEMA, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                result.candidate(), result.machine(),
                result.reference() == null ? null : result.reference().candidateNs(),
                ns);
    }

    private static String table(Path file) {
        List<HistoryLine> kept = read(file);
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("benchmark, ns"));
        kept.forEach(each -> head.add(Cells.build(each.commit())));
        lines.add(head);
        TreeSet<String> names = new TreeSet<>();
        kept.forEach(each -> names.addAll(each.ns().keySet()));
        lines.add(row("the frozen kernel", kept.stream().map(HistoryLine::referenceNs).toList()));
        for (String name : names) {
            lines.add(row(name, kept.stream().map(each -> each.ns().get(name)).toList()));
        }
        return Cells.table(lines);
    }

    private static List<String> row(String name, List<Double> values) {
        List<String> row = new ArrayList<>(List.of(name));
        values.forEach(each -> row.add(Cells.ns(each)));
        return row;
    }

    private static List<HistoryLine> read(Path file) {
        try {
            List<HistoryLine> kept = new ArrayList<>();
            if (Files.exists(file)) {
                for (String each : Files.readAllLines(file)) {
                    kept.add(JsonReport.readHistory(each));
                }
            }
            return kept;
        } catch (IOException e) {
            throw new BenchException(BenchException.INPUT, file + ": " + e.getMessage());
        }
    }
}
