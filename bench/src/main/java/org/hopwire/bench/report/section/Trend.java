package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.LineChart;
import org.hopwire.bench.report.chart.LineChart.Line;
import org.hopwire.bench.report.chart.LineChart.Point;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.History;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;

/** What commits took, one after the other. */
public final class Trend implements Part {
    private static final int TICKS = 5;
    private static final int COMMIT = 7;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.HISTORY, History.class).filter(each -> !each.lines().isEmpty()).ifPresentOrElse(
                history -> write(html, history, notices),
                () -> Part.absent(html, results, notices, Source.HISTORY, "what earlier commits took here"));
        return new Section("trend", "Over the commits", html.toString());
    }

    private static void write(Html html, History history, Notices notices) {
        html.say(
                "A point is a commit, in the order measured, on this machine. The broken line is where the first point "
                        + "would be had only the machine changed: the first point by the time of "
                        + "the frozen kernel on that day. "
                        + "A line that leaves it is the code's doing. Less is better.");
        TreeSet<String> names = new TreeSet<>();
        history.lines().forEach(each -> names.addAll(each.ns().keySet()));
        html.charts(names.stream().map(each -> chart(history, each)).toList());
        if (history.lines().size() == 1) {
            notices.add(Notices.Kind.NOT_MEASURED, "a trend", "the history has but one commit", "bench/bench history");
        }
    }

    private static String chart(History history, String benchmark) {
        List<Line> lines = new ArrayList<>();
        List<Point> points = points(history, benchmark);
        List<Point> machine = machine(history, points);
        if (machine.size() > 1) {
            lines.add(new Line("the machine alone", Tone.OPEN, true, machine));
        }
        lines.add(new Line("measured", Tone.FIRST, false, points));
        double most = lines.stream().flatMap(each -> each.points().stream()).mapToDouble(Point::y).max().orElse(1);
        return new LineChart(title(benchmark),
                new Axis("commit", LinearScale.ofPlaces(history.lines().size()),
                        each -> commit(history.lines().get((int) each))),
                new Axis("ns per operation", LinearScale.of(0, most, TICKS), Numbers::plain), lines).draw();
    }

    private static String title(String benchmark) {
        String parameters = Labels.parameters(benchmark);
        String name = Labels.benchmark(benchmark);
        return name.substring(name.indexOf('.') + 1) + (parameters.isEmpty() ? "" : " (" + parameters + ")");
    }

    private static String commit(History.Line line) {
        String name = line.place().commit();
        return name.length() > COMMIT ? name.substring(0, COMMIT) : name;
    }

    private static List<Point> points(History history, String benchmark) {
        return IntStream.range(0, history.lines().size())
                .filter(i -> history.lines().get(i).ns().containsKey(benchmark))
                .mapToObj(i -> Point.of(i, history.lines().get(i).ns().get(benchmark))).toList();
    }

    private static List<Point> machine(History history, List<Point> points) {
        Point first = points.getFirst();
        Double before = history.lines().get((int) first.x()).referenceNs();
        return before == null
                ? List.of()
                : points.stream().filter(each -> history.lines().get((int) each.x()).referenceNs() != null)
                        .map(each -> Point.of(each.x(),
                                first.y() * history.lines().get((int) each.x()).referenceNs() / before))
                        .toList();
    }
}
