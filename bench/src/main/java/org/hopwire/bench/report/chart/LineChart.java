package org.hopwire.bench.report.chart;

import java.util.ArrayList;
import java.util.List;

/** Values over values: a line for each thing, a band where there are intervals, a dot for each point where few. */
public final class LineChart {
    private static final int WIDTH = 484;
    private static final int HEIGHT = 170;
    private static final int MOST_DOTS = 40;

    /** A value with its interval, which is the value itself where there is none. */
    public record Point(double x, double y, double low, double high) {
        /** A value without an interval. */
        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    /**
     * A thing.
     *
     * @param name empty where there is but one
     * @param isDashed for what is there to compare with
     * @param points by growing x
     */
    public record Line(String name, Tone tone, boolean isDashed, List<Point> points) {
        private boolean hasBand() {
            return points.stream().anyMatch(each -> each.low() < each.high());
        }
    }

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines;

    /** At least one line with at least one point. */
    public LineChart(String title, Axis x, Axis y, List<Line> lines) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.lines = List.copyOf(lines);
    }

    /** The drawing. */
    public String draw() {
        Plot plot = new Plot(new Plot.Size(WIDTH, HEIGHT, 0, 0), title, meanings(), x, y);
        lines.stream().filter(Line::hasBand).forEach(each -> band(plot, each));
        lines.forEach(each -> line(plot, each));
        return plot.svg().end();
    }

    private List<Legend.Item> meanings() {
        return lines.stream().filter(each -> !each.name().isEmpty())
                .map(each -> new Legend.Item(each.name(), each.tone(),
                        each.isDashed() ? Legend.Shape.DASHES : Legend.Shape.LINE))
                .toList();
    }

    private static void band(Plot plot, Line line) {
        List<String> corners = new ArrayList<>();
        line.points().forEach(each -> corners.add(place(plot, each.x(), each.high())));
        line.points().reversed().forEach(each -> corners.add(place(plot, each.x(), each.low())));
        plot.svg().add("polygon", "class", "band " + line.tone().css(), "points", String.join(" ", corners));
    }

    private void line(Plot plot, Line line) {
        String css = (line.isDashed() ? "dashes " : "") + line.tone().css();
        plot.svg().add("polyline", "class", "mark line " + css, "points",
                String.join(" ", line.points().stream().map(each -> place(plot, each.x(), each.y())).toList()));
        if (line.points().size() <= MOST_DOTS && !line.isDashed()) {
            line.points().forEach(each -> plot.svg().hinted(hint(line, each), "circle", "class", "mark dot " + css,
                    "cx", plot.x(each.x()), "cy", plot.y(each.y()), "r", 3));
        }
    }

    private String hint(Line line, Point point) {
        String value = (line.name().isEmpty() ? "" : line.name() + ": ") + x.format().apply(point.x()) + " "
                + x.label() + ", " + Numbers.plain(point.y()) + " " + y.label();
        return point.low() < point.high()
                ? value + " [" + Numbers.plain(point.low()) + ", " + Numbers.plain(point.high()) + "]"
                : value;
    }

    private static String place(Plot plot, double x, double y) {
        return Svg.tenth(plot.x(x)) + "," + Svg.tenth(plot.y(y));
    }
}
