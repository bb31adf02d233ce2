package org.hopwire.cli.replay;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.cli.figures.FiguresReport;
import org.hopwire.cli.figures.MembershipReport;
import org.hopwire.cli.figures.NeighbourReport;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.engine.replay.ReplayResult;
import org.hopwire.engine.replay.ReplayResult.CaptureFigures;

/** What a replay came to, for people and for programs. */
record Summary(ReplayOptions options, ReplayResult result) {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Fewer frames than this say nothing about speed. */
    private static final long WARM_FRAMES = 100_000;

    /** The document of {@code replay --json}. */
    ObjectNode toJson() {
        EngineSnapshot figures = result.snapshot();
        ObjectNode document = Json.document();
        document.put("input", options.input()).put("output", options.output()).put("drops", options.drops());
        document.put("frames", result.frames());
        new FiguresReport(figures).putInto(document);
        new MembershipReport(figures, result.membership()).putInto(document);
        new NeighbourReport(figures, result.neighbours()).putInto(document);
        document.set("unmapped", Json.numbers(new TreeMap<>(result.unmapped())));
        document.set("capture", capture());
        document.put("checksum", figures.checksumKernel());
        document.put("duration_seconds", result.elapsedNs() / NANOS_PER_SECOND)
                .put("packets_per_second", result.packetsPerSecond()).put("interrupted", result.interrupted())
                .put("failure", result.failure());
        return document;
    }

    private ObjectNode capture() {
        CaptureFigures capture = result.capture();
        return Json.numbers(Map.of()).put("outgoing", capture.outgoing()).put("backwards", capture.backwards())
                .put("untimed", capture.untimed()).put("cut", capture.cut())
                .put("unknown_blocks", capture.unknownBlocks()).put("reported_drops", capture.reportedDrops())
                .put("skipped_gaps", capture.skippedGaps())
                .put("skipped_seconds", capture.skippedNs() / NANOS_PER_SECOND);
    }

    /** A table for people. */
    void print(PrintWriter out) {
        EngineSnapshot figures = result.snapshot();
        out.println("Replayed " + nameOf(options.input(), "standard input")
                + (result.interrupted() ? ", interrupted" : ""));
        out.println();
        new FiguresReport(figures).print(out);
        FiguresReport.section(out, "In the capture", strange());
        new MembershipReport(figures, result.membership()).print(out, moment());
        new NeighbourReport(figures, result.neighbours()).print(out, moment());
        out.println();
        printEnd(out, figures);
        out.flush();
    }

    private String moment() {
        return options.atNs() == ReplayOptions.AT_THE_END
                ? "at the end"
                : String.format(Locale.ROOT, "at %.1f s", options.atNs() / NANOS_PER_SECOND);
    }

    /** What is worth a person's look in the capture itself. */
    private Map<String, Long> strange() {
        CaptureFigures capture = result.capture();
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("sent by its own machine, left out", capture.outgoing());
        rows.put("stamped before their turn", capture.backwards());
        rows.put("without a timestamp", capture.untimed());
        rows.put("too long, cut", capture.cut());
        rows.put("unknown blocks", capture.unknownBlocks());
        rows.put("lost when it was captured", capture.reportedDrops());
        rows.put("long gaps cut short", capture.skippedGaps());
        rows.put("seconds cut from them", capture.skippedNs() / (long) NANOS_PER_SECOND);
        rows.values().removeIf(count -> count == 0);
        return rows;
    }

    private void printEnd(PrintWriter out, EngineSnapshot figures) {
        out.println(String.format(Locale.ROOT, "speed      %,.0f packets/s (%.3f s%s)", result.packetsPerSecond(),
                result.elapsedNs() / NANOS_PER_SECOND,
                figures.received() < WARM_FRAMES ? ", most of it the JVM warming up" : ""));
        out.println("checksum   " + figures.checksumKernel());
        out.println("answers    " + nameOf(options.output(), "standard output"));
        if (options.drops() != null) {
            out.println("drops      " + options.drops());
        }
    }

    private static String nameOf(String file, String stream) {
        return "-".equals(file) ? stream : file;
    }
}
