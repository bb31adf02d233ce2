package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;

/**
 * An engine under load for long (schema 1 of {@code bench soak}).
 *
 * @param holds whether all claims do
 * @param heldRate frames a second
 * @param highestRate without loss, 0 where it was not searched
 * @param worstLagMs longest wait of a frame for its turn in the load, milliseconds
 */
public record Soak(boolean holds, double heldRate, double highestRate, double minutes, double worstLagMs,
        List<Check> checks, List<Sample> samples) {
    /** A claim, whether it holds, and the figures. */
    public record Check(String claim, boolean holds, String figures) {}

    /**
     * The process at one moment; counts are since it began, sizes are octets.
     *
     * @param liveBytes -1 where nothing was collected
     */
    public record Sample(double atMs, double received, double lost, double workerBytes, double liveBytes,
            double residentBytes, double descriptors, double mappings) {}

    /** Reads one. */
    public static Soak read(Path file) {
        Field root = Field.read(file).requireSchema("1");
        List<Field> samples = root.at("samples").items();
        if (samples.size() < 2) {
            throw root.at("samples").wrong("fewer than two");
        }
        return new Soak(root.at("holds").truth(), root.at("held_rate").number(), root.at("highest_rate").number(),
                root.at("minutes").number(), root.at("worst_lag_ms").number(),
                root.at("checks").items().stream().map(Soak::check).toList(),
                samples.stream().map(Soak::sample).toList());
    }

    private static Check check(Field check) {
        return new Check(check.at("claim").text(), check.at("holds").truth(), check.at("figures").text());
    }

    private static Sample sample(Field sample) {
        return new Sample(sample.at("atMillis").whole(), sample.at("received").whole(), sample.at("lost").whole(),
                sample.at("workerBytes").whole(), sample.at("liveBytes").whole(), sample.at("residentBytes").whole(),
                sample.at("descriptors").whole(), sample.at("mappings").whole());
    }
}
