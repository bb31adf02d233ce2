package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.LineChart;
import org.hopwire.bench.report.chart.LineChart.Line;
import org.hopwire.bench.report.chart.LineChart.Point;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Soak;
import org.hopwire.bench.report.input.Soak.Sample;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** Rate and memory over the time of a soak. */
public final class Steady implements Part {
    private static final double MS_PER_MINUTE = 60_000;
    private static final double MS_PER_SECOND = 1000;
    private static final double MEGA = 1e6;
    /** What a soak lets pass. */
    private static final double RESIDENT_BYTES = 1 << 24;
    private static final double HEAP_BYTES = 1 << 17;
    private static final double THOUSAND = 1000;
    private static final int TICKS = 5;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.SOAK, Soak.class).ifPresentOrElse(soak -> write(html, soak, notices),
                () -> Part.absent(html, results, notices, Source.SOAK,
                        "whether it stays level under load for an hour"));
        return new Section("steady", "Under load for long", html.toString());
    }

    private static void write(Html html, Soak soak, Notices notices) {
        html.say((soak.holds() ? "Level, and every frame accounted for" : "Not level: see the claims that do not hold")
                + ". Held " + Numbers.whole(soak.heldRate()) + " frames a second for " + minutes(soak)
                + (soak.highestRate() > 0
                        ? "; the highest rate without loss was " + Numbers.whole(soak.highestRate())
                        : "")
                + ". Longest wait of a frame for its turn in the load itself: " + Numbers.plain(soak.worstLagMs())
                + " ms.");
        html.charts(
                List.of(perSecond(soak, "Frames received", "thousand frames a second", Sample::received, Tone.FIRST),
                        perSecond(soak, "Frames lost by the kernel", "thousand frames a second", Sample::lost,
                                Tone.BAD),
                        growth(soak, "Resident memory", Sample::residentBytes, RESIDENT_BYTES, Tone.THIRD),
                        growth(soak, "Live heap after a collection", Sample::liveBytes, HEAP_BYTES, Tone.FOURTH),
                        handles(soak)));
        html.add("p", "note", "Memory is drawn as what it has grown by, on an axis that reaches at least as far as the "
                + "soak lets pass.").markup("\n");
        Table table = new Table("claim", "holds", "figures");
        soak.checks().forEach(each -> table.row(each.claim(),
                new Table.Told(each.holds() ? "yes" : "no", each.holds() ? Tone.GOOD : Tone.BAD), each.figures()));
        html.markup(table.markup());
        if (soak.minutes() < MS_PER_MINUTE / MS_PER_SECOND) {
            notices.add(Notices.Kind.INCONCLUSIVE, "growth under load",
                    "held for " + minutes(soak) + " only", "sudo bench/bench soak --minutes 60");
        }
    }

    private static String perSecond(Soak soak, String title, String unit, ToDoubleFunction<Sample> count, Tone tone) {
        List<Point> points = new ArrayList<>();
        for (int i = 1; i < soak.samples().size(); i++) {
            Sample before = soak.samples().get(i - 1);
            Sample now = soak.samples().get(i);
            double seconds = (now.atMs() - before.atMs()) / MS_PER_SECOND;
            if (seconds > 0) {
                points.add(Point.of(minutes(soak, now),
                        (count.applyAsDouble(now) - count.applyAsDouble(before)) / seconds / THOUSAND));
            }
        }
        return chart(title, unit, List.of(new Line("", tone, false, points)), 0);
    }

    /** Beside what the soak lets pass; negative figures are none. */
    private static String growth(Soak soak, String title, ToDoubleFunction<Sample> bytes, double most, Tone tone) {
        double first = soak.samples().stream().mapToDouble(bytes).filter(each -> each >= 0).findFirst().orElse(0);
        Line line = line(soak, "", each -> bytes.applyAsDouble(each) < 0
                ? Double.NaN
                : (bytes.applyAsDouble(each) - first) / MEGA, tone);
        return chart(title + ": growth from " + Numbers.plain(first / MEGA) + " MB", "MB (million octets)",
                List.of(line), most / MEGA);
    }

    private static String handles(Soak soak) {
        return chart("Descriptors and mappings", "how many", List.of(
                line(soak, "descriptors", Sample::descriptors, Tone.FIRST),
                line(soak, "mappings of memory", Sample::mappings, Tone.SECOND)), 0);
    }

    private static Line line(Soak soak, String name, ToDoubleFunction<Sample> figure, Tone tone) {
        return new Line(name, tone, false, soak.samples().stream()
                .filter(each -> !Double.isNaN(figure.applyAsDouble(each)))
                .map(each -> Point.of(minutes(soak, each), figure.applyAsDouble(each))).toList());
    }

    /** As people say it. */
    static String minutes(Soak soak) {
        return Numbers.plain(soak.minutes()) + (soak.minutes() == 1 ? " minute" : " minutes");
    }

    private static double minutes(Soak soak, Sample sample) {
        return (sample.atMs() - soak.samples().getFirst().atMs()) / MS_PER_MINUTE;
    }

    private static String chart(String title, String unit, List<Line> lines, double reach) {
        double minutes = lines.stream().flatMap(each -> each.points().stream()).mapToDouble(Point::x).max().orElse(0);
        List<Double> figures = lines.stream().flatMap(each -> each.points().stream()).map(Point::y).sorted().toList();
        double least = Math.min(0, figures.isEmpty() ? 0 : figures.getFirst());
        double most = Math.max(reach, figures.isEmpty() ? 0 : figures.getLast());
        return new LineChart(title, new Axis("minutes", LinearScale.of(0, minutes, TICKS), Numbers::plain),
                new Axis(unit, LinearScale.of(least, most, TICKS), Numbers::plain), lines).draw();
    }
}
