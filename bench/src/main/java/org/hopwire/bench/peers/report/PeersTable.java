package org.hopwire.bench.peers.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import org.hopwire.bench.peers.work.Row;
import org.hopwire.bench.peers.work.Work;

/** Rows for a person, as a table in Markdown, printed as they come. */
public final class PeersTable {
    private final PrintStream out;

    public PeersTable(PrintStream out) {
        this.out = out;
    }

    public void head() {
        line("id", "work", "peer", "build", "peer ns", "Hopwire ns", "ratio", "interval", "target", "is");
        line("---", "---", "---", "---", "---:", "---:", "---:", "---", "---", "---");
    }

    public void rows(List<Row> rows) {
        rows.forEach(this::row);
        out.flush();
    }

    private void row(Row row) {
        Work work = row.work();
        String target = row.peer().target().toString();
        if (!row.isAvailable()) {
            line(work.id(), work.name(), row.peer().name(), row.build(), "-", "-", "-", row.unavailable(), target, "");
            return;
        }
        line(work.id(), work.name(), row.peer().name(), row.build(), ns(row.theirs().min().median()),
                ns(row.ours().min().median()), ratio(row.ratio().median()),
                ratio(row.ratio().least()) + "-" + ratio(row.ratio().greatest()), target, row.verdict().toString());
    }

    private void line(Object... cells) {
        out.printf(Locale.ROOT,
                "| %-3s | %-56s | %-34s | %-17s | %11s | %11s | %5s | %-11s | %-10s | %-6s |%n",
                cells);
    }

    private static String ns(double ns) {
        return ns >= 1e6 ? String.format(Locale.ROOT, "%.0f ms", ns / 1e6) : String.format(Locale.ROOT, "%.2f", ns);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
