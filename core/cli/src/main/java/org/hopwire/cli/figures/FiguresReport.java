package org.hopwire.cli.figures;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.EngineSnapshot.PortFigures;

/** An engine's counts since its start, for people and for programs. */
public record FiguresReport(EngineSnapshot figures) {
    private static final String INDENT = "  ";

    /** Puts everything but membership into a document. */
    public void putInto(ObjectNode document) {
        document.put("received", figures.received()).put("transmitted", figures.transmitted())
                .put("forwarded", figures.forwarded()).put("originated", figures.originated())
                .put("consumed", figures.consumed()).put("originated_lost", figures.originatedLost())
                .put("originated_suppressed", figures.originatedSuppressed());
        document.set("dropped", Json.numbers(figures.dropped()));
        putPorts(document.putObject("ports"), figures.ports());
        ObjectNode icmp = document.putObject("icmp");
        icmp.set("sent", Json.numbers(figures.icmpSent()));
        icmp.set("received", Json.numbers(figures.icmpReceived()));
        icmp.set("raised", Json.numbers(figures.errorsRaised()));
        icmp.set("suppressed", Json.numbers(figures.errorsSuppressed()));
        icmp.set("events", Json.numbers(figures.icmpEvents()));
        document.set("ip", Json.numbers(figures.ipEvents()));
        document.set("paths", Json.numbers(figures.paths()));
        document.set("internals", Json.numbers(figures.internals()));
    }

    private static void putPorts(ObjectNode node, Map<String, PortFigures> ports) {
        ports.forEach((name, port) -> node.putObject(name).put("received", port.received())
                .put("transmitted", port.transmitted()).put("received_octets", port.receivedOctets())
                .put("transmitted_octets", port.transmittedOctets()).put("refused", port.refused())
                .set("mishaps", Json.numbers(port.mishaps())));
    }

    /** A table for people. */
    public void print(PrintWriter out) {
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
        section(out, "IP, besides", figures.ipEvents());
        section(out, "In the engine", figures.internals());
        section(out, "IGMP sent", figures.igmpSent());
        section(out, "IGMP received", figures.igmpReceived());
        section(out, "Membership", figures.igmpEvents());
        section(out, "ARP", figures.neighbours());
        section(out, "Paths", figures.paths());
        printPorts(out, figures.ports());
    }

    /** A title and its rows, where there are any. */
    public static void section(PrintWriter out, String title, Map<String, Long> rows) {
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
        ports.forEach((name, port) -> {
            out.println(String.format(Locale.ROOT, "%-21s %,14d %,14d", INDENT + name, port.received(),
                    port.transmitted()));
            port.mishaps().forEach((row, count) -> row(out, INDENT + INDENT + row, count));
        });
    }
}
