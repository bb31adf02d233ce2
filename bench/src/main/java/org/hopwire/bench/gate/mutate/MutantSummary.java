package org.hopwire.bench.gate.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.power.Power;
import org.hopwire.bench.gate.power.Replay;
import org.hopwire.bench.gate.report.Row;
import org.hopwire.bench.gate.run.Finding;
import org.hopwire.bench.gate.sample.RawRun;
import org.hopwire.bench.machine.Machine;

/**
 * Which planted slowdowns the gate has caught on one machine, from the forks kept.
 *
 * @param schema
 *            {@link #SCHEMA}
 * @param machine
 *            where, as it was at the last run
 * @param mutants
 *            a row for each that was measured
 */
public record MutantSummary(String schema, Machine machine, List<MutantRow> mutants) {
    /** Version of the JSON; see the package. */
    public static final String SCHEMA = "hopwire.mutants/1";
    /** Kind of the runs that measure the true change. */
    public static final String VERIFY = "verify";
    /** Kind of the runs in which the gate must notice. */
    public static final String GATE = "mutant";
    private static final int TRIALS = 1000;
    private static final long SEED = 1;

    /** Copies the rows. */
    public MutantSummary {
        mutants = List.copyOf(mutants);
    }

    /** From all runs recorded, at least one; of each mutant the last ones count. */
    public static MutantSummary of(List<Mutant> mutants, List<RawRun> recorded, Rule rule) {
        List<MutantRow> rows = new ArrayList<>();
        for (Mutant each : mutants) {
            last(recorded, VERIFY, each).ifPresent(run -> rows.add(row(each, run, last(recorded, GATE, each), rule)));
        }
        return new MutantSummary(SCHEMA, recorded.getLast().header().machine(), rows);
    }

    /** The last whole run of a kind for a mutant as it is now. */
    public static Optional<RawRun> last(List<RawRun> recorded, String kind, Mutant mutant) {
        return recorded.reversed().stream().filter(each -> each.isComplete() && each.header().kind().equals(kind)
                && each.header().candidate().equals(mutant.key(each.header().baseline()))).findFirst();
    }

    private static MutantRow row(Mutant mutant, RawRun verified, Optional<RawRun> gated, Rule rule) {
        Finding found = Replay.plain(verified, rule).getFirst();
        Row figures = Row.of(found);
        Verdict verdict = gated.map(run -> Replay.gate(run, rule).verdict()).orElse(null);
        return new MutantRow(mutant.name(), mutant.about(), mutant.benchmark(), verified.header().baseline(),
                figures.pairs(), figures.change(), figures.low(), figures.high(),
                found.verdict() == Verdict.REGRESSION, verdict,
                Power.ofChange(found.series().logRatios(), rule, TRIALS, SEED).share(Verdict.REGRESSION, 0));
    }

}
