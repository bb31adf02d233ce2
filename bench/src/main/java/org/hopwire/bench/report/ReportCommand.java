package org.hopwire.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.hopwire.bench.gate.build.Repository;
import org.hopwire.bench.machine.Machine;
import org.hopwire.bench.report.input.DamagedInputException;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench report}: what is known of a machine, as one HTML file. */
@Command(name = "report", mixinStandardHelpOptions = true, description = {
    "Makes one HTML file of what was measured on a machine: beside the baseline, beside peers, on a wire, curves, latency, memory, history.",
    "",
    "Reads the files of a folder, measures nothing. What is missing is named, with the command that would measure it."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:written, whatever it says", "2:usage", "4:environment: cannot be written",
        "5:a file is damaged; the line names the field"}, footerHeading = "%nExamples:%n", footer = {
            "  bench report", "  bench report --gate gate.json --out page.html",
            "  bench report --results perf-results/intel-xeon-2c-0d6a5a28 --theme dark"})
public final class ReportCommand implements Callable<Integer> {
    private static final int ENVIRONMENT = 4;
    private static final int INPUT = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--results", paramLabel = "DIR", description = "folder with the files below (default: perf-results/<this machine>)")
    private Path folder;

    @Option(names = "--gate", paramLabel = "FILE", description = "of bench gate --json (default: gate.json of the folder)")
    private Path gate;

    @Option(names = "--peers", paramLabel = "FILE", description = "of bench peers --json (default: peers.json)")
    private Path peers;

    @Option(names = "--wire", paramLabel = "FILE", description = "of bench wire --json (default: wire.json)")
    private Path wire;

    @Option(names = "--soak", paramLabel = "FILE", description = "what bench soak --json prints (default: soak.json)")
    private Path soak;

    @Option(names = "--curves", paramLabel = "FILE", description = "of bench curves --json (default: curves.json)")
    private Path curves;

    @Option(names = "--latency", paramLabel = "FILE", description = "of bench latency --json (default: latency.json)")
    private Path latency;

    @Option(names = "--startup", paramLabel = "FILE", description = "of bench startup --json (default: startup.json)")
    private Path startup;

    @Option(names = "--memory", paramLabel = "FILE", description = "of bench memory --json (default: memory.json)")
    private Path memory;

    @Option(names = "--history", paramLabel = "FILE", description = "of bench history (default: history.jsonl)")
    private Path history;

    @Option(names = "--aa", paramLabel = "FILE", description = "of bench aa (default: aa.json)")
    private Path aa;

    @Option(names = "--mutants", paramLabel = "FILE", description = "of bench mutate (default: mutants.json)")
    private Path mutants;

    @Option(names = "--work", paramLabel = "FILE", description = "copies and calls of a burst (default: work.txt of the folder, or of the engine's tests)")
    private Path work;

    @Option(names = "--date", paramLabel = "TEXT", defaultValue = "", description = "what the title gives as the date (default: that of the newest figures)")
    private String date;

    @Option(names = "--theme", paramLabel = "THEME", defaultValue = "auto", description = "auto, light or dark (default: ${DEFAULT-VALUE}, as the reader's system is set)")
    private Theme theme;

    @Option(names = "--out", paramLabel = "FILE", description = "what to write; - for standard output (default: bench/target/report.html)")
    private Path out;

    @Override
    public Integer call() {
        try {
            Path from = folder == null ? root().resolve("perf-results").resolve(Machine.here().id()) : folder;
            if (folder != null && !Files.isDirectory(folder)) {
                throw new ParameterException(spec.commandLine(), "--results: " + folder + " is no folder");
            }
            return write(Report.render(new Results(from, files(from)), date, theme));
        } catch (DamagedInputException e) {
            System.err.println("bench: report: " + e.getMessage());
            return INPUT;
        }
    }

    private static Path root() {
        return Repository.ofThisProgram().root();
    }

    private Map<Source, Path> files(Path from) {
        Map<Source, Path> files = new EnumMap<>(Source.class);
        put(files, Source.GATE, gate);
        put(files, Source.PEERS, peers);
        put(files, Source.WIRE, wire);
        put(files, Source.SOAK, soak);
        put(files, Source.CURVES, curves);
        put(files, Source.LATENCY, latency);
        put(files, Source.STARTUP, startup);
        put(files, Source.MEMORY, memory);
        put(files, Source.HISTORY, history);
        put(files, Source.AA, aa);
        put(files, Source.MUTANTS, mutants);
        put(files, Source.WORK, work == null ? ofTheTests(from) : work);
        return files;
    }

    private static void put(Map<Source, Path> files, Source source, Path file) {
        if (file != null) {
            files.put(source, file);
        }
    }

    private static Path ofTheTests(Path folder) {
        Path golden = root().resolve("core/engine/src/test/resources/org/hopwire/hotpath/work.txt");
        return Files.isRegularFile(golden) && !Files.exists(folder.resolve(Source.WORK.file())) ? golden : null;
    }

    private int write(String page) {
        if (out != null && out.toString().equals("-")) {
            System.out.print(page);
            return 0;
        }
        Path file = out == null ? root().resolve("bench/target/report.html") : out;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, page);
        } catch (IOException e) {
            System.err.println("bench: report: cannot write " + file + ": " + e.getClass().getSimpleName());
            return ENVIRONMENT;
        }
        System.err.println("bench: report: " + file);
        return 0;
    }
}
