package org.hopwire.bench.wire;

import java.io.IOException;
import java.util.List;

import org.hopwire.bench.machine.NativePrograms;
import org.hopwire.bench.machine.Shell;
import org.hopwire.bench.machine.TempFolder;

/** The sender and the responders in C, compiled for this processor. */
final class WirePrograms implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("-O3", "-march=native");
    private static final List<String> COMPILER = List.of("cc", OPTIONS.get(0), OPTIONS.get(1), "-Wall", "-Wextra");

    private final TempFolder folder = TempFolder.make();
    private final NativePrograms programs = new NativePrograms("wire/", folder.path(), List.of("wire.h"));

    /** The compiler and its options, for whoever reads the figures. */
    static String compiler() {
        return Shell.run("cc --version").lines().findFirst().orElse("cc") + ", " + String.join(" ", OPTIONS);
    }

    /** Compiles one and returns its path. */
    String compile(String name) {
        return programs.compile(COMPILER, name, name, List.of()).toString();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
