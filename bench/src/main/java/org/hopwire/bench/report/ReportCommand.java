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
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench report}: what is known of a machine, as one HTML file. */
@Command(name = "report", mixinStandardHelpOptions = true, modelTransformer = ReportCommand.SourceOptions.class, description = {
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

    /** An option for each file: a row of {@link Source} is all that another one takes. */
    static final class SourceOptions implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            for (Source each : Source.values()) {
                command.addOption(OptionSpec.builder(each.option()).type(Path.class).paramLabel("FILE")
                        .description("of " + each.command("FILE") + " (default: " + each.file() + " of the folder)")
                        .build());
            }
            return command;
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--results", paramLabel = "DIR", description = "folder with the files below (default: perf-results/<this machine>)")
    private Path folder;

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
        for (Source each : Source.values()) {
            put(files, each, spec.findOption(each.option()).getValue());
        }
        if (!files.containsKey(Source.WORK)) {
            put(files, Source.WORK, ofTheTests(from));
        }
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
