package org.hopwire.bench.gate.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Appends to a file of raw samples, a line at a time, so that a run that is cut off leaves what it had. */
public final class RawLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext DIGITS = new MathContext(5);

    private final BufferedWriter out;

    /**
     * Opens the file, with the folders above it.
     *
     * @throws IOException
     *             where it cannot be written
     */
    public RawLog(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The line that begins a run. */
    public void begin(RunHeader header) throws IOException {
        write("run", JSON.valueToTree(header));
    }

    /** A fork, its figures to five digits. */
    public void fork(ForkSample sample) throws IOException {
        write("fork", JSON.valueToTree(rounded(sample)));
    }

    /** The line that ends a run that came to its end. */
    public void end(String run, String verdict) throws IOException {
        write("end", JSON.createObjectNode().put("run", run).put("verdict", verdict));
    }

    /** What is kept: the same fork with figures of five digits, so that a replay decides as the run did. */
    public static ForkSample rounded(ForkSample sample) {
        List<Double> ns = sample.ns().stream().map(each -> new BigDecimal(each).round(DIGITS).doubleValue()).toList();
        return new ForkSample(sample.phase(), sample.benchmark(), sample.pair(), sample.side(), ns, sample.wallMs());
    }

    private void write(String type, ObjectNode rest) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("type", type);
        out.write(JSON.writeValueAsString(line.setAll(rest)));
        out.newLine();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
