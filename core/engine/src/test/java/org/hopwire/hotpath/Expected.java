package org.hopwire.hotpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text files that say what is expected: a line a fact, {@code key = value}; {@code #} begins a comment. */
final class Expected {
    private static final Path FOLDER = Path.of("src/test/resources/org/hopwire/hotpath");
    private static final boolean WRITE = "write".equals(System.getProperty("hopwire.expected"));

    private Expected() {}

    /** Keys and values of a file, in its order. */
    static Map<String, String> read(String name) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String line : lines(name)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int at = line.indexOf(" = ");
                facts.put(at < 0 ? line.strip() : line.substring(0, at).strip(),
                        at < 0 ? "" : line.substring(at + 3).strip());
            }
        }
        return facts;
    }

    /** Writes what was found in place of what is expected, where that was asked for; keeps the leading comment. */
    static void writeWhereAsked(String name, Map<String, String> facts) {
        if (!WRITE) {
            return;
        }
        StringBuilder text = new StringBuilder();
        lines(name).stream().takeWhile(line -> line.startsWith("#")).forEach(line -> text.append(line).append('\n'));
        facts.forEach((key, value) -> text.append(key)
                .append(value.isEmpty() ? "" : " = " + value).append('\n'));
        try {
            Files.writeString(FOLDER.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String name) {
        try {
            Path source = FOLDER.resolve(name);
            if (Files.exists(source)) {
                return Files.readAllLines(source);
            }
            try (var in = Expected.class.getResourceAsStream(name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
