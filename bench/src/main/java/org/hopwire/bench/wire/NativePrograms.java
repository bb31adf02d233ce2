package org.hopwire.bench.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our programs in C, compiled here for this processor. */
final class NativePrograms {
    /** Folder of the benchmarks, which {@code bench/bench} knows. */
    private static final String HOME = "hopwire.bench.home";
    private static final List<String> OPTIONS = List.of("-O3", "-march=native");

    private final Path sources;
    private final Path programs;

    NativePrograms() {
        Path home = Path.of(System.getProperty(HOME, "bench"));
        sources = home.resolve("src/main/native/wire");
        programs = home.resolve("target/native/wire");
        if (!Files.isDirectory(sources)) {
            throw new WireException("no sources in " + sources + "; start it as bench/bench wire");
        }
    }

    /** The compiler and its options, for whoever reads the figures. */
    static String compiler() {
        return Shell.run("cc --version").lines().findFirst().orElse("cc") + ", " + String.join(" ", OPTIONS);
    }

    /** Compiles one and returns its path. */
    String compile(String name) {
        try {
            Files.createDirectories(programs);
        } catch (IOException e) {
            throw new WireException(programs + ": " + e.getMessage(), e);
        }
        Path program = programs.resolve(name).toAbsolutePath();
        Shell.run(List.of("cc", OPTIONS.get(0), OPTIONS.get(1), "-Wall", "-Wextra", "-o", program.toString(),
                sources.resolve(name + ".c").toString()));
        return program.toString();
    }
}
