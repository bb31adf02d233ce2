package org.hopwire.bench.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.StartupCheck;

/** Virtual machines of their own for what must not be measured in a used one. */
public final class Jvm {
    private Jvm() {}

    /** The command that runs a class of ours with the engine's flags and others. */
    public static List<String> command(Class<?> main, List<String> flags, List<String> arguments) {
        return command(System.getProperty("java.class.path"), main, flags, arguments);
    }

    /** The same out of another class path. */
    public static List<String> command(String classPath, Class<?> main, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(StartupCheck.flags());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The virtual machine this program runs on. */
    public static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Runs a command and returns the last line it has written.
     *
     * @throws BenchException with all it has said, if it failed
     */
    public static String lastLine(List<String> command) {
        String said = Shell.run(command);
        return said.substring(said.lastIndexOf('\n') + 1);
    }
}
