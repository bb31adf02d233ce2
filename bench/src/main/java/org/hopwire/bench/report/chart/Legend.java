package org.hopwire.bench.report.chart;

import java.util.List;

/** What the colours and shapes of a chart mean. */
public final class Legend {
    private static final int SWATCH = 16;
    private static final int GAP = 14;
    private static final int LINE = 18;

    /** How a thing is drawn. */
    public enum Shape {
        /** A dot. */
        DOT,
        /** A ring. */
        RING,
        /** A line. */
        LINE,
        /** A broken line. */
        DASHES,
        /** An upright stroke, the sign of a target. */
        STROKE
    }

    /** One meaning. */
    public record Item(String text, Tone tone, Shape shape) {
        private int width() {
            return SWATCH + Lettering.width(text) + GAP;
        }
    }

    private final List<Item> items;
    private final int room;

    Legend(List<Item> items, int room) {
        this.items = items;
        this.room = room;
    }

    int height() {
        return items.isEmpty() ? 0 : (draw(null, 0, 0) + 1) * LINE;
    }

    /** Draws below a height; returns the number of the last line. */
    int draw(Svg svg, int left, int top) {
        int x = 0;
        int line = 0;
        for (Item each : items) {
            if (x > 0 && x + each.width() > room) {
                x = 0;
                line++;
            }
            if (svg != null) {
                draw(svg, each, left + x, top + line * LINE + LINE / 2);
            }
            x += each.width();
        }
        return line;
    }

    private static void draw(Svg svg, Item item, double x, double middle) {
        svg.open("g", "class", item.tone().css());
        switch (item.shape()) {
            case DOT -> svg.add("circle", "class", "key", "cx", x + 5, "cy", middle, "r", 4);
            case RING -> svg.add("circle", "class", "key ring", "cx", x + 5, "cy", middle, "r", 4);
            case LINE ->
                svg.add("path", "class", "key line", "d", "M" + Svg.tenth(x) + " " + Svg.tenth(middle) + "h11");
            case DASHES -> svg.add("path", "class", "key line dashes", "d",
                    "M" + Svg.tenth(x) + " " + Svg.tenth(middle) + "h12");
            case STROKE -> svg.add("path", "class", "target", "d",
                    "M" + Svg.tenth(x + 5) + " " + Svg.tenth(middle - 6) + "v12");
        }
        svg.close();
        svg.write(item.text(), x + SWATCH, middle + 4, "start", "label");
    }
}
