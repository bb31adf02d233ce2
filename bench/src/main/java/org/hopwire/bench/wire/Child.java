package org.hopwire.bench.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is told things by lines, and says by a line when it has done them. */
final class Child implements AutoCloseable {
    private static final int MOST_SECONDS = 30;
    private static final int KEPT_LINES = 4;
    private static final int POLL_MILLIS = 50;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Queue<String> last = new ArrayDeque<>();

    Child(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new WireException(name + ": " + e.getMessage(), e);
        }
        Thread.ofPlatform().daemon().name("output of " + name).start(this::read);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // it was ended while it wrote
            lines.add(e.getMessage());
        }
    }

    /** Waits for a line that contains a text; whoever ends or takes too long without is quoted. */
    void await(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (System.nanoTime() - deadline < 0) {
            String line = next();
            if (line != null && line.contains(text)) {
                return;
            }
            if (line == null && !process.isAlive() && lines.isEmpty()) {
                throw new WireException(name + " ended: " + String.join(" / ", last));
            }
        }
        throw new WireException(name + " did not say \"" + text + "\": " + String.join(" / ", last));
    }

    private String next() {
        try {
            String line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null && !line.isBlank()) {
                last.add(line.strip());
                if (last.size() > KEPT_LINES) {
                    last.remove();
                }
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException(name + ": interrupted", e);
        }
    }

    /** Says a line. */
    void tell(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    String pid() {
        return Long.toString(process.pid());
    }

    /** Lets it end by itself, for a while. */
    void awaitEnd(int seconds) {
        try {
            process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd(2);
        process.destroyForcibly();
        awaitEnd(2);
    }
}
