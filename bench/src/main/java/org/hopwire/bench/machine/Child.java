package org.hopwire.bench.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is told things by lines, and says by a line when it has done them. */
public final class Child implements AutoCloseable {
    private static final int MOST_SECONDS = 30;
    private static final int KEPT_LINES = 4;
    private static final int POLL_MILLIS = 50;
    private static final int SECONDS_TO_END = 2;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Queue<String> last = new ArrayDeque<>();

    private Child(String name, ProcessBuilder builder) {
        this.name = name;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw BenchException.environment(name + ": " + e.getMessage());
        }
        Thread.ofPlatform().daemon().name("output of " + name).start(this::read);
    }

    /** A process whose complaints are lines as well. */
    public static Child start(String name, List<String> command) {
        return new Child(name, new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** A process that complains where this one does. */
    public static Child startAloud(String name, List<String> command) {
        return new Child(name, new ProcessBuilder(command).redirectError(Redirect.INHERIT));
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

    /**
     * Waits for a line that contains a text, and returns it.
     *
     * @throws BenchException that quotes whoever ends without, or has said nothing of it for half a minute
     */
    public String await(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (System.nanoTime() - deadline < 0) {
            String line = next();
            if (line != null && line.contains(text)) {
                return line;
            }
            if (line == null && !process.isAlive() && lines.isEmpty()) {
                throw BenchException.environment(name + " has ended: " + String.join(" / ", last));
            }
        }
        throw BenchException.environment(name + " did not say \"" + text + "\": " + String.join(" / ", last));
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
            throw BenchException.environment(name + ": interrupted");
        }
    }

    /**
     * Says a line.
     *
     * @throws BenchException if nobody is there to hear it
     */
    public void tell(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw BenchException.environment(name + " has ended: " + e.getMessage());
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Closes its input, and lets it end by itself for a while. */
    public void finish(int seconds) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        awaitEnd(seconds);
    }

    /** Lets it end by itself, for a while. */
    public void awaitEnd(int seconds) {
        try {
            process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as a crash would, and waits for that. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(SECONDS_TO_END);
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd(SECONDS_TO_END);
        kill();
    }
}
