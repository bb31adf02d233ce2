package org.hopwire.bench.gate;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Builds;
import org.hopwire.bench.gate.build.Repository;
import org.hopwire.bench.gate.run.Budget;
import org.hopwire.bench.gate.run.Progress;
import org.hopwire.bench.gate.sample.RunHeader;
import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Machine;

/** What every command that measures needs: the clone, its builds, the machine, the time, and where results go. */
final class Workbench {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    final Repository repository = Repository.ofThisProgram();
    final Path cache = Builds.defaultCache(repository);
    final Progress progress = new Progress(System.err, isTerminal(),
            System::nanoTime);
    final Builds builds = new Builds(repository, cache, progress::say);
    final Machine machine = Machine.here();
    final Budget budget;

    /** Where output goes elsewhere there is no console at all. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    Workbench(Duration length) {
        budget = new Budget(length, System::nanoTime);
    }

    /** A folder's working tree, or a commit. */
    Build build(String where) {
        Path folder = Path.of(where);
        return where.equals(".") || Files.isDirectory(folder.resolve("bench"))
                ? builds.workingTree(where.equals(".") ? repository : new Repository(folder))
                : builds.commit(where);
    }

    /** The commit that {@code perf-results/baseline} names. */
    String acceptedBaseline() {
        try {
            return Files.readString(baselineFile()).strip();
        } catch (IOException e) {
            throw new BenchException(BenchException.USAGE,
                    "--baseline: none given, and no " + baselineFile() + " that names one");
        }
    }

    Path baselineFile() {
        return repository.root().resolve("perf-results/baseline");
    }

    /** Where what was measured on this machine is kept. */
    Path results() {
        return repository.root().resolve("perf-results").resolve(machine.id());
    }

    RunHeader header(String kind, Build baseline, Build candidate) {
        return new RunHeader(RunHeader.SCHEMA, STAMP.format(Instant.now()), kind, baseline.name(), candidate.name(),
                machine);
    }

    /** Writes a whole file, with the folders above it. */
    static void write(Path file, String text) {
        save(file, text);
    }

    /** Adds to the end of a file. */
    static void append(Path file, String text) {
        save(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void save(Path file, String text, StandardOpenOption... options) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, options);
        } catch (IOException e) {
            throw BenchException.environment("cannot write " + file + ": " + e.getMessage());
        }
    }
}
