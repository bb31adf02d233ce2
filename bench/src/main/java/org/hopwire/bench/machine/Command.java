package org.hopwire.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process run to its end, its output in a file. Whatever runs when this program is ended, ends too. */
public final class Command {
    private static final int LAST_LINES = 15;

    private Command() {}

    /**
     * Runs it.
     *
     * @param folder
     *            working directory
     * @param output
     *            where standard output and standard error go
     * @param timeoutMs
     *            after which it is killed
     * @return its exit code, or -1 where it was killed
     */
    public static int run(Path folder, Path output, long timeoutMs, List<String> command) {
        Process process = start(folder, output, command);
        Thread hook = new Thread(() -> end(process));
        hook(process, hook);
        try {
            boolean isOver = process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
            return isOver ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.environment("interrupted");
        } finally {
            end(process);
            unhook(hook);
        }
    }

    private static Process start(Path folder, Path output, List<String> command) {
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw BenchException.environment("cannot start " + command.getFirst() + ": " + e.getMessage());
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void hook(Process process, Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            end(process);
            throw BenchException.environment("interrupted");
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // we are being ended: the hook does its work
        }
    }

    /** The last lines of an output, for a message. */
    public static String lastLines(Path output) {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no output)";
        }
    }
}
