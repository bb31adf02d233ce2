package org.hopwire.cli.replay;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.EngineSnapshot.PortFigures;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.engine.replay.ReplayResult;
import org.hopwire.engine.replay.ReplayResult.CaptureFigures;

/** What a replay came to, for people and for programs. */
record Summary(ReplayOptions options, ReplayResult result) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String INDENT = "  ";
    /** Fewer frames than this say nothing about speed. */
    private static final long WARM_FRAMES = 100_000;

    /** The document of {@code replay --json}. */
    ObjectNode toJson() {
        EngineSnapshot figures = result.snapshot();
        ObjectNode document = Json.document();
        document.put("input", options.input()).put("output", options.output()).put("drops", options.drops());
        document.put("frames", result.frames()).put("received", figures.received())
                .put("transmitted", figures.transmitted()).put("forwarded", figures.forwarded())
                .put("originated", figures.originated()).put("consumed", figures.consumed())
                .put("originated_lost", figures.originatedLost())
                .put("originated_suppressed", figures.originatedSuppressed());
        document.set("dropped", Json.numbers(figures.dropped()));
        putPorts(document.putObject("ports"), figures.ports());
        ObjectNode icmp = document.putObject("icmp");
        icmp.set("sent", Json.numbers(figures.icmpSent()));
        icmp.set("received", Json.numbers(figures.icmpReceived()));
        icmp.set("raised", Json.numbers(figures.errorsRaised()));
        icmp.set("suppressed", Json.numbers(figures.errorsSuppressed()));
        icmp.set("events", Json.numbers(figures.icmpEvents()));
        document.set("internals", Json.numbers(figures.internals()));
        new MembershipReport(figures, result.membership()).putInto(document);
        new NeighbourReport(figures, result.neighbours()).putInto(document);
        document.set("paths", Json.numbers(figures.paths()));
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

    private static void putPorts(ObjectNode node, Map<String, PortFigures> ports) {
        ports.forEach((name, port) -> node.putObject(name).put("received", port.received())
                .put("transmitted", port.transmitted()).put("received_octets", port.receivedOctets())
                .put("transmitted_octets", port.transmittedOctets()).put("refused", port.refused()));
    }

    /** A table for people. */
    void print(PrintWriter out) {
        EngineSnapshot figures = result.snapshot();
        out.println("Replayed " + nameOf(options.input(), "standard input")
                + (result.interrupted() ? ", interrupted" : ""));
        out.println();
        row(out, "frames in", figures.received());
        row(out, "frames out", figures.transmitted());
        row(out, INDENT + "answered (ours)", figures.originated());
        row(out, INDENT + "forwarded", figures.forwarded());
        if (figures.originatedLost() > 0) {
            row(out, "no way out (ours)", figures.originatedLost());
        }
        row(out, "consumed (answered or kept)", figures.consumed());
        row(out, "dropped", figures.droppedTotal());
        rows(out, figures.dropped());
        section(out, "ICMP sent", figures.icmpSent());
        section(out, "ICMP received", figures.icmpReceived());
        section(out, "ICMP errors raised", figures.errorsRaised());
        section(out, "ICMP errors held back", figures.errorsSuppressed());
        section(out, "ICMP, besides", figures.icmpEvents());
        section(out, "In the engine", figures.internals());
        section(out, "In the capture", strange());
        section(out, "IGMP sent", figures.igmpSent());
        section(out, "IGMP received", figures.igmpReceived());
        section(out, "Membership", figures.igmpEvents());
        section(out, "ARP", figures.neighbours());
        section(out, "Paths", figures.paths());
        printPorts(out, figures.ports());
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

    private static void section(PrintWriter out, String title, Map<String, Long> rows) {
        if (!rows.isEmpty()) {
            out.println(title);
            rows(out, rows);
        }
    }

    private static void rows(PrintWriter out, Map<String, Long> rows) {
        rows.forEach((name, count) -> row(out, INDENT + name, count));
    }

    private static void row(PrintWriter out, String label, long count) {
        out.println(String.format(Locale.ROOT, "%-36s %,14d", label, count));
    }

    private static void printPorts(PrintWriter out, Map<String, PortFigures> ports) {
        out.println(String.format(Locale.ROOT, "%-21s %14s %14s", "Port", "in [frames]", "out [frames]"));
        ports.forEach((name, port) -> out.println(String.format(Locale.ROOT, "%-21s %,14d %,14d", INDENT + name,
                port.received(), port.transmitted())));
    }
}
