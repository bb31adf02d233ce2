package org.hopwire.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small files of every kind, of a machine that is not. */
public final class Example {
    /** Name of the machine. */
    public static final String MACHINE = "example-2c-00000000";

    private Example() {}

    /** Where they lie. */
    public static Path folder() {
        try {
            return Path.of(Example.class.getResource(MACHINE).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies of them in a folder of the machine's name. */
    public static Path copy(Path to) {
        try {
            Path folder = Files.createDirectories(to.resolve(MACHINE));
            for (Path each : files()) {
                Files.copy(each, folder.resolve(each.getFileName()));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        }
    }

    /** Puts one text in the place of another, which has to be there. */
    public static void replace(Path file, String old, String now) {
        try {
            String text = Files.readString(file);
            if (!text.contains(old)) {
                throw new IllegalArgumentException(file.getFileName() + " has no " + old);
            }
            Files.writeString(file, text.replace(old, now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
