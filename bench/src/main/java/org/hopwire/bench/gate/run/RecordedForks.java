package org.hopwire.bench.gate.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.Side;

/** Gives the forks of a run again, so that what was decided can be decided anew, by another rule too. */
public final class RecordedForks implements ForkRunner {
    private record Key(Phase phase, String benchmark, int pair, Side side) {}

    private final Map<Key, Deque<ForkSample>> recorded = new HashMap<>();

    /** In the order they ran. */
    public RecordedForks(List<ForkSample> forks) {
        for (ForkSample each : forks) {
            recorded.computeIfAbsent(new Key(each.phase(), each.benchmark(), each.pair(), each.side()),
                    key -> new ArrayDeque<>()).add(each);
        }
    }

    @Override
    public ForkSample run(Phase phase, BenchmarkCase benchmark, int pair, Side side, long limitMs)
            throws ForkFailedException {
        Deque<ForkSample> left = recorded.get(new Key(phase, benchmark.label(), pair, side));
        if (left == null || left.isEmpty()) {
            throw new ForkFailedException("not recorded: " + phase + " pair " + pair);
        }
        return left.remove();
    }

    @Override
    public long expectedMs(BenchmarkCase benchmark) {
        return 0;
    }
}
