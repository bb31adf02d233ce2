package org.hopwire.cli.live;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.EngineSnapshot.PortFigures;

/** Rates between two looks at an engine, drawn over the last table where the output is a terminal. */
final class LiveTable {
    /** Preamble, frame check sequence and gap: what a frame occupies of a line besides its octets. */
    private static final int FRAMING_OCTETS = 24;
    private static final int BITS = 8;
    private static final double MEGA = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_REASONS = 4;
    private static final String INDENT = "  ";
    private static final PortFigures NOTHING = new PortFigures(0, 0, 0, 0, 0, Map.of());

    private final PrintWriter out;
    private final boolean redraws;
    private EngineSnapshot before;
    private long beforeNs;
    private int lines;

    /** A table that is drawn over itself, or one below the other. */
    LiveTable(PrintWriter out, boolean redraws) {
        this.out = out;
        this.redraws = redraws;
    }

    /** The first look: rates start from here. */
    void begin(EngineSnapshot figures, long nowNs) {
        before = figures;
        beforeNs = nowNs;
    }

    /** Draws the rates since the last look. */
    void draw(EngineSnapshot now, long nowNs, long upNs) {
        double seconds = Math.max(1, nowNs - beforeNs) / NANOS_PER_SECOND;
        erase();
        line(String.format(Locale.ROOT, "up %s, in %,d, out %,d, dropped %,d", upTime(upNs), now.received(),
                now.transmitted(),
                now.droppedTotal()));
        line(String.format(Locale.ROOT, "%-16s %13s %13s %13s %13s %9s", "Port", "in [pkt/s]", "in [Mbit/s]",
                "out [pkt/s]", "out [Mbit/s]",
                "refused"));
        now.ports().forEach((name, port) -> port(name, port, before.ports().getOrDefault(name, NOTHING), seconds));
        occurrences("dropped", now.dropped(), before.dropped());
        occurrences("icmp in", now.icmpReceived(), before.icmpReceived());
        occurrences("icmp out", now.icmpSent(), before.icmpSent());
        occurrences("igmp in", now.igmpReceived(), before.igmpReceived());
        out.flush();
        before = now;
        beforeNs = nowNs;
    }

    private void port(String name, PortFigures now, PortFigures then, double seconds) {
        line(String.format(Locale.ROOT, "%-16s %,13.0f %,13.1f %,13.0f %,13.1f %,9d", name,
                (now.received() - then.received()) / seconds,
                megabits(now.received() - then.received(), now.receivedOctets() - then.receivedOctets()) / seconds,
                (now.transmitted() - then.transmitted()) / seconds,
                megabits(now.transmitted() - then.transmitted(), now.transmittedOctets() - then.transmittedOctets())
                        / seconds,
                now.refused() - then.refused()));
        occurrences(INDENT + "lost", now.mishaps(), then.mishaps());
    }

    private static double megabits(long frames, long octets) {
        return (octets + FRAMING_OCTETS * frames) * BITS / MEGA;
    }

    /** What has happened since the last look, most frequent first. */
    private void occurrences(String title, Map<String, Long> now, Map<String, Long> then) {
        List<Map.Entry<String, Long>> changed = now.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue() - then.getOrDefault(each.getKey(), 0L)))
                .filter(each -> each.getValue() > 0).sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        if (!changed.isEmpty()) {
            line(String.format(Locale.ROOT, "%-8s %s", title, changed.stream().limit(MOST_REASONS)
                    .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
                    .collect(Collectors.joining(", ", "", changed.size() > MOST_REASONS ? ", ..." : ""))));
        }
    }

    private static String upTime(long ns) {
        long seconds = (long) (ns / NANOS_PER_SECOND);
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private void line(String text) {
        out.println(text);
        lines++;
    }

    private void erase() {
        if (redraws && lines > 0) {
            out.print("\u001b[" + lines + "F\u001b[J");
        } else if (lines > 0) {
            out.println();
        }
        lines = 0;
    }
}
