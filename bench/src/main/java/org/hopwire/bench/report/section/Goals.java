package org.hopwire.bench.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.PeerRuns.Kind;
import org.hopwire.bench.report.input.PeerRuns.Verdict;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.input.WireContest;

/** What Hopwire aims at, and how far it is. */
final class Goals {
    private static final String[] TITLES = {"checksum of a 20-byte header", "checksum of 20 and 64 bytes",
        "checksum of 576 to 9,000 bytes", "copy and sum of 548 bytes", "time exceeded, writer, short quote",
        "time exceeded, writer, long quote", "time exceeded, whole engine, 64 bytes",
        "time exceeded, whole engine, 1,514 bytes", "echo, whole engine", "forward, whole engine, few routes",
        "forward, whole engine, 900,000 routes", "route lookup, 900,000 routes", "build of 900,000 routes",
        "group lookup, hits", "group lookup, half misses", "source and group lookup",
        "multicast forward, whole engine", "hand-off between two cores"};
    private static final double BESIDE_C = 1.0;
    private static final double BESIDE_TESTPMD = 1.2;

    private Goals() {}

    /**
     * One of them.
     *
     * @param id T1 and so on
     * @param state in a few words
     * @param why the figures
     */
    record Goal(String id, String title, State state, String why) {}

    /** How far. */
    enum State {
        MET("met", Tone.GOOD),
        MISSED("missed", Tone.BAD),
        OPEN("open", Tone.WARN),
        ASSERTED("asserted by tests", Tone.GOOD),
        NOT_MEASURED("not measured", Tone.OPEN);

        private final String words;
        private final Tone tone;

        State(String words, Tone tone) {
            this.words = words;
            this.tone = tone;
        }

        String words() {
            return words;
        }

        Tone tone() {
            return tone;
        }
    }

    /** All of them, in order. */
    static List<Goal> of(Results results) {
        List<PeerRuns.Row> rows = results.get(Source.PEERS, PeerRuns.class).map(PeerRuns::rows).orElse(List.of());
        List<Goal> goals = new ArrayList<>();
        for (int i = 0; i < TITLES.length; i++) {
            String id = "T" + (i + 1);
            goals.add(beside(id, TITLES[i], rows.stream().filter(each -> each.id().equals(id)).toList()));
        }
        goals.add(new Goal("T19", "allocation on any packet path", State.ASSERTED,
                "exactly 0 B per packet, or mvn verify fails"));
        for (String family : new String[] {"AF_XDP", "AF_PACKET"}) {
            goals.add(wire(family, results.get(Source.WIRE, WireContest.class)));
        }
        return goals;
    }

    private static Goal beside(String id, String title, List<PeerRuns.Row> rows) {
        List<PeerRuns.Row> judged = rows.stream().filter(each -> each.isMeasured() && each.kind() != Kind.NONE)
                .toList();
        if (judged.isEmpty()) {
            String why = rows.stream().filter(each -> !each.isMeasured()).map(PeerRuns.Row::unavailable).findFirst()
                    .orElse("bench/bench peers --work '" + id + " '");
            return new Goal(id, title, State.NOT_MEASURED, why);
        }
        return new Goal(id, title, state(judged), figures(judged));
    }

    /** Each build of each peer counts. */
    private static String figures(List<PeerRuns.Row> judged) {
        return Stream.of(Verdict.MET, Verdict.MISSED, Verdict.OPEN).filter(each -> count(judged, each) > 0)
                .map(each -> each.name().toLowerCase(Locale.ROOT) + " beside " + count(judged, each) + " of "
                        + judged.size())
                .collect(Collectors.joining(", "));
    }

    private static State state(List<PeerRuns.Row> judged) {
        if (count(judged, Verdict.MISSED) > 0) {
            return State.MISSED;
        }
        return count(judged, Verdict.OPEN) > 0 ? State.OPEN : State.MET;
    }

    private static long count(List<PeerRuns.Row> rows, Verdict verdict) {
        return rows.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** The fastest of Hopwire's ports of a family at the shortest echo, beside the best C and the best testpmd. */
    private static Goal wire(String family, Optional<WireContest> contest) {
        String title = "echo on a wire, " + family;
        String name = family.equals("AF_XDP") ? "hopwire-xdp" : "hopwire-packet";
        return contest.flatMap(Contests::shortestEcho)
                .flatMap(echo -> Contests.best(echo, name))
                .map(best -> wire(title, best))
                .orElse(new Goal("T20", title, State.NOT_MEASURED, "sudo bench/bench wire"));
    }

    private static Goal wire(String title, WireContest.Responder best) {
        PeerRuns.Span besideC = Contests.ratio(best, "c-").orElse(null);
        PeerRuns.Span besideTestpmd = Contests.ratio(best, "testpmd-").orElse(null);
        if (besideC == null || besideTestpmd == null) {
            return new Goal("T20", title, State.NOT_MEASURED, "C or testpmd did not take part");
        }
        State state = State.OPEN;
        if (besideC.least() >= BESIDE_C && besideTestpmd.least() >= BESIDE_TESTPMD) {
            state = State.MET;
        } else if (besideC.greatest() < BESIDE_C || besideTestpmd.greatest() < BESIDE_TESTPMD) {
            state = State.MISSED;
        }
        return new Goal("T20", title, state, best.name() + ": " + Numbers.ratio(besideC.middle())
                + " of the best C (aim 1.0), " + Numbers.ratio(besideTestpmd.middle())
                + " of the best testpmd (aim 1.2)");
    }
}
