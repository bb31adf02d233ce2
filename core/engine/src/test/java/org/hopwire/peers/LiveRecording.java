package org.hopwire.peers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.Engine;
import org.hopwire.testkit.Tool;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Sessions with live peers, recorded now by {@code record_peers.py}. All that can be had here begin together when the
 * first is asked for, since they mostly wait; each makes namespaces of its own, which end with it.
 */
final class LiveRecording {
    private static final String SCRIPT = "src/test/scripts/record_peers.py";
    private static final Path FOLDER = Path.of("target/live").toAbsolutePath();
    private static final List<String> SESSIONS = List.of("hosts-v1", "hosts-v2", "hosts-v3", "frr", "bridge");
    /** More than the script gives itself. */
    private static final long LONGEST_SECONDS = 660;
    private static final int MISSING = 4;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final Map<String, Process> RUNNING = new ConcurrentHashMap<>();

    private LiveRecording() {}

    /** Waits for a session, and returns the folder of its recording; skips the test where it cannot be had. */
    static Path of(String session) {
        Tool.require("/usr/bin/python3", "python3");
        try {
            if (BEGUN.compareAndSet(false, true)) {
                begin();
            }
            Path reason = log(session + ".missing");
            assumeTrue(Files.size(reason) == 0, session + ": " + Files.readString(reason).strip());
            Process running = RUNNING.get(session);
            assertThat(running.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("%s has ended", session).isTrue();
            assertThat(running.exitValue()).as("%s", Files.readString(log(session + ".log"))).isZero();
            return FOLDER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path log(String name) {
        return FOLDER.resolve(name);
    }

    private static void begin() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.values().forEach(Process::destroy)));
        for (String session : SESSIONS) {
            for (String end : List.of(".tsv", ".pcapng")) {
                Files.deleteIfExists(log(session + end));
            }
            int answer = start(session + ".missing", "--check", session).waitFor();
            assertThat(answer).as("%s", Files.readString(log(session + ".missing"))).isIn(0, MISSING);
            if (answer == 0) {
                RUNNING.put(session, start(session + ".log", FOLDER.toString(), session));
            }
        }
    }

    private static Process start(String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", SCRIPT));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log(log).toFile());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put("HOPWIRE_CLASSPATH", classPath());
        return builder.start();
    }

    /** Where the classes really come from: a runner may have put but itself on the path. */
    private static String classPath() {
        return Stream.of(LiveRecording.class, Engine.class, UnsafeBuffer.class, MpscVarHandleArrayQueue.class,
                MessagePassingQueue.class)
                .map(each -> Path.of(URI.create(each.getProtectionDomain().getCodeSource().getLocation().toString()))
                        .toString())
                .distinct().collect(Collectors.joining(File.pathSeparator));
    }
}
