package org.hopwire.cli.replay;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal, drawn over itself ten times a second. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long REDRAW_NS = 100_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PERCENT = 100;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final long totalOctets;
    private final LongSupplier nanoClock;
    private final long startNs;
    private long drawnNs;
    private boolean drawn;

    /** {@code totalOctets} is 0 where nobody knows the end. */
    ProgressBar(PrintWriter terminal, long totalOctets, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.totalOctets = totalOctets;
        this.nanoClock = nanoClock;
        startNs = nanoClock.getAsLong();
        drawnNs = startNs;
    }

    void update(long frames, long octets) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - drawnNs < REDRAW_NS) {
            return;
        }
        drawnNs = nowNs;
        drawn = true;
        double rate = frames * NANOS_PER_SECOND / Math.max(1, nowNs - startNs);
        terminal.print("\r" + bar(octets) + String.format(Locale.ROOT, " %,d frames, %,.0f/s", frames, rate));
        terminal.flush();
    }

    private String bar(long octets) {
        if (totalOctets <= 0) {
            return "";
        }
        double part = Math.min(1, (double) octets / totalOctets);
        int full = (int) (part * WIDTH);
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]"
                + String.format(Locale.ROOT, " %3d %%", (int) (part * PERCENT));
    }

    void erase() {
        if (drawn) {
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }
}
