package org.hopwire.bench.report.chart;

import java.util.List;

/** Title, legend, axes and grid of a chart, and where its values lie. */
final class Plot {
    private static final int TITLE = 22;
    private static final int LABEL = 20;
    private static final int TICKS = 23;
    private static final int EDGE = 14;
    private static final int BETWEEN = 6;
    private static final int TEXT_DROP = 4;

    private final Svg svg;
    private final Axis x;
    private final Axis y;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;

    /** Draws all that is not a mark; without a y axis there are rows, of a height the caller knows. */
    Plot(Size size, String title, List<Legend.Item> meanings, Axis x, Axis y) {
        Legend legend = new Legend(meanings, size.width() - size.left());
        this.x = x;
        this.y = y;
        left = y == null ? size.left() : widest(y) + BETWEEN + 2;
        right = size.width() - (double) Math.max(EDGE, size.right());
        top = TITLE + legend.height() + (y == null ? 0 : LABEL) + TEXT_DROP;
        bottom = top + size.height();
        int height = (int) bottom + TICKS + LABEL;
        svg = new Svg(size.width(), height, y == null ? "chart wide" : "chart", title);
        svg.write(title, 0, TITLE - 8.0, "start", "title");
        legend.draw(svg, 0, TITLE);
        if (y != null) {
            drawY(top - LABEL / 2.0 - 3);
        }
        drawX();
    }

    /**
     * Of a chart.
     *
     * @param width of all
     * @param height of the part with marks
     * @param left kept free for labels of rows
     * @param right kept free for their figures
     */
    record Size(int width, int height, int left, int right) {}

    private static int widest(Axis axis) {
        return axis.scale().ticks().stream().mapToInt(each -> Lettering.width(axis.format().apply(each))).max()
                .orElse(0);
    }

    private void drawY(double labelAt) {
        svg.write(y.label(), 0, labelAt, "start", "axis");
        for (double each : y.scale().ticks()) {
            svg.add("path", "class", "grid", "d", "M" + Svg.tenth(left) + " " + Svg.tenth(y(each)) + "H"
                    + Svg.tenth(right));
            svg.write(y.format().apply(each), left - BETWEEN, y(each) + TEXT_DROP, "end", "tick");
        }
    }

    private void drawX() {
        double free = Double.NEGATIVE_INFINITY;
        for (double each : x.scale().ticks()) {
            svg.add("path", "class", "grid", "d", "M" + Svg.tenth(x(each)) + " " + Svg.tenth(top) + "V"
                    + Svg.tenth(bottom));
            String text = x.format().apply(each);
            double half = Lettering.width(text) / 2.0;
            double middle = Math.min(x(each), right + EDGE - half);
            if (middle - half >= free) {
                svg.write(text, middle, bottom + TICKS - BETWEEN, "middle", "tick");
                free = middle + half + BETWEEN;
            }
        }
        svg.write(x.label(), right, bottom + TICKS + LABEL - BETWEEN, "end", "axis");
    }

    Svg svg() {
        return svg;
    }

    double x(double value) {
        return left + x.scale().position(value) * (right - left);
    }

    double y(double value) {
        return bottom - y.scale().position(value) * (bottom - top);
    }

    double left() {
        return left;
    }

    double right() {
        return right;
    }

    double top() {
        return top;
    }

    double bottom() {
        return bottom;
    }
}
