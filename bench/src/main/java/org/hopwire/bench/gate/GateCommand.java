package org.hopwire.bench.gate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.report.Cells;
import org.hopwire.bench.gate.report.Format;
import org.hopwire.bench.gate.report.GateResult;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench gate}: has the candidate become slower? */
@Command(name = "gate", mixinStandardHelpOptions = true, description = "Compares a candidate with a baseline, both built here and run in turn, and says of each benchmark whether it has become slower.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    "0:nothing has become slower", "1:a regression, or a benchmark lost", "2:usage",
    "3:inconclusive: too noisy, or no time left",
    "4:environment: no such commit, no build"}, footerHeading = "%nExamples:%n", footer = {
        "  bench gate --quick", "  bench gate --baseline HEAD~1 --benchmark checksum",
        "  bench gate --accept                 # HEAD is the baseline from now on"})
public final class GateCommand implements Callable<Integer> {
    private static final Duration QUICK = Duration.ofMinutes(9);
    private static final Duration FULL = Duration.ofHours(24);

    @Option(names = "--baseline", paramLabel = "COMMIT", description = "what to compare with (default: the commit in perf-results/baseline)")
    private String baseline;

    @Option(names = "--candidate", paramLabel = "COMMIT|FOLDER", defaultValue = ".", description = "a commit, or a working tree with its changes (default: this one)")
    private String candidate;

    @Option(names = "--quick", description = "only the short list of benchmarks that every change should pass")
    private boolean quick;

    @Option(names = "--benchmark", paramLabel = "REGEX", defaultValue = "", description = "only those whose name with parameters contains it")
    private Pattern benchmark;

    @Option(names = "--theta", paramLabel = "SHARE", defaultValue = "3%", converter = Percent.class, description = "smallest change that matters (default ${DEFAULT-VALUE})")
    private double theta;

    @Option(names = "--budget", paramLabel = "DURATION", converter = Length.class, description = "all the time there is, builds too: 90s, 10m, 1h30m (default: 9m with --quick, else 24h)")
    private Duration budget;

    @Mixin
    private JsonOutput json;

    @Option(names = "--junit", paramLabel = "FILE", description = "result as JUnit's XML")
    private Path junit;

    @Option(names = "--markdown", paramLabel = "FILE", description = "result as a table in Markdown")
    private Path markdown;

    @Option(names = "--benchmark-action", paramLabel = "FILE", description = "result for github-action-benchmark (customSmallerIsBetter)")
    private Path action;

    @Option(names = "--raw", paramLabel = "FILE", description = "every fork's samples are appended to it (default: a new file in the cache)")
    private Path raw;

    @Option(names = "--build-only", description = "builds both sides, measures nothing")
    private boolean buildOnly;

    @Option(names = "--accept", description = "writes the candidate's commit to perf-results/baseline, measures nothing")
    private boolean accept;

    @Override
    public Integer call() {
        Workbench bench = new Workbench(budget != null ? budget : quick ? QUICK : FULL);
        if (accept) {
            return accept(bench);
        }
        Build before = bench.build(baseline == null ? bench.acceptedBaseline() : baseline);
        Build after = bench.build(candidate);
        Selection selection = Selection.of(before, after, quick, benchmark);
        if (selection.gated().isEmpty() && selection.lost().isEmpty()) {
            throw new BenchException(BenchException.USAGE, "--benchmark: none contains \"" + benchmark + "\"");
        }
        if (buildOnly) {
            return 0;
        }
        GateResult result = new Comparison(bench, before, after, Rule.standard(theta), raw).gate("gate", selection);
        report(result);
        return result.exit();
    }

    private int accept(Workbench bench) {
        String commit = bench.repository.resolve(candidate.equals(".") ? "HEAD" : candidate);
        if (candidate.equals(".") && bench.repository.hasChanges()) {
            throw new BenchException(BenchException.USAGE,
                    "--accept: this working tree has changes: commit them first");
        }
        Workbench.write(bench.baselineFile(), commit + "\n");
        System.out.println(commit);
        return 0;
    }

    private void report(GateResult result) {
        json.print(result, Format.TEXT.render(result));
        Map<Format, Path> files = new EnumMap<>(Format.class);
        files.put(Format.JUNIT, junit);
        files.put(Format.MARKDOWN, markdown);
        files.put(Format.BENCHMARK_ACTION, action);
        files.forEach((format, file) -> {
            if (file != null) {
                Workbench.write(file, format.render(result));
            }
        });
        System.err.println("bench: " + Cells.headline(result));
    }
}
