package org.hopwire.live.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that runs; what it prints goes to a file. */
public final class Running implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final String command;
    private final Process process;
    private final Path out;

    Running(List<String> command) {
        this.command = String.join(" ", command);
        try {
            out = Files.createTempFile("hopwire-live", ".out");
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile())
                    .redirectInput(Path.of("/dev/null").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    public String out() {
        try {
            return Files.readString(out, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has printed a text. */
    public Running until(String text) {
        Waiting.until(command + " to say " + text + ", not " + out(), () -> {
            if (!isAlive() && !out().contains(text)) {
                throw new IllegalStateException(command + " ended: " + out());
            }
            return out().contains(text);
        });
        return this;
    }

    /** Waits for its end. */
    public Ran ran() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException(command + " still runs: " + out());
            }
            return new Ran(command, process.exitValue(), out());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            close();
        }
    }

    /** Asks it to end as ^C does, and waits until it has. */
    public Ran interrupt() {
        new Running(List.of("kill", "-INT", Long.toString(process.pid()))).ran();
        return ran();
    }

    /** Ends it, and forgets what it has printed. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
