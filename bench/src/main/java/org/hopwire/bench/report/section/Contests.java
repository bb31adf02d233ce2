package org.hopwire.bench.report.section;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.WireContest;
import org.hopwire.bench.report.input.WireContest.Contest;
import org.hopwire.bench.report.input.WireContest.Responder;

/** Who is who in a contest. */
final class Contests {
    private Contests() {}

    static Optional<Contest> shortestEcho(WireContest contest) {
        return contest.contests().stream().filter(each -> each.work().equals("echo"))
                .min(Comparator.comparingLong(Contest::frame));
    }

    /** The fastest of those whose name begins so. */
    static Optional<Responder> best(Contest contest, String prefix) {
        return contest.responders().stream().filter(each -> each.counts() && each.name().startsWith(prefix))
                .max(Comparator.comparingDouble(each -> each.rate().middle()));
    }

    /** How many times as fast as the best of those whose name begins so. */
    static Optional<PeerRuns.Span> ratio(Responder responder, String prefix) {
        return responder.ratios().entrySet().stream().filter(each -> each.getKey().startsWith(prefix)).findFirst()
                .map(Map.Entry::getValue);
    }
}
