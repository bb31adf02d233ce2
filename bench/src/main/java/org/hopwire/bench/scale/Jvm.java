package org.hopwire.bench.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.StartupCheck;

/** Virtual machines of their own for what must not be measured in a used one. */
final class Jvm {
    private Jvm() {}

    /** The command that runs a class of ours with the engine's flags and others. */
    static List<String> command(Class<?> main, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StartupCheck.flags());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /**
     * Runs a command and returns the last line it has written.
     *
     * @throws IllegalStateException with all it has said, if it failed
     */
    static String lastLine(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("exit status " + process.exitValue() + " of " + String.join(" ",
                        command) + ": " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return said.substring(said.lastIndexOf('\n') + 1);
    }
}
