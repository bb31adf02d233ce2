package org.hopwire.bench.scale;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.hopwire.bench.machine.Machine;
import org.hopwire.bench.machine.Shell;

/**
 * What was measured, as it is written to a file; the package says what the fields mean.
 *
 * @param schema 1
 * @param kind which command
 * @param machine processor, how many, operating system and JDK
 * @param commit of the source, or "unknown"
 * @param taken when, to the second
 * @param series in the order measured
 */
public record Figures(int schema, String kind, String machine, String commit, String taken, List<Series> series) {
    /**
     * A row of points.
     *
     * @param name what was measured
     * @param unit of y
     * @param xLabel what x is
     * @param note what a reader should know; may be empty
     * @param points by growing x
     */
    public record Series(String name, String unit, @JsonProperty("x_label") String xLabel, String note,
            List<Point> points) {}

    /** One value with its interval. */
    public record Point(double x, double y, double low, double high) {
        /** A value without an interval. */
        public static Point exactly(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /** Figures of this machine, now. */
    public static Figures of(String kind, List<Series> series) {
        return new Figures(1, kind, machineName(), headCommit(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                series);
    }

    private static String machineName() {
        Machine here = Machine.here();
        return "%s, %d processors, %s, JDK %s".formatted(here.cpu(), here.cores(), here.kernel(), here.jdk());
    }

    private static String headCommit() {
        String said = Shell.line("git", "rev-parse", "--short", "HEAD");
        return said.isEmpty() ? "unknown" : said;
    }

    /** Prints a table. */
    public void print(PrintStream out) {
        for (Series each : series) {
            out.printf(Locale.ROOT, "%n%s (%s)%s%n", each.name(), each.unit(),
                    each.note().isEmpty() ? "" : ": " + each.note());
            for (Point point : each.points()) {
                out.printf(Locale.ROOT, "  %14s %s  %12.2f  [%.2f, %.2f]%n", plain(point.x()), each.xLabel(),
                        point.y(), point.low(), point.high());
            }
        }
    }

    private static String plain(double x) {
        return x == Math.rint(x) ? String.valueOf((long) x) : String.valueOf(x);
    }
}
