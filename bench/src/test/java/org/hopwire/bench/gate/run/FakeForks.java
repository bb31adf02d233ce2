package org.hopwire.bench.gate.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.Side;

/** Forks of invented length, with seeded noise, that take a second each by a clock of their own. */
final class FakeForks implements ForkRunner {
    record Call(Phase phase, String benchmark, int pair, Side side) {}

    final List<Call> calls = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Call, Integer> failures = new HashMap<>();
    private final double noise;
    private ToDoubleFunction<Call> ns = call -> 100;
    private long nowNs;

    FakeForks(double noise) {
        this.noise = noise;
    }

    FakeForks taking(ToDoubleFunction<Call> how) {
        ns = how;
        return this;
    }

    /** So many forks of this call give nothing. */
    FakeForks failing(Call call, int times) {
        failures.put(call, times);
        return this;
    }

    long nowNs() {
        return nowNs;
    }

    @Override
    public ForkSample run(Phase phase, BenchmarkCase benchmark, int pair, Side side, long limitMs)
            throws ForkFailedException {
        Call call = new Call(phase, benchmark.label(), pair, side);
        calls.add(call);
        nowNs += TimeUnit.SECONDS.toNanos(1);
        if (failures.merge(call, -1, Integer::sum) >= 0) {
            throw new ForkFailedException("broken");
        }
        double base = ns.applyAsDouble(call) * Math.exp(noise * random.nextGaussian());
        List<Double> iterations = Stream.generate(() -> base).limit(8).toList();
        return new ForkSample(phase, benchmark.label(), pair, side, iterations, 1000);
    }

    @Override
    public long expectedMs(BenchmarkCase benchmark) {
        return 1000;
    }
}
