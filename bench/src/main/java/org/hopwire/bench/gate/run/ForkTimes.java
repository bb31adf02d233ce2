package org.hopwire.bench.gate.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How long forks have taken here, by benchmark: what the time a run needs is foretold from. */
final class ForkTimes {
    private static final long UNKNOWN_MS = 2000;
    private static final int WEIGHT = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Long> times = new TreeMap<>();

    /** Reads what is known; a file that cannot be read is as good as none. */
    ForkTimes(Path file) {
        this.file = file;
        try {
            times.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, Long>>() {}));
        } catch (IOException e) {
            times.clear();
        }
    }

    long expectedMs(String benchmark) {
        return times.getOrDefault(benchmark, UNKNOWN_MS);
    }

    void add(String benchmark, long wallMs) {
        times.merge(benchmark, wallMs, (known, now) -> (known * (WEIGHT - 1) + now) / WEIGHT);
    }

    void save() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        JSON.writeValue(file.toFile(), times);
    }
}
