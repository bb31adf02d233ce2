package org.hopwire.bench.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

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
record Figures(int schema, String kind, String machine, String commit, String taken, List<Series> series) {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    /**
     * A row of points.
     *
     * @param name what was measured
     * @param unit of y
     * @param xLabel what x is
     * @param note what a reader should know; may be empty
     * @param points by growing x
     */
    record Series(String name, String unit, @JsonProperty("x_label") String xLabel, String note, List<Point> points) {}

    /** One value with its interval. */
    record Point(double x, double y, double low, double high) {
        /** A value without an interval. */
        static Point exactly(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /** Figures of this machine, now. */
    static Figures of(String kind, List<Series> series) {
        return new Figures(1, kind, machineName(), headCommit(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                series);
    }

    private static String machineName() {
        return "%s, %d processors, %s %s, JDK %s".formatted(processor(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version());
    }

    private static String processor() {
        try {
            return Files.readAllLines(CPU).stream().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String headCommit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return said.isEmpty() ? "unknown" : said;
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Prints a table, and writes the document where a file is given. */
    void report(PrintStream out, Path file) throws IOException {
        for (Series each : series) {
            out.printf(Locale.ROOT, "%n%s (%s)%s%n", each.name(), each.unit(),
                    each.note().isEmpty() ? "" : ": " + each.note());
            for (Point point : each.points()) {
                out.printf(Locale.ROOT, "  %14s %s  %12.2f  [%.2f, %.2f]%n", plain(point.x()), each.xLabel(),
                        point.y(), point.low(), point.high());
            }
        }
        if (file != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
        }
    }

    private static String plain(double x) {
        return x == Math.rint(x) ? String.valueOf((long) x) : String.valueOf(x);
    }
}
