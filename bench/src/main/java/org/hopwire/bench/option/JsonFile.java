package org.hopwire.bench.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.hopwire.bench.machine.BenchException;
import picocli.CommandLine.Option;

/** {@code --json FILE}, of commands that print a table in any case. */
public final class JsonFile {
    @Option(names = "--json", paramLabel = "FILE", description = "writes the figures there, too")
    private Path file;

    /**
     * Writes a document, with the folders above it, where a file is given.
     *
     * @throws BenchException where it cannot be written
     */
    public void write(Object document) {
        if (file != null) {
            write(file, document);
        }
    }

    private static void write(Path file, Object document) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), document);
        } catch (IOException e) {
            throw BenchException.environment("--json: cannot write " + file + ": " + e.getMessage());
        }
    }
}
