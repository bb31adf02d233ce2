package org.hopwire.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;

/** Programs of the system: found, or missed in one line, and run. */
final class Tool {
    /** Where administrators' tools lie, which a user's PATH may leave out. */
    private static final String SYSTEM_FOLDERS = ":/usr/sbin:/sbin:/usr/bin:/bin";

    private Tool() {}

    /** What a run left behind. */
    record Result(int exitCode, String output) {
        /** The first line of what it said, for a message. */
        String firstLine() {
            return output.lines().filter(line -> !line.isBlank()).findFirst().orElse("status " + exitCode).strip();
        }
    }

    /** The file of a program, null where there is none. */
    static Path find(String name) {
        return candidates(System.getenv().getOrDefault("PATH", "") + SYSTEM_FOLDERS, name)
                .filter(Files::isExecutable).filter(Files::isRegularFile).findFirst().orElse(null);
    }

    /** Whether a shell finds a program. */
    static boolean isOnPath(String name) {
        return candidates(System.getenv().getOrDefault("PATH", ""), name).anyMatch(Files::isExecutable);
    }

    private static Stream<Path> candidates(String folders, String name) {
        return Arrays.stream(folders.split(":")).filter(folder -> !folder.isEmpty()).flatMap(folder -> {
            try {
                return Stream.of(Path.of(folder).resolve(name));
            } catch (InvalidPathException e) {
                return Stream.empty();
            }
        });
    }

    /**
     * The same, of a program that cannot be done without.
     *
     * @throws CliException naming the package to install
     */
    static String require(String name, String distributedIn) throws CliException {
        Path found = find(name);
        if (found == null) {
            throw new CliException(ExitCode.ENVIRONMENT, "the lab needs the program '" + name + "' of the package "
                    + distributedIn + ": sudo apt-get install " + distributedIn);
        }
        return found.toString();
    }

    /** Starts a program that nobody listens to and that no terminal ends. */
    static Process startDetached(List<String> words) throws CliException {
        List<String> command = new ArrayList<>(List.of(require("setsid", "util-linux")));
        command.addAll(words);
        try {
            return new ProcessBuilder(command).directory(Path.of("/").toFile())
                    .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, words.get(0) + ": " + e.getMessage(), e);
        }
    }

    /** Runs a program to its end. */
    static Result run(List<String> words, String input) throws CliException {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, words.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted", e);
        }
    }

    /** Runs a program that must succeed. */
    static void must(List<String> words, String input) throws CliException {
        Result result = run(words, input);
        if (result.exitCode() != 0) {
            throw new CliException(ExitCode.ENVIRONMENT, "the lab cannot be made, " + Path.of(words.get(0))
                    .getFileName() + " says: " + result.firstLine());
        }
    }
}
