package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** A file that a report can be made of. */
public enum Source {
    /** The last gate. */
    GATE("gate.json", "bench/bench gate --json %s", GateRun::read),
    /** Beside peers. */
    PEERS("peers.json", "bench/bench peers --json %s", PeerRuns::read),
    /** On cables. */
    WIRE("wire.json", "sudo bench/bench wire --json %s", WireContest::read),
    /** Under load for long. */
    SOAK("soak.json", "sudo bench/bench soak --minutes 60 --json > %s", Soak::read),
    /** How cost grows. */
    CURVES("curves.json", "bench/bench curves --json %s", file -> Figures.read(file, "curves")),
    /** How long packets take. */
    LATENCY("latency.json", "bench/bench latency --json %s", file -> Figures.read(file, "latency")),
    /** Until the first answer. */
    STARTUP("startup.json", "bench/bench startup --json %s", file -> Figures.read(file, "startup")),
    /** Octets of a thing. */
    MEMORY("memory.json", "bench/bench memory --json %s", file -> Figures.read(file, "memory")),
    /** What commits took. */
    HISTORY("history.jsonl", "bench/bench history", History::read),
    /** A build against itself. */
    AA("aa.json", "bench/bench aa", SelfRuns::read),
    /** Planted slowdowns. */
    MUTANTS("mutants.json", "bench/bench mutate", Mutants::read),
    /** Work of a burst, a file of the engine's tests. */
    WORK("work.txt", "mvn -pl core/engine test -Dtest=WorkTest -Dhopwire.expected=write", Work::read);

    private final String file;
    private final String command;
    // a reference to a method of this package holds nothing that could change
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Path, Object> reader;

    Source(String file, String command, Function<Path, Object> reader) {
        this.file = file;
        this.command = command;
        this.reader = reader;
    }

    /** Name in a machine's folder. */
    public String file() {
        return file;
    }

    /** The command line that writes the file to a path. */
    public String command(String path) {
        return command.formatted(path);
    }

    /** Option that names another file. */
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    Object read(Path path) {
        return reader.apply(path);
    }
}
