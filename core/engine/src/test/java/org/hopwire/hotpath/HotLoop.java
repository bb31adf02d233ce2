package org.hopwire.hotpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import jdk.jfr.Recording;
import org.hopwire.engine.Engine;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.time.VirtualClock;

/**
 * A program: engines that do every kind of {@link Work} in turn, by counts and not by the clock, first until all is
 * compiled, then once more. It records what the compiler decides, and what it has to take back in the second part.
 */
final class HotLoop {
    private static final int WARM_UP_ROUNDS = 60;
    private static final int MEASURED_ROUNDS = 20;
    private static final int BURSTS = 60;

    private HotLoop() {}

    /** Writes the recordings of both parts to two files. */
    public static void main(String[] files) throws IOException {
        Map<Work, Engine> engines = new EnumMap<>(Work.class);
        VirtualClock clock = new VirtualClock(1, 1);
        for (Work work : Work.values()) {
            GeneratorPort lan = work.lan();
            engines.put(work, work.engine(lan, clock));
        }
        try (Recording compiler = recording("jdk.CompilerInlining", "jdk.Compilation", "jdk.Deoptimization")) {
            run(engines, clock, WARM_UP_ROUNDS);
            compiler.stop();
            compiler.dump(Path.of(files[0]));
        }
        try (Recording window = recording("jdk.Deoptimization")) {
            run(engines, clock, MEASURED_ROUNDS);
            window.stop();
            window.dump(Path.of(files[1]));
        }
        for (Engine each : engines.values()) {
            if (!each.failures().isEmpty()) {
                throw new IllegalStateException(each.failures().toString());
            }
        }
    }

    private static Recording recording(String... events) {
        Recording recording = new Recording();
        for (String event : events) {
            recording.enable(event).withoutThreshold().withoutStackTrace();
        }
        recording.start();
        return recording;
    }

    /** One work after the other in every round, so that no call site sees one kind of engine alone for long. */
    private static void run(Map<Work, Engine> engines, VirtualClock clock, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (Engine each : engines.values()) {
                for (int i = 0; i < BURSTS; i++) {
                    each.invoke();
                }
            }
            clock.advanceBy(1_000_000);
        }
    }
}
