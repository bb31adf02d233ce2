package org.hopwire.bench.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.build.Durations;
import org.hopwire.bench.gate.build.Selection;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.report.GateResult;
import org.hopwire.bench.gate.run.JvmForks;
import org.hopwire.bench.gate.run.Outcome;
import org.hopwire.bench.gate.run.Session;
import org.hopwire.bench.gate.sample.RawLog;
import org.hopwire.bench.gate.sample.RunHeader;
import org.hopwire.bench.machine.BenchException;

/** Two builds measured against each other, every fork kept. */
final class Comparison {
    private final Workbench bench;
    private final Build baseline;
    private final Build candidate;
    private final Rule rule;
    private final Path raw;

    /** Keeps the forks in {@code raw}, or among the cached runs where that is {@code null}. */
    Comparison(Workbench bench, Build baseline, Build candidate, Rule rule, Path raw) {
        this.bench = bench;
        this.baseline = baseline;
        this.candidate = candidate;
        this.rule = rule;
        this.raw = raw;
    }

    /** The whole gate: the frozen kernel, the benchmarks, confirmation. */
    GateResult gate(String kind, Selection selection) {
        return measured(kind, selection,
                session -> session.run(selection.gated(), selection.lost()));
    }

    /** The benchmarks alone. */
    GateResult plain(String kind, Selection selection) {
        return measured(kind, selection,
                session -> new Outcome(Verdict.OK, "", null, session.measure(selection.gated())));
    }

    private interface Run {
        Outcome of(Session session);
    }

    private GateResult measured(String kind, Selection selection, Run run) {
        RunHeader header = bench.header(kind, baseline, candidate);
        Path file = raw == null ? bench.cache.resolve("runs").resolve(header.run() + ".jsonl") : raw;
        long startMs = bench.budget.spentMs();
        Build reference = bench.builds.workingTree(bench.repository);
        try (RawLog log = new RawLog(file);
                JvmForks forks = new JvmForks(baseline, candidate, reference, log, bench.cache)) {
            Session session = new Session(forks, rule, bench.budget, bench.progress);
            foretell(session, selection.gated());
            log.begin(header);
            Outcome outcome = run.of(session);
            log.end(header.run(), outcome.verdict().name());
            bench.progress.say("forks in " + file);
            return GateResult.of(header, rule, outcome, bench.budget.spentMs() - startMs,
                    selection.added().stream().map(BenchmarkCase::label).toList(), file.getFileName().toString());
        } catch (IOException e) {
            throw BenchException.environment("cannot write " + file + ": " + e.getMessage());
        }
    }

    private void foretell(Session session, List<BenchmarkCase> benchmarks) {
        long neededMs = session.neededMs(benchmarks);
        String much = neededMs > bench.budget.leftMs()
                ? ", but only " + Durations.inWords(bench.budget.leftMs()) + " are left: not all can be decided"
                : ", up to three times that where it is noisy";
        String what = "benchmarks to measure: " + benchmarks.size();
        bench.progress.say(what + ", needs about " + Durations.inWords(neededMs) + much);
    }
}
