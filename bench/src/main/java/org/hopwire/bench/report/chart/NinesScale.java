package org.hopwire.bench.report.chart;

import java.util.List;

/** Percentiles by their nines: as far from 90 to 99 as from 99 to 99.9; 100, which has none, is one nine further. */
public final class NinesScale implements Scale {
    private static final double ALL = 100;

    private final List<Double> percentiles;

    /**
     * From the first of some percentiles to the last.
     *
     * @param percentiles ascending, 0 to 100, two at least
     * @throws IllegalArgumentException where they are not
     */
    public NinesScale(List<Double> percentiles) {
        if (percentiles.size() < 2 || percentiles.getFirst() < 0 || percentiles.getLast() > ALL
                || !percentiles.stream().sorted().distinct().toList().equals(percentiles)) {
            throw new IllegalArgumentException("not percentiles: " + percentiles);
        }
        this.percentiles = List.copyOf(percentiles);
    }

    private double nines(double percentile) {
        return percentile < ALL ? -Math.log10(1 - percentile / ALL) : last() + 1;
    }

    /** Nines of the last percentile that has some. */
    private double last() {
        return percentiles.stream().filter(each -> each < ALL).mapToDouble(this::nines).max().orElse(0);
    }

    @Override
    public double position(double value) {
        double low = nines(percentiles.getFirst());
        return (nines(value) - low) / (nines(percentiles.getLast()) - low);
    }

    @Override
    public List<Double> ticks() {
        return percentiles;
    }
}
