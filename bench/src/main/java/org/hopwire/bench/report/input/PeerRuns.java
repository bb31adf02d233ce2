package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hopwire beside its peers (schema 1 of {@code bench peers}).
 *
 * @param machine what the file says of it, by name
 * @param rows in its order
 */
public record PeerRuns(Map<String, String> machine, List<Row> rows) {
    /** What a target is measured in. */
    public enum Kind {
        /** Times the peer's time. */
        RATIO,
        /** Nanoseconds where the target was set. */
        NS,
        /** There is none. */
        NONE
    }

    /** Whether a target is kept. */
    public enum Verdict {
        /** All of the interval is. */
        MET,
        /** None of it is. */
        MISSED,
        /** Part of it is. */
        OPEN,
        /** There is no target. */
        NONE
    }

    /** Of something measured: the least, the middle and the greatest. */
    public record Span(double least, double middle, double greatest) {}

    /**
     * A work beside one build of one peer.
     *
     * @param id of the target
     * @param ours nanoseconds of an operation
     * @param theirs the same
     * @param ratio ours by theirs: below 1 Hopwire is faster
     * @param kind of target
     * @param atMost the target
     * @param coverage probability that the interval holds the median
     * @param load the higher of the averages before and after
     * @param unavailable why there are no figures, or empty; then figures are {@code null}
     */
    public record Row(String id, String work, String peer, String build, Span ours, Span theirs, Span ratio, Kind kind,
            double atMost, Verdict verdict, int rounds, double coverage, double load, String measured,
            String unavailable) {
        /** Whether there are figures. */
        public boolean isMeasured() {
            return unavailable.isEmpty();
        }

        /** The target as a ratio, or {@code null}. */
        public Double targetRatio() {
            return switch (kind) {
                case RATIO -> atMost;
                case NS -> atMost / theirs.middle();
                case NONE -> null;
            };
        }
    }

    /** Reads one. */
    public static PeerRuns read(Path file) {
        Field root = Field.read(file).requireSchema("1");
        Map<String, String> machine = new TreeMap<>();
        root.at("machine").members().forEach((name, value) -> machine.put(name, value.plain()));
        return new PeerRuns(machine, root.at("rows").items().stream().map(PeerRuns::row).toList());
    }

    private static Row row(Field row) {
        String reason = Field.orEmpty(row.maybe("unavailable"));
        double load = Math.max(row.at("loadBefore").number(), row.at("loadAfter").number());
        boolean isMeasured = reason.isEmpty();
        Field id = row.at("id");
        if (!id.text().matches("T\\d{1,3}")) {
            throw id.wrong("\"" + id.text() + "\" is not a target like T7");
        }
        return new Row(id.text(), row.at("work").text(), row.at("peer").text(), row.at("build").text(),
                isMeasured ? span(row.at("hopwire"), "ns") : null, isMeasured ? span(row.at("peerNs"), "ns") : null,
                isMeasured ? span(row.at("ratio"), "median") : null,
                isMeasured ? row.at("target").at("kind").one(Kind.class) : Kind.NONE,
                isMeasured ? row.at("target").at("atMost").number() : 0,
                isMeasured ? row.at("verdict").one(Verdict.class) : Verdict.NONE, (int) row.at("rounds").whole(),
                row.at("coverage").number(), load, row.at("measured").text(), reason);
    }

    private static Span span(Field field, String middle) {
        return new Span(field.at("least").positive(), field.at(middle).positive(), field.at("greatest").positive());
    }
}
