package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.IntervalPlot.Mark;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.LogScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.Figures;
import org.hopwire.bench.report.input.Figures.Point;
import org.hopwire.bench.report.input.Figures.Series;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;

/** Time until the first answer, and octets of a thing. */
public final class Sizes implements Part {
    private static final int TICKS = 8;
    private static final String HEAP = ", heap";
    private static final String OUTSIDE = ", off the heap";

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.STARTUP, Figures.class).filter(Sizes::hasPoints).ifPresentOrElse(
                figures -> html.chart(startup(figures)).add("p", "note",
                        "From the start of the process to its first answer, each time in a new one: the median, and the "
                                + "least and the most of the runs."),
                () -> Part.absent(html, results, notices, Source.STARTUP, "the time from start to the first answer"));
        results.get(Source.MEMORY, Figures.class).filter(Sizes::hasPoints).ifPresentOrElse(
                figures -> html.chart(memory(figures)).add("p", "note",
                        "What a process gains for one thing while it makes very many. Less than one octet is drawn as "
                                + "one."),
                () -> Part.absent(html, results, notices, Source.MEMORY, "the octets of a route, a group, a timer"));
        return new Section("sizes", "Start-up and memory", html.toString());
    }

    private static boolean hasPoints(Figures figures) {
        return figures.series().stream().anyMatch(each -> !each.points().isEmpty());
    }

    private static List<Series> drawn(Figures figures) {
        return figures.series().stream().filter(each -> !each.points().isEmpty()).toList();
    }

    private static String startup(Figures figures) {
        List<Series> all = drawn(figures);
        double most = all.stream().mapToDouble(each -> each.points().getFirst().high()).max().orElse(0);
        String unit = all.getFirst().unit();
        return new IntervalPlot("Start to first answer",
                new Axis(unit + " (left: sooner)", LinearScale.of(0, most, TICKS), Numbers::plain), List.of(),
                List.of(new IntervalPlot.Group("", all.stream().map(Sizes::row).toList())), List.of()).draw();
    }

    private static IntervalPlot.Row row(Series series) {
        Point point = series.points().getFirst();
        Mark mark = new Mark(point.low(), point.y(), point.high(), Tone.FIRST, false,
                series.name() + ", " + Numbers.whole(point.x()) + " " + series.xLabel());
        return new IntervalPlot.Row(series.name(), "", List.of(mark), List.of(), null,
                Numbers.plain(point.y()) + " " + series.unit() + " (" + Numbers.plain(point.low()) + "–"
                        + Numbers.plain(point.high()) + ")",
                null);
    }

    /** A row for each thing, with a dot for either side of the heap's border. */
    private static String memory(Figures figures) {
        Map<String, List<Series>> things = new LinkedHashMap<>();
        drawn(figures).forEach(each -> things.computeIfAbsent(thing(each), name -> new ArrayList<>()).add(each));
        double most = drawn(figures).stream().mapToDouble(each -> each.points().getFirst().y()).max().orElse(1);
        return new IntervalPlot("Memory of one thing",
                new Axis("octets of one (left: smaller)", LogScale.of(1, Math.max(10, most)), Numbers::compact),
                List.of(new Legend.Item("on the heap", Tone.SECOND, Legend.Shape.DOT),
                        new Legend.Item("off the heap", Tone.FIRST, Legend.Shape.DOT)),
                List.of(new IntervalPlot.Group("", things.entrySet().stream()
                        .map(each -> row(each.getKey(), each.getValue())).toList())),
                List.of()).draw();
    }

    private static String thing(Series series) {
        return series.name().replace(HEAP, "").replace(OUTSIDE, "");
    }

    private static IntervalPlot.Row row(String thing, List<Series> sides) {
        List<Mark> marks = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (Series each : sides) {
            boolean isHeap = each.name().endsWith(HEAP);
            double octets = each.points().getFirst().y();
            double drawn = Math.max(1, octets);
            marks.add(new Mark(drawn, drawn, drawn, isHeap ? Tone.SECOND : Tone.FIRST, false,
                    each.name() + ": " + Numbers.plain(octets) + " octets"));
            figures.add(Numbers.plain(octets) + (isHeap ? " B heap" : " B off it"));
        }
        return new IntervalPlot.Row(thing, "", marks, List.of(), null, String.join(" + ", figures), null);
    }
}
