package org.hopwire.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of this program's own, which goes with all that is in it. */
public final class TempFolder implements AutoCloseable {
    private final Path path;

    private TempFolder(Path path) {
        this.path = path;
    }

    /** Makes one. */
    public static TempFolder make() {
        try {
            return new TempFolder(Files.createTempDirectory("hopwire-bench"));
        } catch (IOException e) {
            throw BenchException.environment("no temporary folder: " + e.getMessage());
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        deleteAll(path);
    }

    /** Deletes a folder and what is in it. */
    public static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.toList().reversed()) {
                Files.delete(each);
            }
        }
    }
}
