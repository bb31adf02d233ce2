package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.IntervalPlot.Mark;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.GateVerdict;
import org.hopwire.bench.report.input.Mutants;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.SelfRuns;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;

/** How far the gate can be believed on this machine. */
public final class Trust implements Part {
    private static final int TICKS = 8;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.AA, SelfRuns.class).ifPresentOrElse(runs -> self(html, runs, notices),
                () -> Part.absent(html, results, notices, Source.AA, "how often the gate cries wolf here"));
        results.get(Source.MUTANTS, Mutants.class).ifPresentOrElse(mutants -> mutants(html, mutants, notices),
                () -> Part.absent(html, results, notices, Source.MUTANTS, "whether it catches planted slowdowns"));
        return new Section("trust", "How far the gate can be believed", html.toString());
    }

    private static void self(Html html, SelfRuns runs, Notices notices) {
        html.say("A build against itself: " + Labels.count(runs.falseAlarms(), "false alarm", "false alarms") + " in "
                + runs.judged() + " judgements of " + Labels.count(runs.runs(), "whole run", "whole runs")
                + ", so at most "
                + Numbers.share(runs.atMost()) + " (95 %). " + runs.noisy() + " of these runs were too noisy, "
                + runs.cutOff() + " more were cut off.");
        List<SelfRuns.Line> visible = runs.lines().stream().filter(each -> each.smallestVisible() != null).toList();
        if (!visible.isEmpty()) {
            html.chart(visible(visible));
        }
        runs.lines().stream().filter(each -> each.smallestVisible() == null)
                .forEach(each -> notices.add(Notices.Kind.INCONCLUSIVE, each.benchmark().replace(",", ", "),
                        "the gate misses even +50 % here", "bench/bench aa"));
    }

    private static String visible(List<SelfRuns.Line> lines) {
        double most = lines.stream().mapToDouble(SelfRuns.Line::smallestVisible).max().orElse(0);
        return new IntervalPlot("Smallest slowdown that the gate catches in 95 of 100 cases",
                new Axis("planted change (left: the gate sees more)", LinearScale.of(0, most, TICKS),
                        Numbers::changeTick),
                List.of(), List.of(new IntervalPlot.Group("", lines.stream().map(Trust::row).toList())), List.of())
                .draw();
    }

    private static IntervalPlot.Row row(SelfRuns.Line line) {
        double visible = line.smallestVisible();
        return new IntervalPlot.Row(Labels.benchmark(line.benchmark()), Labels.parameters(line.benchmark()),
                List.of(new Mark(visible, visible, visible, Tone.FIRST, false,
                        line.benchmark() + ", " + line.pairs() + " pairs")),
                List.of(), null, Numbers.change(visible) + "; +10 % caught: " + Numbers.share(line.caught10()), null);
    }

    private static void mutants(Html html, Mutants mutants, Notices notices) {
        List<Mutants.Line> drawn = mutants.lines().stream()
                .filter(each -> each.change() != null && each.low() != null && each.high() != null).toList();
        if (!drawn.isEmpty()) {
            html.chart(planted(drawn)).add("p", "note",
                    "Each is a slowdown planted on purpose, drawn at its true size. "
                            + "One that is no slowdown above the threshold is void and says nothing about the gate.");
        }
        for (Mutants.Line each : mutants.lines()) {
            if (!each.isReal()) {
                notices.add(Notices.Kind.VOID, "mutant " + each.mutant(), "its true change is "
                        + (each.change() == null ? "not known" : Numbers.change(each.change())), "");
            } else if (each.verdict() == null) {
                notices.add(Notices.Kind.NOT_MEASURED, "mutant " + each.mutant(), "the gate was not run to its end",
                        "bench/bench mutate");
            }
        }
    }

    private static String planted(List<Mutants.Line> lines) {
        List<Double> ends = new ArrayList<>();
        lines.forEach(each -> ends.addAll(List.of(each.low(), each.high())));
        return new IntervalPlot("Planted slowdowns and what the gate said",
                new Axis("true change of time per operation (right: slower)",
                        LinearScale.of(Math.min(0, ends.stream().sorted().findFirst().orElse(0.0)),
                                ends.stream().mapToDouble(each -> each).max().orElse(0), TICKS),
                        Numbers::changeTick),
                List.of(new Legend.Item("caught", Tone.GOOD, Legend.Shape.DOT),
                        new Legend.Item("not caught", Tone.BAD, Legend.Shape.DOT),
                        new Legend.Item("void, or not judged", Tone.OPEN, Legend.Shape.DOT)),
                List.of(new IntervalPlot.Group("", lines.stream().map(Trust::row).toList())),
                List.of(new IntervalPlot.Limit(0, "0", Tone.OPEN))).draw();
    }

    private static IntervalPlot.Row row(Mutants.Line line) {
        Tone tone = Tone.OPEN;
        if (line.isReal() && line.verdict() != null) {
            tone = line.verdict() == GateVerdict.REGRESSION ? Tone.GOOD : Tone.BAD;
        }
        String said = !line.isReal() ? "void" : line.verdict() == null ? "not judged" : line.verdict().name();
        return new IntervalPlot.Row(line.mutant(), line.about(),
                List.of(new Mark(line.low(), line.change(), line.high(), tone, false,
                        line.benchmark() + ": " + line.about())),
                List.of(), null, Numbers.change(line.change()) + " · " + said, tone);
    }
}
