package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.IntervalPlot.Mark;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.LogScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.PeerRuns.Row;
import org.hopwire.bench.report.input.PeerRuns.Verdict;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** Every work beside every peer. */
public final class Peers implements Part {
    private static final double SURE = 0.9;
    private static final int LABELS = 250;
    private static final int FIGURES = 150;
    /** The last target of each area, and its name. */
    private static final Map<Integer, String> AREAS = new LinkedHashMap<>();

    static {
        AREAS.put(4, "Checksums");
        AREAS.put(9, "ICMP");
        AREAS.put(13, "Forwarding and routes");
        AREAS.put(17, "Groups and multicast");
        AREAS.put(Integer.MAX_VALUE, "Between processors");
    }

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.PEERS, PeerRuns.class).filter(each -> !each.rows().isEmpty()).ifPresentOrElse(
                runs -> write(html, runs, notices),
                () -> Part.absent(html, results, notices, Source.PEERS,
                        "how fast this is beside C on DPDK and pcap4j"));
        html.add("h3", "", "Targets").markup("\n").markup(goals(results, notices));
        return new Section("peers", "Beside its peers, work by work", html.toString());
    }

    private static void write(Html html, PeerRuns runs, Notices notices) {
        Comparisons comparisons = new Comparisons(runs);
        html.say(
                "Hopwire's time by the peer's, same question, same answer, same processor, in turn. Left of 1 Hopwire is "
                        + "faster, right of 1 the peer is. A line goes from the least round to the greatest.");
        areas(comparisons).forEach((area, groups) -> html.chart(plot(area, groups, comparisons)));
        html.add("p", "note",
                "Figures at the right: ratio to the peer at -O2, then at -O3 -march=native (or the one of "
                        + "the JVM's), and whether the target against it is kept. \"limit\" is the "
                        + "best that C by hand has done. "
                        + "A target in nanoseconds is drawn where it lies beside that peer; it was "
                        + "set on another machine and "
                        + "does not carry over.")
                .markup("\n");
        html.folded("All rows, with times", table(runs));
        gaps(runs, notices);
    }

    private static Map<String, List<IntervalPlot.Group>> areas(Comparisons comparisons) {
        Map<String, List<IntervalPlot.Group>> areas = new LinkedHashMap<>();
        comparisons.byWork().forEach((work, rows) -> areas.computeIfAbsent(area(rows.getFirst()),
                name -> new ArrayList<>()).add(group(work, rows)));
        return areas;
    }

    private static String area(Row row) {
        int number = Integer.parseInt(row.id().substring(1));
        return AREAS.entrySet().stream().filter(each -> number <= each.getKey()).findFirst().orElseThrow().getValue();
    }

    private static IntervalPlot.Group group(String work, List<Row> rows) {
        Map<String, List<Row>> byPeer = rows.stream().collect(Collectors.groupingBy(Row::peer, LinkedHashMap::new,
                Collectors.toList()));
        return new IntervalPlot.Group(work + ": Hopwire " + Numbers.time(rows.getFirst().ours().middle()),
                byPeer.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList());
    }

    private static IntervalPlot.Row row(String peer, List<Row> builds) {
        Row last = builds.getLast();
        String ratios = builds.stream().map(each -> Numbers.ratio(each.ratio().middle()))
                .collect(Collectors.joining(" / "));
        Verdict verdict = worst(builds);
        return new IntervalPlot.Row(peer, "", builds.stream().map(Peers::mark).toList(), List.of(),
                last.targetRatio(), ratios + (verdict == Verdict.NONE ? "" : " · " + word(verdict)),
                verdict == Verdict.NONE ? null : Labels.tone(verdict));
    }

    private static Verdict worst(List<Row> builds) {
        return Stream.of(Verdict.MISSED, Verdict.OPEN, Verdict.MET).filter(verdict -> builds.stream()
                .anyMatch(each -> each.verdict() == verdict)).findFirst().orElse(Verdict.NONE);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case MISSED -> "missed";
            case OPEN -> "open";
            case NONE -> "";
        };
    }

    private static Mark mark(Row row) {
        return new Mark(row.ratio().least(), row.ratio().middle(), row.ratio().greatest(), Labels.side(row.ratio()),
                row.build().equals("-O2"),
                row.id() + " " + row.work() + ", " + row.peer() + " " + row.build() + ": " + span(row.ratio())
                        + ", peer " + Numbers.time(row.theirs().middle()) + ", " + row.rounds() + " rounds");
    }

    static String span(PeerRuns.Span span) {
        return Numbers.ratio(span.middle()) + " (" + Numbers.ratio(span.least()) + "–"
                + Numbers.ratio(span.greatest()) + ")";
    }

    private static String plot(String area, List<IntervalPlot.Group> groups, Comparisons comparisons) {
        return new IntervalPlot(area + ": time of Hopwire by time of each peer", axis(comparisons.measured()),
                List.of(new Legend.Item("Hopwire faster", Tone.OURS, Legend.Shape.DOT),
                        new Legend.Item("peer faster", Tone.THEIRS, Legend.Shape.DOT),
                        new Legend.Item("not decided", Tone.OPEN, Legend.Shape.DOT),
                        new Legend.Item("peer at -O2", Tone.OPEN, Legend.Shape.RING),
                        new Legend.Item("target", Tone.OPEN, Legend.Shape.STROKE)),
                groups, List.of(equal())).withRoom(LABELS, FIGURES).draw();
    }

    static IntervalPlot.Limit equal() {
        return new IntervalPlot.Limit(1, "equal", Tone.OPEN);
    }

    /** One axis for all, so that charts can be compared. */
    static Axis axis(List<Row> rows) {
        List<Double> all = rows.stream().flatMap(each -> Stream.of(each.ratio().least(), each.ratio().greatest(),
                each.targetRatio() == null ? Double.valueOf(1) : each.targetRatio())).sorted().toList();
        return new Axis("time of Hopwire / time of peer (left: Hopwire faster)",
                LogScale.of(Math.min(0.5, all.getFirst()), Math.max(2, all.getLast())), Numbers::plain);
    }

    private static String table(PeerRuns runs) {
        Table table = new Table("target", "work", "peer", "build", "Hopwire\t", "peer's\t", "ratio\t",
                "least–greatest\t", "at most\t", "verdict", "rounds\t", "load\t");
        for (Row each : runs.rows()) {
            if (each.isMeasured()) {
                table.row(each.id(), each.work(), each.peer(), each.build(), Numbers.time(each.ours().middle()),
                        Numbers.time(each.theirs().middle()), Numbers.ratio(each.ratio().middle()),
                        Numbers.ratio(each.ratio().least()) + "–" + Numbers.ratio(each.ratio().greatest()),
                        target(each), new Table.Told(word(each.verdict()), Labels.tone(each.verdict())),
                        each.rounds(), Numbers.plain(each.load()));
            } else {
                table.row(each.id(), each.work(), each.peer(), each.build(), null, null, null, null, null,
                        new Table.Told("not measured: " + each.unavailable(), Tone.OPEN), each.rounds(),
                        Numbers.plain(each.load()));
            }
        }
        return table.markup();
    }

    private static String target(Row row) {
        return switch (row.kind()) {
            case RATIO -> Numbers.ratio(row.atMost()) + " x";
            case NS -> Numbers.time(row.atMost());
            case NONE -> null;
        };
    }

    private static String goals(Results results, Notices notices) {
        Table table = new Table("target", "work", "state", "figures");
        for (Goals.Goal each : Goals.of(results)) {
            table.row(each.id(), each.title(), new Table.Told(each.state().words(), each.state().tone()), each.why());
            if (each.state() == Goals.State.NOT_MEASURED) {
                notices.add(Notices.Kind.NOT_MEASURED, each.id() + ", " + each.title(), "no row with figures",
                        each.id().equals("T20")
                                ? "sudo bench/bench wire --json " + results.home(Source.WIRE)
                                : "bench/bench peers --work '" + each.id() + " ' --json " + results.home(Source.PEERS));
            }
        }
        return table.markup();
    }

    private static void gaps(PeerRuns runs, Notices notices) {
        Comparisons comparisons = new Comparisons(runs);
        List<Row> unsure = comparisons.measured().stream().filter(each -> each.coverage() < SURE).toList();
        if (!unsure.isEmpty()) {
            double least = unsure.stream().mapToDouble(Row::coverage).min().orElse(0);
            notices.add(Notices.Kind.INCONCLUSIVE, Labels.count(unsure.size(), "row", "rows") + " beside peers",
                    "so few rounds that an interval holds the median with a probability of only " + Numbers.ratio(least)
                            + " at the least",
                    "bench/bench peers --rounds 5");
        }
        comparisons.measured().stream().filter(each -> each.verdict() == Verdict.OPEN)
                .forEach(each -> notices.add(Notices.Kind.INCONCLUSIVE,
                        each.id() + ", " + each.work() + ", beside " + each.peer() + " " + each.build(),
                        "the target lies within the interval: ratio " + span(each.ratio()), ""));
        runs.rows().stream().filter(each -> !each.isMeasured()).forEach(each -> notices.add(
                Notices.Kind.NOT_MEASURED, each.id() + ", " + each.work() + ", beside " + each.peer(),
                each.unavailable(), ""));
    }
}
