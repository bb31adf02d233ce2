package org.hopwire.bench.gate.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Results in JSON. */
public final class JsonReport {
    private static final double PERCENT = 100;
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private JsonReport() {}

    static String render(GateResult result) {
        return pretty(result);
    }

    /**
     * Reads a result back.
     *
     * @throws IOException
     *             where the file cannot be read, or is something else
     */
    public static GateResult read(Path file) throws IOException {
        GateResult result = JSON.readValue(file.toFile(), GateResult.class);
        if (!GateResult.SCHEMA.equals(result.schema())) {
            throw new IOException("schema: " + result.schema() + " is not " + GateResult.SCHEMA);
        }
        return result;
    }

    /** Reads a line of a history back. */
    public static HistoryLine readHistory(String line) throws JsonProcessingException {
        return JSON.readValue(line, HistoryLine.class);
    }

    static String benchmarkAction(GateResult result) {
        ArrayNode all = JSON.createArrayNode();
        for (Row each : result.benchmarks()) {
            Row figures = each.deciding();
            if (figures.candidateNs() != null) {
                all.addObject().put("name", each.benchmark()).put("unit", "ns/op").put("value", figures.candidateNs())
                        .put("range", range(figures)).put("extra", Cells.verdict(each) + "\nchange "
                                + Cells.percent(figures.change()) + " % " + Cells.interval(figures));
            }
        }
        return pretty(all);
    }

    /** Half the interval of the change, which is what is known of this figure on this machine. */
    private static String range(Row row) {
        return row.low() == null ? "?" : "± " + Cells.ns((row.high() - row.low()) / 2 * PERCENT) + " %";
    }

    /** Any value, over many lines. */
    public static String pretty(Object value) {
        try {
            return PRETTY.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any value, on one line, for a file of JSON lines. */
    public static String line(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
