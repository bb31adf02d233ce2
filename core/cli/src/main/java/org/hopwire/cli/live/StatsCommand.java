package org.hopwire.cli.live;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.Quantities;
import org.hopwire.cli.figures.FiguresReport;
import org.hopwire.counter.CounterFile;
import org.hopwire.engine.EngineSnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A running engine's figures, from another process. */
@Command(name = "stats", description = {"Show what a running engine counts and which groups it knows.",
    "Counters are read from memory the engine shares, which costs it nothing. Groups and neighbours, told without"
            + " --interval and with --json, its control agent lists: a turn of that thread, none of a worker."}, footer = {
                "  hopwire stats", "  hopwire stats --interval 1s", "  hopwire stats -n 3",
                "  hopwire stats --pid 4711 --json"})
public final class StatsCommand extends HopwireCommand {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Option(names = "--pid", paramLabel = "N", description = "Process of the engine (default: the only one).")
    private Long pid;

    @Option(names = "--file", paramLabel = "FILE", description = "File of counters of an engine that is embedded elsewhere; groups are not told then.")
    private Path file;

    @Option(names = "--interval", paramLabel = "TIME", converter = Quantities.IntervalConverter.class, description = "Show rates, again and again after so much time.")
    private Duration interval;

    @Option(names = {"-n",
        "--count"}, paramLabel = "N", converter = Quantities.CountConverter.class, description = "End after N tables, or documents: one a second where --interval says nothing else.")
    private Long count;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    @Override
    public Integer call() throws CliException {
        requireEngine();
        EngineFiles files = EngineFiles.ofThisUser();
        Long process = file == null ? files.choose(pid) : null;
        CounterFile counters = open(file == null ? files.counters(process) : file);
        if (interval != null || count != null) {
            return watch(counters, process, files);
        }
        EngineSnapshot figures = EngineSnapshot.of(counters);
        if (json) {
            print(figures, counters, process, files);
        } else {
            new FiguresReport(figures).print(out());
            out().print(process == null ? "" : ControlClient.ask(files.socket(process), Appliance.STATE));
            out().println("checksum   " + figures.checksumKernel());
        }
        return ExitCode.OK;
    }

    private static CounterFile open(Path path) throws CliException {
        try {
            return CounterFile.open(path);
        } catch (IOException e) {
            throw new CliException(ExitCode.BAD_INPUT, reasonOf(e, path), e);
        }
    }

    /** The system's own exceptions say which file, and leave it to their names to say why. */
    private static String reasonOf(IOException e, Path path) {
        if (e instanceof NoSuchFileException) {
            return path + ": no such file";
        }
        return e instanceof AccessDeniedException ? path + ": permission denied" : e.getMessage();
    }

    private void print(EngineSnapshot figures, CounterFile counters, Long process, EngineFiles files)
            throws CliException {
        ObjectNode document = Json.document();
        document.put("pid", counters.pid()).put("up_seconds", upNs(counters) / 1e9);
        new FiguresReport(figures).putInto(document);
        if (process != null) {
            document.setAll(Json.parse(ControlClient.ask(files.socket(process), Appliance.STATE_JSON)));
        }
        document.put("checksum", figures.checksumKernel());
        Json.print(out(), document);
    }

    private static long upNs(CounterFile counters) {
        return System.currentTimeMillis() * NANOS_PER_MILLI - counters.startEpochNs();
    }

    private int watch(CounterFile counters, Long process, EngineFiles files) throws CliException {
        LiveTable table = LiveTable.on(out());
        table.begin(EngineSnapshot.of(counters), System.nanoTime());
        try {
            for (long left = count == null ? Long.MAX_VALUE : count; left > 0
                    && ProcessHandle.of(counters.pid()).isPresent(); left--) {
                TimeUnit.NANOSECONDS.sleep(interval == null ? NANOS_PER_SECOND : interval.toNanos());
                if (json) {
                    print(EngineSnapshot.of(counters), counters, process, files);
                } else {
                    table.draw(EngineSnapshot.of(counters), System.nanoTime(), upNs(counters));
                }
            }
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
