package org.hopwire.bench.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands that end by themselves. */
final class Shell {
    /** How a command ended, and what it wrote. */
    record Result(int status, String output) {}

    private Shell() {}

    /** Runs a command; what it writes on either output is in the result. */
    static Result tryRun(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new WireException(command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException(command.get(0) + ": interrupted", e);
        }
    }

    /** Runs a command that must succeed, and returns what it wrote. */
    static String run(List<String> command) {
        Result result = tryRun(command);
        if (result.status() != 0) {
            throw new WireException(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    /** The same of words separated by spaces. */
    static String run(String words) {
        return run(List.of(words.split(" ", -1)));
    }

    /** Whether there is a program of that name. */
    static boolean has(String program) {
        return tryRun(List.of("sh", "-c", "command -v \"$0\"", program)).status() == 0;
    }
}
