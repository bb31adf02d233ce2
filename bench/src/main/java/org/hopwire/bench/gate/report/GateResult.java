package org.hopwire.bench.gate.report;

import java.util.List;

import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.run.Outcome;
import org.hopwire.bench.gate.sample.RunHeader;
import org.hopwire.bench.machine.Machine;

/**
 * A run's result, as it is written to JSON.
 *
 * @param schema
 *            {@link #SCHEMA}
 * @param run
 *            its start, UTC
 * @param kind
 *            gate, aa, compare or mutant
 * @param verdict
 *            of the whole
 * @param exit
 *            the exit code that says so
 * @param reason
 *            why the whole is inconclusive, or empty
 * @param baseline
 *            commit, or commit and changes
 * @param candidate
 *            the same
 * @param machine
 *            where
 * @param rule
 *            when a change is a regression
 * @param tookS
 *            seconds, builds left out
 * @param reference
 *            the frozen kernel against itself; {@code null} where it was not run
 * @param benchmarks
 *            a row each
 * @param added
 *            benchmarks the baseline has not
 * @param raw
 *            file of the forks, or empty
 */
public record GateResult(String schema, String run, String kind, Verdict verdict, int exit, String reason,
        String baseline, String candidate, Machine machine, Rule rule, double tookS, Row reference,
        List<Row> benchmarks, List<String> added, String raw) {
    /** Version of the JSON; see the package. */
    public static final String SCHEMA = "hopwire.gate/1";
    private static final double TENTHS = 10;
    private static final double MS_IN_TENTH = 100;

    /** Copies the rows. */
    public GateResult {
        benchmarks = List.copyOf(benchmarks);
        added = List.copyOf(added);
    }

    /** What came out of a run. */
    public static GateResult of(RunHeader header, Rule rule, Outcome outcome, long tookMs, List<String> added,
            String raw) {
        return new GateResult(SCHEMA, header.run(), header.kind(), outcome.verdict(), outcome.verdict().exitCode(),
                outcome.reason(), header.baseline(), header.candidate(), header.machine(), rule,
                Math.round(tookMs / MS_IN_TENTH) / TENTHS,
                outcome.reference() == null ? null : Row.of(outcome.reference()),
                outcome.findings().stream().map(Row::of).toList(), added, raw);
    }
}
