package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;

/** Slowdowns planted on purpose ({@code hopwire.mutants/1}). */
public record Mutants(Place place, List<Line> lines) {
    /**
     * One.
     *
     * @param change how slow it truly is, a fraction; {@code null}, like its bounds, where it is not known
     * @param isReal whether that is above the threshold; else it is void
     * @param verdict of the gate, or {@code null}
     * @param caught share of draws in which it is
     */
    public record Line(String mutant, String about, String benchmark, Double change, Double low, Double high,
            boolean isReal, GateVerdict verdict, double caught) {}

    /** Reads one. */
    public static Mutants read(Path file) {
        Field root = Field.read(file).requireSchema("hopwire.mutants/1");
        return new Mutants(Place.ofGate(root.at("machine"), "", ""),
                root.at("mutants").items().stream().map(Mutants::line).toList());
    }

    private static Line line(Field line) {
        return new Line(line.at("mutant").text(), line.at("about").text(), line.at("benchmark").text(),
                Field.orNull(line.maybe("change")), Field.orNull(line.maybe("low")), Field.orNull(line.maybe("high")),
                line.maybe("isReal").or(() -> line.maybe("real")).map(Field::truth).orElse(false),
                line.maybe("verdict").map(each -> each.one(GateVerdict.class)).orElse(null),
                line.at("caught").number());
    }
}
