package org.hopwire.bench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.engine.StartupCheck;

/** The engine's process, seen from the one that watches it. */
final class EngineProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    /** Touched at once, so that what grows later is growth. */
    private static final List<String> HEAP = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;

    private EngineProcess(Process process) {
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        requests = process.getOutputStream();
    }

    /**
     * Starts it and waits until its ports are open.
     *
     * @throws IllegalStateException if it ends instead; it has said why on standard error
     */
    static EngineProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StartupCheck.flags());
        command.addAll(HEAP);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SoakEngine.class.getName()));
        command.addAll(List.of(arguments));
        EngineProcess engine = new EngineProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        engine.await(SoakEngine.READY);
        return engine;
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as a crash would, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    EngineSample sample(boolean collects) {
        try {
            requests.write(((collects ? SoakEngine.COLLECT : SoakEngine.SAMPLE) + "\n")
                    .getBytes(StandardCharsets.US_ASCII));
            requests.flush();
            return EngineSample.parse(await("sample "));
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's process has ended", e);
        }
    }

    private String await(String start) throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(start)) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the engine's process has ended");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
