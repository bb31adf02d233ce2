package org.hopwire.bench.scale;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;

/** A whole engine that is fed by {@code lan}, on the caller's thread. */
final class EngineProbe implements Probe {
    /** Largest packets of all ports. */
    static final int MTU = 9000;
    private static final int RESTORED_OCTETS = 64;
    private static final int HOT_FRAMES = 512;

    private final GeneratorPort lan;
    private final Engine engine;
    private final int burst;

    /**
     * An engine of {@code lan} and {@code wan} with its neighbours, and what is added.
     *
     * @param burst frames of a turn
     * @throws IllegalStateException if the frames do not all end as {@code outcome} counts
     */
    EngineProbe(List<byte[]> frames, int burst, UnaryOperator<EngineBuilder> more,
            ToLongFunction<EngineSnapshot> outcome) {
        this.burst = burst;
        int rounds = Math.max(1, HOT_FRAMES / frames.size());
        lan = new GeneratorPort("lan", frames, rounds * frames.size(), RESTORED_OCTETS);
        VirtualClock clock = new VirtualClock(1, 1);
        engine = more.apply(base(clock).port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01")
                .withMtu(MTU), lan)).build();
        try {
            check(outcome);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static EngineBuilder base(VirtualClock clock) {
        return Engine.builder().seed(1).clocks(clock, clock)
                .icmp(IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()))
                .neighbor(new NeighborConfig("lan", "192.0.2.10", "02:00:00:00:01:0a"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", "02:00:00:00:02:0a"));
    }

    /** The second port, that discards. */
    static EngineBuilder withWan(EngineBuilder builder) {
        return builder.port(PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01").withMtu(MTU),
                new SinkPort("wan"));
    }

    private void check(ToLongFunction<EngineSnapshot> outcome) {
        for (int i = 0; i < 4; i++) {
            run();
        }
        EngineSnapshot figures = engine.snapshot();
        if (figures.received() == 0 || outcome.applyAsLong(figures) != figures.received()) {
            throw new IllegalStateException("wrong answer: " + figures);
        }
    }

    /** The engine, for what can only be added later. */
    Engine engine() {
        return engine;
    }

    @Override
    public void run() {
        lan.limit(burst);
        engine.invoke();
    }

    @Override
    public long done() {
        return lan.received();
    }

    @Override
    public void close() {
        engine.close();
    }
}
