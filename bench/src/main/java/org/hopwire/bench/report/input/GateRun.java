package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;

/**
 * What a gate has said ({@code hopwire.gate/1}). Changes are fractions.
 *
 * @param reason why the whole is inconclusive, or empty
 * @param theta the smallest change that matters
 * @param margin what a change must surely stay below
 * @param tookS seconds
 * @param reference the frozen kernel against itself, or {@code null}
 * @param added benchmarks the baseline has not
 */
public record GateRun(Place place, String kind, GateVerdict verdict, String reason, String baseline, double theta,
        double margin, double tookS, Line reference, List<Line> lines, List<String> added) {
    /**
     * A benchmark; figures are {@code null} where there are none, and the new pairs' where it was confirmed.
     *
     * @param pairs measured
     * @param change candidate over baseline less one
     * @param pairChanges each pair's
     * @param replaced pairs run anew
     */
    public record Line(String benchmark, GateVerdict verdict, String reason, int pairs, Double change, Double low,
            Double high, Double baselineNs, Double candidateNs, List<Double> pairChanges, long replaced) {
        /** Whether there is an interval to draw. */
        public boolean isDrawn() {
            return change != null && low != null && high != null;
        }
    }

    /** Reads one. */
    public static GateRun read(Path file) {
        Field root = Field.read(file).requireSchema("hopwire.gate/1");
        Field rule = root.at("rule");
        return new GateRun(Place.ofGate(root.at("machine"), root.at("candidate").text(), stamp(root.at("run"))),
                root.at("kind").text(), root.at("verdict").one(GateVerdict.class), root.at("reason").text(),
                root.at("baseline").text(), rule.at("theta").positive(), rule.at("margin").positive(),
                root.at("tookS").number(), root.maybe("reference").map(GateRun::line).orElse(null),
                root.at("benchmarks").items().stream().map(GateRun::line).toList(),
                root.at("added").items().stream().map(Field::text).toList());
    }

    /** 20261127T131343Z, as people write it. */
    private static String stamp(Field run) {
        String text = run.text();
        if (!text.matches("\\d{8}T\\d{6}Z")) {
            throw run.wrong("\"" + text + "\" is not a time like 20261127T131343Z");
        }
        return text.replaceFirst("(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z", "$1-$2-$3T$4:$5:$6Z");
    }

    private static Line line(Field row) {
        Field figures = row.maybe("confirmation").orElse(row);
        return new Line(row.at("benchmark").text(), row.at("verdict").one(GateVerdict.class), row.at("reason").text(),
                (int) figures.at("pairs").whole(), Field.orNull(figures.maybe("change")),
                Field.orNull(figures.maybe("low")), Field.orNull(figures.maybe("high")),
                Field.orNull(figures.maybe("baselineNs")), Field.orNull(figures.maybe("candidateNs")),
                figures.at("pairChanges").items().stream().map(Field::number).toList(),
                row.at("replacedBaseline").whole() + row.at("replacedCandidate").whole());
    }
}
