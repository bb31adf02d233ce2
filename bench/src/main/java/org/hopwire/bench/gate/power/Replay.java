package org.hopwire.bench.gate.power;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.run.Budget;
import org.hopwire.bench.gate.run.Finding;
import org.hopwire.bench.gate.run.Outcome;
import org.hopwire.bench.gate.run.Progress;
import org.hopwire.bench.gate.run.RecordedForks;
import org.hopwire.bench.gate.run.Session;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.RawRun;
import org.hopwire.bench.gate.sample.Side;

/** Decides recorded runs anew. */
public final class Replay {
    private Replay() {}

    /** What a whole gate run says. */
    public static Outcome gate(RawRun run, Rule rule) {
        return session(run, rule).run(benchmarks(run), List.of());
    }

    /** What the benchmarks alone say, at one look after all pairs. */
    public static List<Finding> plain(RawRun run, Rule rule) {
        int pairs = run.forks().stream().mapToInt(ForkSample::pair).max().orElse(1);
        return session(run, rule.once(pairs)).measure(benchmarks(run));
    }

    private static Session session(RawRun run, Rule rule) {
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()), false, () -> 0);
        return new Session(new RecordedForks(run.forks()), rule, new Budget(Duration.ofDays(1), () -> 0), silent);
    }

    private static List<BenchmarkCase> benchmarks(RawRun run) {
        return run.forks().stream().filter(each -> each.phase() == Phase.GATE).map(ForkSample::benchmark).distinct()
                .map(BenchmarkCase::parse).toList();
    }

    /** The pairs of each benchmark, the reference among them, those of runs that were cut off too. */
    public static Map<String, PairSeries> series(RawRun run) {
        Map<String, PairSeries> series = new LinkedHashMap<>();
        Map<String, ForkSample> halves = new LinkedHashMap<>();
        for (ForkSample each : run.forks()) {
            String key = each.phase() + each.benchmark() + each.pair();
            ForkSample half = halves.remove(key);
            if (half == null || half.side() == each.side()) {
                halves.put(key, each);
            } else if (each.phase() != Phase.CONFIRM) {
                series.computeIfAbsent(each.benchmark(), name -> new PairSeries())
                        .add(each.side() == Side.A ? each : half, each.side() == Side.A ? half : each);
            }
        }
        return series;
    }
}
