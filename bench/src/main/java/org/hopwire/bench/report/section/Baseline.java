package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.GateRun;
import org.hopwire.bench.report.input.GateRun.Line;
import org.hopwire.bench.report.input.GateVerdict;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** The last gate: how much each benchmark has changed. */
public final class Baseline implements Part {
    private static final int TICKS = 8;
    private static final double BEYOND = 1.6;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.GATE, GateRun.class).ifPresentOrElse(run -> write(html, run, notices),
                () -> Part.absent(html, results, notices, Source.GATE, "how fast this is beside the baseline"));
        return new Section("baseline", "Beside the baseline", html.toString());
    }

    private static void write(Html html, GateRun run, Notices notices) {
        html.say("Baseline " + Labels.commit(run.baseline()) + ", candidate " + Labels.commit(run.place().commit())
                + ", in turn on one machine, " + Numbers.plain(run.tookS()) + " s. The whole: " + run.verdict()
                + (run.reason().isEmpty() ? "." : ": " + run.reason() + "."));
        List<Line> drawn = lines(run).filter(Line::isDrawn).toList();
        if (drawn.isEmpty()) {
            html.markup("<p class=\"absent\">No benchmark has an interval, so there is nothing to draw.</p>\n");
        } else {
            html.chart(forest(run, drawn));
            html.add("p", "note",
                    "Right of 0 the candidate is slower. A dot is the estimate (Hodges-Lehmann), its line "
                            + "the interval (exact signed ranks), pale dots the pairs; those beyond "
                            + "the axis lie at its end. "
                            + "Slower: the interval right of 0 and the estimate right of "
                            + Numbers.changeTick(run.theta())
                            + ", in new pairs again. Not slower: the interval left of "
                            + Numbers.changeTick(run.margin())
                            + ".")
                    .markup("\n");
        }
        html.markup(table(run));
        gaps(run, notices);
        run.added().forEach(each -> html.say("New, and not in the baseline: " + each));
    }

    /** The frozen kernel first: what it shows is the machine. */
    private static Stream<Line> lines(GateRun run) {
        return Stream.concat(Optional.ofNullable(run.reference()).stream(), run.lines().stream());
    }

    private static String forest(GateRun run, List<Line> drawn) {
        double least = drawn.stream().mapToDouble(Line::low).min().orElse(0);
        double most = drawn.stream().mapToDouble(Line::high).max().orElse(0);
        double edge = run.margin() * BEYOND;
        Axis axis = new Axis("change of time per operation, candidate over baseline (right: slower)",
                LinearScale.of(Math.min(-edge, least), Math.max(edge, most), TICKS), Numbers::changeTick);
        return new IntervalPlot("Change of each benchmark, candidate over baseline", axis, List.of(
                new Legend.Item("not slower, or faster", Tone.GOOD, Legend.Shape.DOT),
                new Legend.Item("slower", Tone.BAD, Legend.Shape.DOT),
                new Legend.Item("inconclusive", Tone.WARN, Legend.Shape.DOT)),
                groups(run),
                limits(run)).draw();
    }

    private static List<IntervalPlot.Limit> limits(GateRun run) {
        List<IntervalPlot.Limit> limits = new ArrayList<>(List.of(
                new IntervalPlot.Limit(-run.theta(), Numbers.changeTick(-run.theta()), Tone.GOOD),
                new IntervalPlot.Limit(0, "0", Tone.OPEN),
                new IntervalPlot.Limit(run.theta(), Numbers.changeTick(run.theta()), Tone.BAD)));
        if (run.margin() > run.theta()) {
            limits.add(new IntervalPlot.Limit(run.margin(), Numbers.changeTick(run.margin()), Tone.WARN));
        }
        return limits;
    }

    private static List<IntervalPlot.Group> groups(GateRun run) {
        List<IntervalPlot.Group> groups = new ArrayList<>();
        List<IntervalPlot.Row> rows = run.lines().stream().filter(Line::isDrawn).map(Baseline::row).toList();
        if (run.reference() != null && run.reference().isDrawn()) {
            groups.add(new IntervalPlot.Group("The machine: a frozen kernel against itself",
                    List.of(row(run.reference()))));
        }
        if (!rows.isEmpty()) {
            groups.add(new IntervalPlot.Group("What was changed", rows));
        }
        return groups;
    }

    private static IntervalPlot.Row row(Line line) {
        Tone tone = Labels.tone(line.verdict());
        String figures = Numbers.change(line.change()) + " · " + line.verdict();
        IntervalPlot.Mark mark = new IntervalPlot.Mark(line.low(), line.change(), line.high(), tone, false,
                line.benchmark() + ": " + interval(line) + ", " + line.pairs() + " pairs");
        return new IntervalPlot.Row(Labels.benchmark(line.benchmark()), Labels.parameters(line.benchmark()),
                List.of(mark), line.pairChanges(), null, figures, tone);
    }

    private static String interval(Line line) {
        return line.low() == null || line.high() == null
                ? "no interval"
                : Numbers.change(line.low()) + " to " + Numbers.change(line.high());
    }

    private static String table(GateRun run) {
        Table table = new Table("benchmark", "verdict", "change\t", "interval\t", "baseline ns/op\t",
                "candidate ns/op\t", "pairs\t", "why");
        lines(run).forEach(each -> table.row(name(each),
                new Table.Told(each.verdict().name(), Labels.tone(each.verdict())),
                each.change() == null ? null : Numbers.change(each.change()),
                each.low() == null ? null : interval(each),
                each.baselineNs() == null ? null : Numbers.even(each.baselineNs()),
                each.candidateNs() == null ? null : Numbers.even(each.candidateNs()), each.pairs(), why(each)));
        return table.markup();
    }

    private static String name(Line line) {
        String parameters = Labels.parameters(line.benchmark());
        return Labels.benchmark(line.benchmark()) + (parameters.isEmpty() ? "" : " (" + parameters + ")");
    }

    private static String why(Line line) {
        String anew = line.replaced() == 0 ? "" : Labels.count(line.replaced(), "pair", "pairs") + " run anew";
        return line.reason() + (line.reason().isEmpty() || anew.isEmpty() ? "" : ", ") + anew;
    }

    private static void gaps(GateRun run, Notices notices) {
        String again = "bench/bench gate --quick";
        if (run.verdict() == GateVerdict.INCONCLUSIVE) {
            notices.add(Notices.Kind.INCONCLUSIVE, "the gate as a whole", run.reason(), again);
        }
        List<Line> not = run.lines().stream().filter(each -> each.pairs() == 0).toList();
        if (!not.isEmpty()) {
            notices.add(Notices.Kind.NOT_MEASURED, Labels.count(not.size(), "benchmark", "benchmarks") + " of the gate",
                    not.getFirst().reason(), again);
        }
        run.lines().stream().filter(each -> each.pairs() > 0 && each.verdict() == GateVerdict.INCONCLUSIVE)
                .forEach(each -> notices.add(Notices.Kind.INCONCLUSIVE, each.benchmark().replace(",", ", "),
                        (each.reason().isEmpty() ? "too noisy" : each.reason()) + ": " + interval(each), again));
    }
}
