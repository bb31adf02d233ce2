package org.hopwire.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that end by themselves. */
public final class Shell {
    /**
     * What a program left.
     *
     * @param status exit code
     * @param out what it wrote on standard output
     * @param err what it wrote on standard error
     */
    public record Result(int status, String out, String err) {
        /** Everything it wrote. */
        public String said() {
            return (out + "\n" + err).strip();
        }

        /** What it complained about, in one line. */
        public String complaint() {
            String text = err.isBlank() ? out : err;
            return text.isBlank() ? "exit code " + status : text.strip().lines().reduce((a, b) -> b).orElseThrow();
        }
    }

    private Shell() {}

    /**
     * Runs a program with nothing to read.
     *
     * @throws BenchException if there is none of that name
     */
    public static Result tryRun(List<String> command) {
        return tryRun(Path.of(""), command);
    }

    private static Result tryRun(Path folder, List<String> command) {
        try {
            return run(new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile()));
        } catch (IOException e) {
            throw BenchException.environment("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.environment(command.getFirst() + ": interrupted");
        }
    }

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = Files.createTempFile("hopwire-bench", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    /**
     * Runs a program that must succeed, in a folder.
     *
     * @return what it wrote on standard output
     * @throws BenchException with all it said, where it failed
     */
    public static String run(Path folder, List<String> command) {
        Result result = tryRun(folder, command);
        if (result.status() != 0) {
            throw BenchException.environment(
                    String.join(" ", command) + ": " + result.said() + " (status " + result.status() + ")");
        }
        return result.out().strip();
    }

    /** The same where this program is. */
    public static String run(List<String> command) {
        return run(Path.of(""), command);
    }

    /** The same of words separated by spaces. */
    public static String run(String words) {
        return run(List.of(words.split(" ", -1)));
    }

    /** What a program wrote; empty where there is no such program, or it fails. */
    public static String line(String... command) {
        try {
            Result result = tryRun(List.of(command));
            return result.status() == 0 ? result.out().strip() : "";
        } catch (BenchException e) {
            return "";
        }
    }

    /** Whether there is a program of that name. */
    public static boolean has(String program) {
        return tryRun(List.of("sh", "-c", "command -v \"$0\"", program)).status() == 0;
    }
}
