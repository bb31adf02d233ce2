package org.hopwire.bench.report.section;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.PeerRuns;
import org.hopwire.bench.report.input.PeerRuns.Kind;
import org.hopwire.bench.report.input.PeerRuns.Row;

/** Peers by work. */
final class Comparisons {
    private static final String LIMIT = "limit:";

    private final PeerRuns runs;

    Comparisons(PeerRuns runs) {
        this.runs = runs;
    }

    List<Row> measured() {
        return runs.rows().stream().filter(Row::isMeasured).toList();
    }

    /** Rows with figures, by target and work, in the order of the file. */
    Map<String, List<Row>> byWork() {
        return measured().stream().collect(Collectors.groupingBy(each -> each.id() + " " + each.work(),
                LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * For each work the row of the fastest peer: of those there is a target against, or of all where there is none; the
     * limit of what hand-written C can do is no peer.
     */
    List<Row> fastest() {
        return byWork().values().stream().map(Comparisons::fastest).toList();
    }

    private static Row fastest(List<Row> rows) {
        List<Row> peers = rows.stream().filter(each -> !each.peer().startsWith(LIMIT)).toList();
        List<Row> aimed = peers.stream().filter(each -> each.kind() != Kind.NONE).toList();
        return (!aimed.isEmpty() ? aimed : !peers.isEmpty() ? peers : rows).stream()
                .min(Comparator.comparingDouble(each -> each.theirs().middle())).orElseThrow();
    }

    /** Of these works that many are one side's. */
    static long count(List<Row> rows, Tone side) {
        return rows.stream().filter(each -> Labels.side(each.ratio()) == side).count();
    }
}
