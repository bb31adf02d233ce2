package org.hopwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Programs that judge what the engine emits. A test whose judge is missing is skipped, and says which. */
public final class Tool {
    private static final long TIMEOUT_SECONDS = 300;

    private Tool() {}

    /** Skips the test where {@code program} is not installed. */
    public static void require(String program, String debianPackage) {
        assumeTrue(isThere(program), program + " is not installed (apt-get install " + debianPackage + ")");
    }

    private static boolean isThere(String program) {
        if (program.startsWith("/")) {
            return Files.isExecutable(Path.of(program));
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of(path.split(":", -1)).stream().anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** Skips the test where Python or its scapy is not installed. */
    public static void requireScapy() {
        require("/usr/bin/python3", "python3-scapy");
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/scapy")),
                "scapy is not installed (apt-get install python3-scapy)");
    }

    /** Runs a program; as {@link #run(List)}. */
    public static List<String> run(String... command) {
        return run(List.of(command));
    }

    /**
     * Runs a program and returns the lines of its standard output.
     *
     * @throws IllegalStateException with what it said if it fails or does not end
     */
    public static List<String> run(List<String> command) {
        try {
            Path out = Files.createTempFile("tool", ".out");
            Path err = Files.createTempFile("tool", ".err");
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile())
                    .start();
            // or else our end of it stays open for a moment behind the end of the process
            process.getOutputStream().close();
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " failed: " + Files.readString(err));
            }
            // what a hostile frame makes a dissector print need not be UTF-8
            List<String> lines = Files.readString(out, StandardCharsets.ISO_8859_1).lines().toList();
            Files.delete(out);
            Files.delete(err);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
