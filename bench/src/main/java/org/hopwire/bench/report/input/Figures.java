package org.hopwire.bench.report.input;

import java.nio.file.Path;
import java.util.List;

/** Series of points (schema 1 of {@code bench curves}, {@code latency}, {@code startup} and {@code memory}). */
public record Figures(Place place, List<Series> series) {
    /** A row of points; its note may be empty. */
    public record Series(String name, String unit, String xLabel, String note, List<Point> points) {}

    /** A value with its interval. */
    public record Point(double x, double y, double low, double high) {}

    /** Reads those of one kind. */
    public static Figures read(Path file, String kind) {
        Field root = Field.read(file).requireSchema("1");
        Field found = root.at("kind");
        if (!found.text().equals(kind)) {
            throw found.wrong("\"" + found.text() + "\" is not \"" + kind + "\"");
        }
        return new Figures(
                new Place("", root.at("machine").text(), root.at("commit").text(), root.at("taken").text()),
                root.at("series").items().stream().map(Figures::series).toList());
    }

    private static Series series(Field series) {
        return new Series(series.at("name").text(), series.at("unit").text(), series.at("x_label").text(),
                series.at("note").text(), series.at("points").items().stream().map(Figures::point).toList());
    }

    private static Point point(Field point) {
        return new Point(point.at("x").number(), point.at("y").number(), point.at("low").number(),
                point.at("high").number());
    }
}
