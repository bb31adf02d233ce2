package org.hopwire.bench.gate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.hopwire.bench.gate.decide.Verdict;

/** How a row's figures are written for people, the same in every format. */
public final class Cells {
    private static final double PERCENT = 100;
    private static final int SHORT = 12;

    private Cells() {}

    /** A change in percent with its sign, or a dash. */
    public static String percent(Double change) {
        return change == null ? "-" : String.format(Locale.ROOT, "%+.1f", change * PERCENT);
    }

    /** Both bounds in percent. */
    static String interval(Row row) {
        return "[" + percent(row.low()) + ", " + percent(row.high()) + "]";
    }

    /** Nanoseconds, or a dash. */
    public static String ns(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Twelve digits of a commit, and whether there are changes. */
    public static String build(String name) {
        int changes = name.indexOf('+');
        String commit = changes < 0 ? name : name.substring(0, changes);
        return (commit.length() > SHORT && commit.matches("[0-9a-f]{40}") ? commit.substring(0, SHORT) : commit)
                + (changes < 0 ? "" : name.substring(changes));
    }

    /** Verdict and, where there is more to say, why. */
    static String verdict(Row row) {
        return row.verdict() + (row.reason().isEmpty() ? "" : ": " + row.reason()) + replaced(row);
    }

    private static String replaced(Row row) {
        int all = row.replacedBaseline() + row.replacedCandidate();
        return all == 0 ? "" : " (" + all + (all == 1 ? " pair" : " pairs") + " run anew)";
    }

    /** How often each verdict was given, as in 7 OK, 1 REGRESSION. */
    static String summary(GateResult result) {
        List<String> parts = new ArrayList<>();
        for (Verdict each : Verdict.values()) {
            long count = result.benchmarks().stream().filter(row -> row.verdict() == each).count();
            if (count > 0) {
                parts.add(count + " " + each);
            }
        }
        return String.join(", ", parts);
    }

    /** One line for the whole run. */
    public static String headline(GateResult result) {
        return result.verdict() + ": " + (result.reason().isEmpty() ? summary(result) : result.reason()) + "; baseline "
                + build(result.baseline()) + ", candidate " + build(result.candidate());
    }

    /** Columns padded to the widest cell, the first to the left, the last as it is, the rest to the right. */
    public static String table(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                row.append(i == 0 ? "" : "  ").append(i == columns - 1 ? line.get(i) : padded(lines, line, i));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String padded(List<List<String>> lines, List<String> line, int column) {
        int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(1);
        String pad = " ".repeat(width - line.get(column).length());
        return column == 0 ? line.get(column) + pad : pad + line.get(column);
    }
}
