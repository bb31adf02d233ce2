package org.hopwire.bench.gate.run;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.hopwire.bench.gate.build.Durations;

/** Says how far a run is: one line written over on a terminal, a line now and then elsewhere. */
public final class Progress {
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(30);

    private final PrintStream out;
    private final boolean isTerminal;
    private final LongSupplier clockNs;
    private long lastNs;
    private int written;

    /** Writes to {@code out}. */
    public Progress(PrintStream out, boolean isTerminal, LongSupplier clockNs) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.clockNs = clockNs;
        lastNs = clockNs.getAsLong();
    }

    /** A fork is to begin. */
    void step(String what, long leftMs) {
        String line = what + ", about " + Durations.inWords(leftMs) + " left";
        if (isTerminal) {
            over(line);
        } else if (clockNs.getAsLong() - lastNs >= PAUSE_NS) {
            lastNs = clockNs.getAsLong();
            out.println("bench: " + line);
        }
    }

    /** A line that stays. */
    public void say(String line) {
        if (isTerminal) {
            over("");
            out.print("\r");
            written = 0;
        }
        out.println("bench: " + line);
    }

    private void over(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, written - line.length())));
        out.flush();
        written = line.length();
    }
}
