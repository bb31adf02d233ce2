package org.hopwire.cli.live;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.hopwire.cli.Terminal;
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

    /** Columns of the table with its rates in bits. */
    private static final int WIDE = 84;

    private final PrintWriter out;
    private final boolean redraws;
    private final Supplier<Terminal.Size> sizes;
    private final List<String> lines = new ArrayList<>();
    private Terminal.Size size;
    private EngineSnapshot before;
    private long beforeNs;
    private int shown;

    /** A table on standard output: drawn over itself where that is a terminal, else one below the other. */
    static LiveTable on(PrintWriter out) {
        return Terminal.watchesStdout()
                ? new LiveTable(out, true, Terminal::size)
                : new LiveTable(out, false, () -> Terminal.Size.UNBOUNDED);
    }

    /** A table that is drawn over itself, or one below the other, no larger than its place is then. */
    LiveTable(PrintWriter out, boolean redraws, Supplier<Terminal.Size> sizes) {
        this.out = out;
        this.redraws = redraws;
        this.sizes = sizes;
    }

    /** The first look: rates start from here. */
    void begin(EngineSnapshot figures, long nowNs) {
        before = figures;
        beforeNs = nowNs;
    }

    /** Draws the rates since the last look. */
    void draw(EngineSnapshot now, long nowNs, long upNs) {
        double seconds = Math.max(1, nowNs - beforeNs) / NANOS_PER_SECOND;
        size = sizes.get();
        lines.clear();
        line(String.format(Locale.ROOT, "up %s, in %,d, out %,d, dropped %,d", upTime(upNs), now.received(),
                now.transmitted(), now.droppedTotal()));
        row("Port", "in [pkt/s]", "in [Mbit/s]", "out [pkt/s]", "out [Mbit/s]", "refused");
        now.ports().forEach((name, port) -> port(name, port, before.ports().getOrDefault(name, NOTHING), seconds));
        occurrences("dropped", now.dropped(), before.dropped());
        occurrences("icmp in", now.icmpReceived(), before.icmpReceived());
        occurrences("icmp out", now.icmpSent(), before.icmpSent());
        occurrences("igmp in", now.igmpReceived(), before.igmpReceived());
        show();
        before = now;
        beforeNs = nowNs;
    }

    /** On a narrow terminal packets say more than bits do. */
    private void row(String name, String in, String bitsIn, String outgoing, String bitsOut, String refused) {
        line(size.columns() < WIDE
                ? String.format(Locale.ROOT, "%-11.11s %13s %13s", name, in, outgoing)
                : String.format(Locale.ROOT, "%-16s %13s %13s %13s %13s %9s", name, in, bitsIn, outgoing, bitsOut,
                        refused));
    }

    private void port(String name, PortFigures now, PortFigures then, double seconds) {
        long in = now.received() - then.received();
        long sent = now.transmitted() - then.transmitted();
        row(name, whole(Math.round(in / seconds)),
                tenths(megabits(in, now.receivedOctets() - then.receivedOctets()) / seconds),
                whole(Math.round(sent / seconds)),
                tenths(megabits(sent, now.transmittedOctets() - then.transmittedOctets()) / seconds),
                whole(now.refused() - then.refused()));
        occurrences(INDENT + "lost", now.mishaps(), then.mishaps());
    }

    private static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
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

    /** A line that fits: one that a terminal wraps is two, and the next table would be drawn over half of this one. */
    private void line(String text) {
        lines.add(text.length() > size.columns() ? text.substring(0, size.columns()) : text);
    }

    private void show() {
        if (redraws && shown > 0) {
            out.print("\u001b[" + shown + "F\u001b[J");
        } else if (shown > 0) {
            out.println();
        }
        // the cursor stands below the last line
        shown = Math.min(lines.size(), Math.max(1, size.rows() - 1));
        lines.subList(0, shown).forEach(out::println);
        out.flush();
    }
}
