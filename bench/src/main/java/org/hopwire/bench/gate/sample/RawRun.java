package org.hopwire.bench.gate.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A run read back.
 *
 * @param header
 *            what it compared
 * @param forks
 *            in the order they ran
 * @param isComplete
 *            whether it came to its end
 */
public record RawRun(RunHeader header, List<ForkSample> forks, boolean isComplete) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Copies the forks. */
    public RawRun {
        forks = List.copyOf(forks);
    }

    /**
     * Reads all runs of a file. A last line that was cut off is left out.
     *
     * @throws IOException
     *             where the file cannot be read, or is something else; the message names the line
     */
    public static List<RawRun> read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return read(lines, file.toString());
        }
    }

    /** Reads all runs of a stream; {@code name} is for messages. */
    public static List<RawRun> read(BufferedReader lines, String name) throws IOException {
        List<RawRun> runs = new ArrayList<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try {
                take(JSON.readTree(line), runs);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                if (lines.readLine() != null) {
                    throw new IOException(name + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return runs;
    }

    private static void take(JsonNode line, List<RawRun> runs) throws JsonProcessingException {
        switch (line.path("type").asText()) {
            case "run" -> runs.add(new RawRun(header(line), List.of(), false));
            case "fork" -> runs.set(runs.size() - 1, last(runs).with(JSON.treeToValue(line, ForkSample.class)));
            case "end" -> runs.set(runs.size() - 1, new RawRun(last(runs).header, last(runs).forks, true));
            default -> throw new IllegalArgumentException("type: \"" + line.path("type").asText() + "\" is unknown");
        }
    }

    private static RunHeader header(JsonNode line) throws JsonProcessingException {
        RunHeader header = JSON.treeToValue(line, RunHeader.class);
        if (!RunHeader.SCHEMA.equals(header.schema())) {
            throw new IllegalArgumentException("schema: " + header.schema() + " is not " + RunHeader.SCHEMA);
        }
        return header;
    }

    private static RawRun last(List<RawRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a fork before any run");
        }
        return runs.getLast();
    }

    private RawRun with(ForkSample fork) {
        List<ForkSample> more = new ArrayList<>(forks);
        more.add(fork);
        return new RawRun(header, more, isComplete);
    }
}
