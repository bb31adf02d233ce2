package org.hopwire.bench.report.chart;

import java.util.List;
import java.util.stream.Stream;

/** Estimates with their intervals, a row each, beside limits that cross all rows and targets of a row. */
public final class IntervalPlot {
    private static final int WIDTH = 960;
    private static final int ROW = 22;
    private static final int TALL_ROW = 34;
    private static final int HEADING = 26;
    private static final int MOST_LABEL = 330;
    private static final int INDENT = 12;
    private static final int BETWEEN = 10;
    private static final int LIMIT_LABEL = 16;
    private static final double APART = 6;
    /** Single values lie below their estimate, where its line does not hide them. */
    private static final double SAMPLES = 8;
    private static final double RADIUS = 4;

    /**
     * An estimate.
     *
     * @param isHollow to tell two of a row apart
     * @param hint what is told when pointed at
     */
    public record Mark(double low, double at, double high, Tone tone, boolean isHollow, String hint) {}

    /**
     * A row.
     *
     * @param label what
     * @param detail a second, smaller line, or empty
     * @param marks estimates
     * @param dots single values behind the estimate
     * @param target what the estimates should not be above, or {@code null}
     * @param figures at the right end
     * @param tone of the figures, or {@code null}
     */
    public record Row(String label, String detail, List<Mark> marks, List<Double> dots, Double target, String figures,
            Tone tone) {
        private int height() {
            return detail.isEmpty() ? ROW : TALL_ROW;
        }

        private int figuresWidth() {
            return tone == null ? Lettering.width(figures) : Lettering.boldWidth(figures);
        }
    }

    /** Rows below a heading, which may be empty. */
    public record Group(String heading, List<Row> rows) {
        private int height() {
            return (heading.isEmpty() ? 0 : HEADING) + rows.stream().mapToInt(Row::height).sum();
        }
    }

    /** A line across all rows. */
    public record Limit(double at, String label, Tone tone) {}

    private final String title;
    private final Axis x;
    private final List<Legend.Item> meanings;
    private final List<Group> groups;
    private final List<Limit> limits;
    private int leastLeft;
    private int leastRight;

    /** At least one row with at least one mark. */
    public IntervalPlot(String title, Axis x, List<Legend.Item> meanings, List<Group> groups, List<Limit> limits) {
        this.title = title;
        this.x = x;
        this.meanings = List.copyOf(meanings);
        this.groups = List.copyOf(groups);
        this.limits = List.copyOf(limits);
    }

    /** Keeps so much room at both sides at least, so that several charts have their axes in one place. */
    public IntervalPlot withRoom(int left, int right) {
        leastLeft = left;
        leastRight = right;
        return this;
    }

    /** The drawing. */
    public String draw() {
        int height = groups.stream().mapToInt(Group::height).sum() + LIMIT_LABEL + INDENT;
        Plot plot = new Plot(new Plot.Size(WIDTH, height, left() + BETWEEN, right() + BETWEEN), title, meanings, x,
                null);
        limits.forEach(each -> limit(plot, each));
        double y = plot.top() + LIMIT_LABEL;
        for (Group each : groups) {
            group(plot, each, y);
            y += each.height();
        }
        return plot.svg().end();
    }

    private Stream<Row> rows() {
        return groups.stream().flatMap(each -> each.rows().stream());
    }

    private int indent() {
        return groups.stream().anyMatch(each -> !each.heading().isEmpty()) ? INDENT : 0;
    }

    private int left() {
        int widest = rows().flatMap(each -> Stream.of(each.label(), each.detail())).mapToInt(Lettering::width).max()
                .orElse(0);
        return Math.clamp(widest + indent(), leastLeft, MOST_LABEL);
    }

    private int right() {
        return rows().mapToInt(Row::figuresWidth).max().stream()
                .map(each -> Math.max(each, leastRight)).findFirst().orElse(0);
    }

    private void limit(Plot plot, Limit limit) {
        plot.svg().add("path", "class", "limit " + limit.tone().css(), "d",
                "M" + Svg.tenth(plot.x(limit.at())) + " " + Svg.tenth(plot.top() + LIMIT_LABEL - 2) + "V"
                        + Svg.tenth(plot.bottom()));
        plot.svg().write(limit.label(), plot.x(limit.at()), plot.top() + LIMIT_LABEL - 5.0, "middle", "tick");
    }

    private void group(Plot plot, Group group, double top) {
        double y = top;
        if (!group.heading().isEmpty()) {
            plot.svg().write(Lettering.cut(group.heading(), WIDTH), 0, y + HEADING - 8.0, "start", "heading");
            y += HEADING;
        }
        for (Row each : group.rows()) {
            row(plot, each, y);
            y += each.height();
        }
    }

    private void row(Plot plot, Row row, double top) {
        Svg svg = plot.svg();
        double middle = top + row.height() / 2.0;
        int room = left() - indent();
        svg.write(Lettering.cut(row.label(), room), indent(), row.detail().isEmpty() ? middle + 4 : middle - 3,
                "start", "label");
        if (!row.detail().isEmpty()) {
            svg.write(Lettering.cut(row.detail(), room), indent(), middle + 11, "start", "tick");
        }
        row.dots().forEach(each -> svg.add("circle", "class", "sample", "cx", inside(plot, each), "cy",
                middle + SAMPLES, "r", 1.8));
        if (row.target() != null) {
            target(plot, row.target(), middle);
        }
        for (int i = 0; i < row.marks().size(); i++) {
            mark(plot, row.marks().get(i), middle + (i - (row.marks().size() - 1) / 2.0) * APART);
        }
        svg.write(row.figures(), WIDTH - 3.0, middle + 4, "end",
                row.tone() == null ? "figures" : "figures told " + row.tone().css());
    }

    private static double inside(Plot plot, double value) {
        return Math.clamp(plot.x(value), plot.left(), plot.right());
    }

    private static void target(Plot plot, double at, double middle) {
        plot.svg().hinted("target: at most " + Numbers.plain(at), "path", "class", "target", "d", "M"
                + Svg.tenth(inside(plot, at)) + " " + Svg.tenth(middle - 9) + "v18");
    }

    private static void mark(Plot plot, Mark mark, double y) {
        Svg svg = plot.svg();
        svg.add("path", "class", "mark line " + mark.tone().css(), "d", "M"
                + Svg.tenth(inside(plot, mark.low())) + " " + Svg.tenth(y) + "H"
                + Svg.tenth(inside(plot, mark.high())));
        svg.hinted(mark.hint(), "circle", "class", "mark " + (mark.isHollow() ? "ring " : "dot ") + mark.tone().css(),
                "cx", inside(plot, mark.at()), "cy", y, "r", RADIUS);
    }
}
