package org.hopwire.bench.report.chart;

import java.util.List;

/** How many there are of each size: a step for each bin, one outline for each thing. */
public final class StepHistogram {
    private static final int WIDTH = 484;
    private static final int HEIGHT = 170;

    /**
     * So many from one value to another.
     *
     * @param from low end
     * @param to high end, above it
     */
    public record Bin(double from, double to, double count) {}

    /** A thing; its bins touch each other, ascending. */
    public record Steps(String name, Tone tone, List<Bin> bins) {}

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Steps> all;

    /** At least one thing with at least one bin; counts below the low end of y are drawn at it. */
    public StepHistogram(String title, Axis x, Axis y, List<Steps> all) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.all = List.copyOf(all);
    }

    /** The drawing. */
    public String draw() {
        Plot plot = new Plot(new Plot.Size(WIDTH, HEIGHT, 0, 0), title,
                all.stream().map(each -> new Legend.Item(each.name(), each.tone(), Legend.Shape.LINE)).toList(), x, y);
        all.forEach(each -> plot.svg().hinted(each.name(), "path", "class", "mark line " + each.tone().css(), "d",
                outline(plot, each.bins())));
        return plot.svg().end();
    }

    private String outline(Plot plot, List<Bin> bins) {
        StringBuilder path = new StringBuilder("M").append(Svg.tenth(plot.x(bins.getFirst().from()))).append(' ')
                .append(Svg.tenth(plot.bottom()));
        for (Bin each : bins) {
            path.append('V').append(Svg.tenth(height(plot, each.count()))).append('H')
                    .append(Svg.tenth(plot.x(each.to())));
        }
        return path.append('V').append(Svg.tenth(plot.bottom())).toString();
    }

    private double height(Plot plot, double count) {
        return count < y.scale().ticks().getFirst() ? plot.bottom() : plot.y(count);
    }
}
