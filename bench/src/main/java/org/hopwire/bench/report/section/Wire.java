package org.hopwire.bench.report.section;

import java.util.List;

import org.hopwire.bench.report.chart.Axis;
import org.hopwire.bench.report.chart.IntervalPlot;
import org.hopwire.bench.report.chart.Legend;
import org.hopwire.bench.report.chart.LinearScale;
import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.input.WireContest;
import org.hopwire.bench.report.input.WireContest.Contest;
import org.hopwire.bench.report.input.WireContest.Responder;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** Answers a second on cables. */
public final class Wire implements Part {
    private static final int TICKS = 8;
    private static final double MILLION = 1e6;

    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        results.get(Source.WIRE, WireContest.class)
                .filter(each -> each.contests().stream().anyMatch(Wire::hasFigures)).ifPresentOrElse(
                        contest -> write(html, contest, notices),
                        () -> Part.absent(html, results, notices, Source.WIRE,
                                "how many packets a second it answers and forwards on cables"));
        return new Section("wire", "On a wire", html.toString());
    }

    private static boolean hasFigures(Contest contest) {
        return contest.responders().stream().anyMatch(Responder::counts);
    }

    private static void write(Html html, WireContest wire, Notices notices) {
        html.say(
                "One cable between two namespaces, all in turn and back, answers checked before they are counted. More is "
                        + "better. " + wire.machine() + ".");
        for (Contest each : wire.contests()) {
            if (hasFigures(each)) {
                html.chart(plot(each));
                html.folded(title(each) + ": figures", table(each));
            }
            each.responders().stream().filter(responder -> !responder.counts())
                    .forEach(responder -> notices.add(Notices.Kind.NOT_MEASURED,
                            responder.name() + ", " + title(each),
                            responder.fault().isEmpty() ? "no round" : responder.fault(), ""));
        }
    }

    private static String title(Contest contest) {
        return contest.work() + ", frames of " + contest.frame() + " B";
    }

    private static String plot(Contest contest) {
        List<Responder> counted = contest.responders().stream().filter(Responder::counts).toList();
        double most = counted.stream().mapToDouble(each -> each.rate().greatest()).max().orElse(0) / MILLION;
        String what = contest.work().equals("echo") ? "echo replies" : "datagrams";
        return new IntervalPlot("Rate on a wire: " + title(contest),
                new Axis("million " + what + " a second (right: faster)", LinearScale.of(0, most, TICKS),
                        Numbers::plain),
                List.of(new Legend.Item("Hopwire", Tone.FIRST, Legend.Shape.DOT),
                        new Legend.Item("C", Tone.SECOND, Legend.Shape.DOT),
                        new Legend.Item("testpmd", Tone.FOURTH, Legend.Shape.DOT),
                        new Legend.Item("kernel", Tone.OPEN, Legend.Shape.DOT)),
                List.of(new IntervalPlot.Group("", counted.stream().map(Wire::row).toList())), List.of()).draw();
    }

    private static Tone tone(String name) {
        if (name.startsWith("hopwire") || name.startsWith("base")) {
            return Tone.FIRST;
        }
        if (name.startsWith("c-")) {
            return Tone.SECOND;
        }
        return name.startsWith("testpmd") ? Tone.FOURTH : Tone.OPEN;
    }

    private static IntervalPlot.Row row(Responder responder) {
        PeerRuns.Span rate = responder.rate();
        IntervalPlot.Mark mark = new IntervalPlot.Mark(rate.least() / MILLION, rate.middle() / MILLION,
                rate.greatest() / MILLION, tone(responder.name()), false,
                responder.name() + ": " + Numbers.whole(rate.middle()) + " a second, "
                        + responder.rates().size() + " rounds");
        String beside = Contests.ratio(responder, "c-")
                .map(each -> " · " + Numbers.ratio(each.middle()) + " x best C").orElse("");
        return new IntervalPlot.Row(responder.name(), "", List.of(mark),
                responder.rates().stream().map(each -> each / MILLION).toList(), null,
                Numbers.plain(rate.middle() / MILLION) + " M/s" + beside, null);
    }

    private static String table(Contest contest) {
        Table table = new Table("responder", "median a second\t", "least–most\t", "to the kernel\t", "to the best C\t",
                "to the best testpmd\t", "lost\t");
        for (Responder each : contest.responders()) {
            if (each.counts()) {
                PeerRuns.Span rate = each.rate();
                table.row(each.name(), Numbers.whole(rate.middle()),
                        Numbers.whole(rate.least()) + "–" + Numbers.whole(rate.greatest()), ratio(each, "kernel"),
                        ratio(each, "c-"), ratio(each, "testpmd-"), Numbers.share(each.lost()));
            } else {
                table.row(each.name(), null, null, null, null, null, each.fault());
            }
        }
        return table.markup();
    }

    private static String ratio(Responder responder, String prefix) {
        return Contests.ratio(responder, prefix).map(Peers::span).orElse(null);
    }
}
