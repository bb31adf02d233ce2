package org.hopwire.bench.report.section;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.GateRun;
import org.hopwire.bench.report.input.GateRun.Line;
import org.hopwire.bench.report.input.GateVerdict;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.PeerRuns.Row;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Soak;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.input.WireContest;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;

/** What a reader sees in ten seconds: slower or faster, than what, and where it loses. */
public final class Overview implements Part {
    private static final int WORST = 3;

    /** An answer to one question. */
    private record Card(String question, String answer, Tone tone, String details) {}

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        html.markup("<div class=\"cards\">\n");
        List.of(baseline(results), peers(results), losses(results), wire(results), steady(results), garbage())
                .forEach(each -> card(html, each));
        html.markup("</div>\n").add("p", "note", "Targets, beside every peer they were set against:").markup("\n");
        html.markup(chips(results));
        comparisons(results).ifPresent(each -> html.chart(plot(each)).add("p", "note",
                "Each work beside the fastest of the peers it has a target against, whatever that peer leaves out: a loop in "
                        + "C without pipeline, limiter or counters counts as a peer of the whole "
                        + "engine. All peers are below."));
        return new Section("overview", "", html.toString());
    }

    private static void card(Html html, Card card) {
        html.markup("<div class=\"card " + card.tone().css() + "\">").add("span", "q", card.question())
                .add("span", "a", card.answer()).add("span", "d", card.details()).markup("</div>\n");
    }

    private static Optional<Comparisons> comparisons(Results results) {
        return results.get(Source.PEERS, PeerRuns.class).map(Comparisons::new)
                .filter(each -> !each.measured().isEmpty());
    }

    private static Card baseline(Results results) {
        String question = "Slower than the baseline?";
        return results.get(Source.GATE, GateRun.class)
                .map(run -> new Card(question, answer(run.verdict()), Labels.tone(run.verdict()), details(run)))
                .orElseGet(() -> unknown(question, "no gate result"));
    }

    private static Card unknown(String question, String why) {
        return new Card(question, "– not measured", Tone.OPEN, why + "; see below");
    }

    private static String answer(GateVerdict verdict) {
        return switch (verdict) {
            case OK -> "✓ no";
            case IMPROVEMENT -> "✓ no, faster";
            case REGRESSION -> "✗ yes";
            case LOST -> "✗ a benchmark is lost";
            case INCONCLUSIVE -> "? cannot be said";
        };
    }

    private static String details(GateRun run) {
        String counts = run.lines().stream()
                .collect(Collectors.groupingBy(Line::verdict, TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        String worst = run.lines().stream().filter(Line::isDrawn).max(Comparator.comparingDouble(Line::change))
                .map(each -> "; slowest change " + Numbers.change(each.change()) + ", "
                        + Labels.benchmark(each.benchmark()))
                .orElse("");
        return run.reason().isEmpty() ? counts + worst : run.reason();
    }

    private static Card peers(Results results) {
        String question = "Faster than its peers?";
        return comparisons(results).map(each -> {
            List<Row> fastest = each.fastest();
            long ours = Comparisons.count(fastest, Tone.OURS);
            long theirs = Comparisons.count(fastest, Tone.THEIRS);
            return new Card(question, "in " + ours + " of " + Labels.count(fastest.size(), "work", "works"),
                    ours > theirs ? Tone.OURS : Tone.THEIRS, "slower than the fastest peer in " + theirs
                            + ", not decided in " + (fastest.size() - ours - theirs));
        }).orElseGet(() -> unknown(question, "no figures beside peers"));
    }

    private static Card losses(Results results) {
        String question = "Where does it lose most?";
        return comparisons(results).map(each -> {
            List<Row> worst = each.fastest().stream().filter(row -> Labels.side(row.ratio()) == Tone.THEIRS)
                    .sorted(Comparator.comparingDouble((Row row) -> row.ratio().middle()).reversed()).limit(WORST)
                    .toList();
            return worst.isEmpty()
                    ? new Card(question, "nowhere", Tone.OURS, "no peer is surely faster")
                    : new Card(question, Numbers.ratio(worst.getFirst().ratio().middle()) + " x: "
                            + worst.getFirst().id(), Tone.THEIRS,
                            worst.stream().map(Overview::loss)
                                    .collect(Collectors.joining("; ")));
        }).orElseGet(() -> unknown(question, "no figures beside peers"));
    }

    private static String loss(Row row) {
        return row.work() + " " + Numbers.ratio(row.ratio().middle()) + " x " + row.peer();
    }

    private static Card wire(Results results) {
        String question = "Beside C on a wire?";
        return results.get(Source.WIRE, WireContest.class).flatMap(Contests::shortestEcho)
                .flatMap(each -> Contests.best(each, "hopwire"))
                .flatMap(each -> Contests.ratio(each, "c-").map(ratio -> new Card(question,
                        Numbers.ratio(ratio.middle()) + " x the best C", ratio.least() > 1
                                ? Tone.OURS
                                : ratio.greatest() < 1 ? Tone.THEIRS : Tone.OPEN,
                        "echo replies a second, more is better: " + each.name() + ", "
                                + Numbers.plain(each.rate().middle() / 1e6) + " M/s, rounds "
                                + Numbers.ratio(ratio.least()) + "–" + Numbers.ratio(ratio.greatest()))))
                .orElseGet(() -> unknown(question, "no contest on a wire"));
    }

    private static Card steady(Results results) {
        String question = "Level under load?";
        return results.get(Source.SOAK, Soak.class)
                .map(soak -> new Card(question, soak.holds() ? "✓ yes" : "✗ no",
                        soak.holds() ? Tone.GOOD : Tone.BAD,
                        Numbers.whole(soak.heldRate()) + " frames a second for " + Steady.minutes(soak) + "; "
                                + soak.checks().stream().filter(Soak.Check::holds).count() + " of "
                                + Labels.count(soak.checks().size(), "claim holds", "claims hold")))
                .orElseGet(() -> unknown(question, "no soak"));
    }

    private static Card garbage() {
        return new Card("Garbage per packet?", "✓ 0 B", Tone.GOOD,
                "asserted for every path by the tests, exactly, in mvn verify");
    }

    private static String chips(Results results) {
        Html html = new Html().markup("<ul class=\"chips\">\n");
        Goals.of(results).forEach(each -> html.markup("<li class=\"" + each.state().tone().css() + "\" title=\""
                + Html.escape(each.title() + ": " + each.why()) + "\">").add("b", "", name(each))
                .markup(Html.escape(each.state().words())).markup("</li>\n"));
        return html.markup("</ul>\n").toString();
    }

    private static String name(Goals.Goal goal) {
        return goal.id() + (goal.title().contains("AF_")
                ? " " + goal.title().substring(goal.title().indexOf("AF_")).toUpperCase(Locale.ROOT)
                : "");
    }

    private static String plot(Comparisons comparisons) {
        List<Row> fastest = comparisons.fastest();
        return new IntervalPlot("Faster or slower than the fastest peer, by work", Peers.axis(fastest),
                List.of(new Legend.Item("Hopwire faster", Tone.OURS, Legend.Shape.DOT),
                        new Legend.Item("peer faster", Tone.THEIRS, Legend.Shape.DOT),
                        new Legend.Item("not decided", Tone.OPEN, Legend.Shape.DOT)),
                List.of(new IntervalPlot.Group("", fastest.stream().map(Overview::row).toList())),
                List.of(Peers.equal())).draw();
    }

    private static IntervalPlot.Row row(Row row) {
        Tone side = Labels.side(row.ratio());
        return new IntervalPlot.Row(row.id() + " " + row.work(), "",
                List.of(new IntervalPlot.Mark(row.ratio().least(), row.ratio().middle(), row.ratio().greatest(), side,
                        false, row.work() + " beside " + row.peer() + " " + row.build() + ": "
                                + Peers.span(row.ratio()))),
                List.of(), null, Numbers.ratio(row.ratio().middle()) + " x " + row.peer(), side);
    }
}
