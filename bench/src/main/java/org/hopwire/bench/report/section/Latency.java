package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.LineChart;
import org.hopwire.bench.report.chart.LineChart.Line;
import org.hopwire.bench.report.chart.LogScale;
import org.hopwire.bench.report.chart.NinesScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.StepHistogram;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.Figures;
import org.hopwire.bench.report.input.Figures.Point;
import org.hopwire.bench.report.input.Figures.Series;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** How long packets take, under each collector and load. */
public final class Latency implements Part {
    private static final double ALL = 100;
    /** A series of this label is a histogram: x the upper end of a bin in nanoseconds, y how many. */
    private static final String HISTOGRAM = "ns at most";

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.LATENCY, Figures.class).filter(each -> each.series().stream().anyMatch(Latency::isDrawn))
                .ifPresentOrElse(figures -> write(html, figures, notices),
                        () -> Part.absent(html, results, notices, Source.LATENCY,
                                "how long packets take, under each collector and load"));
        return new Section("latency", "How long a packet takes", html.toString());
    }

    private static boolean isDrawn(Series series) {
        return series.points().size() >= 2 && series.points().stream().allMatch(each -> each.y() > 0);
    }

    private static void write(Html html, Figures figures, Notices notices) {
        html.say("From the moment a packet was due to the moment it left, open loop, beside an application that makes "
                + "garbage. Nothing is corrected and nothing left out; the last point is the longest of all.");
        Map<String, List<Series>> curves = byLoad(figures, false);
        Map<String, List<Series>> counts = byLoad(figures, true);
        List<String> charts = new ArrayList<>();
        curves.forEach((load, all) -> {
            charts.add(percentiles(load, all));
            if (counts.containsKey(load)) {
                charts.add(histogram(load, counts.get(load)));
            }
        });
        html.charts(charts);
        html.markup(table(curves));
        curves.values().forEach(all -> all.stream().filter(each -> each.note().contains("no pause of the virtual"))
                .forEach(each -> notices.add(Notices.Kind.INCONCLUSIVE, "the longest time under " + each.name(),
                        each.note().substring(each.note().indexOf("longest ", each.note().indexOf(';') + 1)), "")));
    }

    private static Map<String, List<Series>> byLoad(Figures figures, boolean isHistogram) {
        Map<String, List<Series>> loads = new LinkedHashMap<>();
        figures.series().stream()
                .filter(each -> each.xLabel().equals(HISTOGRAM) == isHistogram)
                .filter(each -> isHistogram ? !each.points().isEmpty() : isDrawn(each))
                .forEach(each -> loads.computeIfAbsent(load(each), name -> new ArrayList<>()).add(each));
        return loads;
    }

    /** Of "g1, 80 % load". */
    private static String load(Series series) {
        return series.name().substring(series.name().indexOf(',') + 1).strip();
    }

    private static String collector(Series series) {
        int comma = series.name().indexOf(',');
        return comma < 0 ? series.name() : series.name().substring(0, comma);
    }

    private static String percentiles(String load, List<Series> all) {
        List<Line> lines = new ArrayList<>();
        for (Series each : all) {
            lines.add(new Line(collector(each), Tone.series(lines.size()), false,
                    each.points().stream().map(point -> LineChart.Point.of(point.x(), point.y())).toList()));
        }
        List<Double> percentiles = all.stream().flatMap(each -> each.points().stream()).map(Point::x).sorted()
                .distinct().toList();
        return new LineChart("Latency at " + load, new Axis("percentile", new NinesScale(percentiles),
                each -> each == ALL ? "longest" : Numbers.plain(each, 7)),
                times("time of a packet", all, Point::y), lines).draw();
    }

    private static Axis times(String label, List<Series> all, ToDoubleFunction<Point> figure) {
        double least = all.stream().flatMap(each -> each.points().stream()).mapToDouble(figure).min().orElse(1);
        double most = all.stream().flatMap(each -> each.points().stream()).mapToDouble(figure).max().orElse(1);
        return new Axis(label, LogScale.of(Math.max(1, least), Math.max(1, most)), Numbers::time);
    }

    private static String histogram(String load, List<Series> all) {
        List<StepHistogram.Steps> steps = new ArrayList<>();
        for (Series each : all) {
            steps.add(new StepHistogram.Steps(collector(each), Tone.series(steps.size()), bins(each)));
        }
        double most = all.stream().flatMap(each -> each.points().stream()).mapToDouble(Point::y).max().orElse(1);
        return new StepHistogram("Packets by latency at " + load, times("time of a packet", all, Point::x),
                new Axis("packets", LogScale.of(1, Math.max(10, most)), Numbers::compact), steps).draw();
    }

    private static List<StepHistogram.Bin> bins(Series series) {
        List<StepHistogram.Bin> bins = new ArrayList<>();
        double from = Math.max(1, series.points().getFirst().x() / 2);
        for (Point each : series.points()) {
            bins.add(new StepHistogram.Bin(from, each.x(), each.y()));
            from = each.x();
        }
        return bins;
    }

    private static String table(Map<String, List<Series>> loads) {
        List<Double> percentiles = loads.values().stream().flatMap(List::stream).flatMap(each -> each.points().stream())
                .map(Point::x).sorted().distinct().toList();
        List<String> columns = new ArrayList<>(List.of("load", "collector"));
        percentiles.forEach(each -> columns.add((each == ALL ? "longest" : Numbers.plain(each, 7) + " %") + "\t"));
        columns.add("pauses");
        Table table = new Table(columns.toArray(String[]::new));
        loads.forEach((load, all) -> all.forEach(each -> table.row(cells(load, each, percentiles))));
        return table.markup();
    }

    private static Object[] cells(String load, Series series, List<Double> percentiles) {
        List<Object> cells = new ArrayList<>(List.of(load, collector(series)));
        percentiles.forEach(each -> cells.add(series.points().stream().filter(point -> point.x() == each)
                .map(point -> Numbers.time(point.y())).findFirst().orElse("–")));
        cells.add(series.note());
        return cells.toArray();
    }
}
