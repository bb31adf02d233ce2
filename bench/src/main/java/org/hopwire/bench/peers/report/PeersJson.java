package org.hopwire.bench.peers.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.bench.machine.Machine;
import org.hopwire.bench.peers.work.Interval;
import org.hopwire.bench.peers.work.JavaCase;
import org.hopwire.bench.peers.work.Row;
import org.hopwire.bench.peers.work.Settings;
import org.hopwire.bench.peers.work.Work;

/**
 * Rows as one document, schema {@value #SCHEMA}, so that a session can be run in pieces: works measured anew replace
 * what the file held of them, and the rest of it stays where it was measured on the same machine.
 *
 * <pre>
 * {"schema": 1, "kind": "peers",
 *  "machine": {"cpu", "cores", "kernel", "jvm", "gcc", "dpdk", "reservedHugePages"},
 *  "rows": [{"id", "work", "peer", "build",
 *            "measured": time of day, "core", "rounds", "coverage": probability that an interval holds the median,
 *            "loadBefore", "loadAfter": load average of a minute,
 *            "hopwire": {"benchmark", "params", "ns", "least", "greatest", "median"},
 *            "peerNs": {"ns", "least", "greatest", "median"},
 *            "ratio": {"median", "least", "greatest"},
 *            "target": {"kind": "RATIO" | "NS" | "NONE", "atMost"},
 *            "verdict": "MET" | "MISSED" | "OPEN" | "NONE"}
 *           or, in place of all figures, "unavailable": why]}
 * </pre>
 *
 * <p>All times are nanoseconds per operation: {@code ns} is the middle of the rounds' minima, {@code least} and
 * {@code greatest} are the least and the greatest of them, {@code median} the middle of the rounds' medians.
 */
public final class PeersJson {
    static final int SCHEMA = 1;

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path file;
    private final Settings settings;
    private final Map<String, String> machine;

    /** Writes to a file what was measured with these settings. */
    public PeersJson(Path file, Settings settings, Map<String, String> machine) {
        this.file = file;
        this.settings = settings;
        this.machine = machine;
    }

    /** Puts the rows of one work into the file. */
    public void write(Work work, List<Row> rows, double loadBefore) throws IOException {
        ObjectNode document = mapper.createObjectNode().put("schema", SCHEMA).put("kind", "peers");
        document.set("machine", mapper.valueToTree(machine));
        List<JsonNode> all = others(work, document.get("machine"));
        for (Row each : rows) {
            all.add(node(each, loadBefore));
        }
        all.sort(PeersJson::byTarget);
        document.putArray("rows").addAll(all);
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, mapper.writeValueAsString(document) + "\n");
    }

    private List<JsonNode> others(Work work, JsonNode here) throws IOException {
        List<JsonNode> others = new ArrayList<>();
        if (!Files.exists(file) || Files.size(file) == 0) {
            return others;
        }
        JsonNode known = mapper.readTree(file.toFile());
        if (known.path("schema").asInt() == SCHEMA && known.path("machine").equals(here)) {
            for (JsonNode each : known.path("rows")) {
                if (!each.path("work").asText().equals(work.name()) || !each.path("id").asText().equals(work.id())) {
                    others.add(each);
                }
            }
        }
        return others;
    }

    private static int byTarget(JsonNode a, JsonNode b) {
        return Integer.compare(number(a), number(b));
    }

    private static int number(JsonNode row) {
        return Integer.parseInt(row.path("id").asText().substring(1));
    }

    private ObjectNode node(Row row, double loadBefore) {
        ObjectNode node = mapper.createObjectNode().put("id", row.work().id()).put("work", row.work().name())
                .put("peer", row.peer().name()).put("build", row.build())
                .put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()).put("core", settings.core())
                .put("rounds", settings.rounds()).put("coverage", Interval.coverage(settings.rounds()))
                .put("loadBefore", loadBefore).put("loadAfter", Machine.loadNow());
        if (!row.isAvailable()) {
            return node.put("unavailable", row.unavailable());
        }
        JavaCase java = row.work().hopwire();
        node.putObject("hopwire").put("benchmark", java.name()).set("params", mapper.valueToTree(java.params()));
        put((ObjectNode) node.get("hopwire"), row.ours());
        put(node.putObject("peerNs"), row.theirs());
        node.putObject("ratio").put("median", row.ratio().median()).put("least", row.ratio().least()).put("greatest",
                row.ratio().greatest());
        node.putObject("target").put("kind", row.peer().target().kind().name()).put("atMost",
                row.peer().target().atMost());
        return node.put("verdict", row.verdict().name());
    }

    private static void put(ObjectNode node, Row.Measured measured) {
        node.put("ns", measured.min().median()).put("least", measured.min().least())
                .put("greatest", measured.min().greatest()).put("median", measured.median());
    }
}
