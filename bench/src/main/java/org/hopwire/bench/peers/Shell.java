package org.hopwire.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs to their end. */
final class Shell {
    /** What a program left: its exit code, and both outputs. */
    record Result(int exitCode, String out, String err) {
        /** What it complained about, in one line. */
        String complaint() {
            String text = err.isBlank() ? out : err;
            return text.isBlank() ? "exit code " + exitCode : text.strip().lines().reduce((a, b) -> b).orElseThrow();
        }
    }

    private Shell() {}

    static Result run(List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile("hopwire-peers", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    /** The output of a program in one line; empty where there is no such program, or it fails. */
    static String line(String... command) throws InterruptedException {
        try {
            Result result = run(List.of(command));
            return result.exitCode() == 0 ? result.out().strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
