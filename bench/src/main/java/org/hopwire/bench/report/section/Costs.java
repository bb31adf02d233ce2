package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.LineChart;
import org.hopwire.bench.report.chart.LineChart.Line;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.LogScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Scale;
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

/** How cost grows. */
public final class Costs implements Part {
    /** Where the greatest is so many times the least, equal ratios are better seen than equal differences. */
    private static final double WIDE = 20;
    private static final int TICKS = 5;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.CURVES, Figures.class)
                .filter(each -> each.series().stream().anyMatch(series -> !series.points().isEmpty())).ifPresentOrElse(
                        figures -> write(html, figures, notices),
                        () -> Part.absent(html, results, notices, Source.CURVES,
                                "how the cost of a packet grows with its size, the burst and the tables"));
        return new Section("curves", "How the cost grows", html.toString());
    }

    private static void write(Html html, Figures figures, Notices notices) {
        html.say(
                "Whole engine, one worker, unless the title says otherwise. A point is the 10 % quantile of short slices, "
                        + "the band its 95 % interval. Less is better.");
        Map<String, List<Series>> families = new LinkedHashMap<>();
        for (Series each : figures.series()) {
            if (each.points().isEmpty()) {
                notices.add(Notices.Kind.NOT_MEASURED, "curve: " + each.name(), "no points", "bench/bench curves");
            } else {
                families.computeIfAbsent(family(each) + each.unit() + each.xLabel(), name -> new ArrayList<>())
                        .add(each);
            }
        }
        html.charts(families.values().stream().map(Costs::chart).toList());
        html.folded("All points", table(figures));
    }

    /** Packet size, of "packet size, echo". */
    private static String family(Series series) {
        int comma = series.name().indexOf(", ");
        return comma < 0 ? series.name() : series.name().substring(0, comma);
    }

    private static String chart(List<Series> family) {
        Series first = family.getFirst();
        boolean isOne = family.size() == 1;
        List<Line> lines = new ArrayList<>();
        for (Series each : family) {
            lines.add(new Line(isOne ? "" : each.name().substring(family(each).length() + 2),
                    Tone.series(lines.size()), false, points(each)));
        }
        String title = isOne ? first.name() : family(first);
        return new LineChart("Cost by " + title, new Axis(first.xLabel(), xScale(family), Numbers::compact),
                new Axis(first.unit(), yScale(family), Numbers::plain), lines).draw();
    }

    private static List<LineChart.Point> points(Series series) {
        return series.points().stream().map(each -> new LineChart.Point(each.x(), each.y(), each.low(), each.high()))
                .toList();
    }

    private static Scale xScale(List<Series> family) {
        List<Double> ends = ends(family, Point::x);
        return scale(ends.getFirst(), ends.getLast(), (int) Math.clamp(ends.getLast(), 1, TICKS));
    }

    private static Scale yScale(List<Series> family) {
        return scale(ends(family, Point::low).getFirst(), ends(family, Point::high).getLast(), TICKS);
    }

    private static Scale scale(double least, double most, int ticks) {
        return least > 0 && most >= WIDE * least
                ? LogScale.of(least, most)
                : LinearScale.of(Math.min(0, least), most, ticks);
    }

    private static List<Double> ends(List<Series> family, ToDoubleFunction<Point> figure) {
        return family.stream().flatMap(each -> each.points().stream()).flatMap(each -> Stream.of(
                figure.applyAsDouble(each))).sorted().toList();
    }

    private static String table(Figures figures) {
        Table table = new Table("curve", "x\t", "of", "y\t", "low–high\t", "unit");
        for (Series each : figures.series()) {
            each.points().forEach(point -> table.row(each.name(), Numbers.whole(point.x()), each.xLabel(),
                    Numbers.plain(point.y()), Numbers.plain(point.low()) + "–" + Numbers.plain(point.high()),
                    each.unit()));
        }
        return table.markup();
    }
}
