package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;

/**
 * A build against itself ({@code hopwire.aa/1}).
 *
 * @param noisy runs that the frozen kernel called too noisy
 * @param atMost upper bound of the false-alarm rate
 */
public record SelfRuns(Place place, long runs, long cutOff, long noisy, long judged, long falseAlarms, double atMost,
        List<Line> lines) {
    /**
     * A benchmark.
     *
     * @param smallestVisible the smallest change that is caught in 95 % of the draws, or {@code null} where +50 % is
     *            not
     */
    public record Line(String benchmark, long pairs, double deviation, double caught5, double caught10,
            Double smallestVisible) {}

    /** Reads one. */
    public static SelfRuns read(Path file) {
        Field root = Field.read(file).requireSchema("hopwire.aa/1");
        return new SelfRuns(Place.ofGate(root.at("machine"), "", ""), root.at("runs").whole(),
                root.at("cutOff").whole(), root.at("noisy").whole(), root.at("judged").whole(),
                root.at("falseAlarms").whole(), root.at("atMost").number(),
                root.at("benchmarks").items().stream().map(SelfRuns::line).toList());
    }

    private static Line line(Field line) {
        return new Line(line.at("benchmark").text(), line.at("pairs").whole(), line.at("deviation").number(),
                line.at("caught5").number(), line.at("caught10").number(),
                line.maybe("smallestVisible").map(Field::positive).orElse(null));
    }
}
