package org.hopwire.bench.wire;

import java.io.PrintStream;
import java.util.Locale;

import org.hopwire.bench.wire.Responder.Family;

/** A contest as a table: rates in thousands a second, ratios of the rounds' pairs. */
final class ContestTable {
    private static final double THOUSAND = 1e3;
    private static final double PERCENT = 100;

    private final Contest contest;
    private final int senderCore;
    private final Row bestOfC;
    private final Row bestOfTestpmd;
    private final Row kernel;

    ContestTable(Contest contest, int senderCore) {
        this.contest = contest;
        this.senderCore = senderCore;
        bestOfC = contest.best(Family.C);
        bestOfTestpmd = contest.best(Family.TESTPMD);
        kernel = contest.best(Family.KERNEL);
    }

    void print(PrintStream out) {
        boolean isEcho = contest.work() == Work.ECHO;
        out.printf(Locale.ROOT, "%n%s, %d B: thousand %s a second%n", contest.work(), contest.frame(),
                contest.work().result());
        out.println(String.format("%-27s %6s %6s %6s %6s %6s %8s  %-18s  %-18s", "responder", "min", "median", "max",
                "loss", "busy", "k/cpu-s", "to " + name(isEcho ? bestOfC : kernel),
                isEcho ? "to " + name(bestOfTestpmd) : "").stripTrailing());
        for (Row row : contest.rows()) {
            out.println(row.counts() ? line(row, isEcho) : faultLine(row));
        }
    }

    private static String name(Row row) {
        return row == null ? "nobody" : row.responder().name();
    }

    private static String faultLine(Row row) {
        return String.format(Locale.ROOT, "%-27s out: %s", row.responder().name(), row.fault());
    }

    private String line(Row row, boolean isEcho) {
        double[] rates = row.sorted(Sample::rate);
        return String.format(Locale.ROOT, "%-27s %6.0f %6.0f %6.0f %5.1f%% %5.0f%% %8.0f  %-18s  %-18s",
                row.responder().name(), rates[0] / THOUSAND, Ratio.median(rates) / THOUSAND,
                rates[rates.length - 1] / THOUSAND, PERCENT * row.median(Sample::loss),
                PERCENT * row.median(Sample::share),
                row.median(sample -> sample.ratePerProcessor(senderCore)) / THOUSAND,
                ratio(row, isEcho ? bestOfC : kernel), isEcho ? ratio(row, bestOfTestpmd) : "").stripTrailing();
    }

    private static String ratio(Row row, Row other) {
        if (other == null) {
            return "";
        }
        Ratio ratio = row.to(other);
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio.median(), ratio.least(), ratio.most());
    }
}
