package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What commits took on one machine ({@code hopwire.history/1}), in the order they were added. */
public record History(List<Line> lines) {
    /**
     * A commit.
     *
     * @param referenceNs the frozen kernel on that day, or {@code null}
     * @param ns by benchmark
     */
    public record Line(Place place, Double referenceNs, Map<String, Double> ns) {}

    /** Reads one. */
    public static History read(Path file) {
        return new History(Field.readLines(file).stream().map(History::line).toList());
    }

    private static Line line(Field line) {
        line.requireSchema("hopwire.history/1");
        Map<String, Double> ns = new TreeMap<>();
        line.at("ns").members().forEach((name, value) -> ns.put(name, value.positive()));
        return new Line(Place.ofGate(line.at("machine"), line.at("commit").text(), line.at("date").text()),
                line.maybe("referenceNs").map(Field::positive).orElse(null), ns);
    }
}
