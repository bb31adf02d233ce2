package org.hopwire.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.bench.Frames;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.Port;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;

/** Forwarding by more and more workers on threads of their own: how long all of them together take for a packet. */
final class WorkersCurve {
    static final String NAME = "workers, forward";
    private static final int HOT_FRAMES = 512;
    private static final int RESTORED_OCTETS = 64;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private WorkersCurve() {}

    /** One worker, two, up to one for each core. */
    static Figures.Series measure(List<Integer> cores, long windowNs, int windows) {
        List<Figures.Point> points = new ArrayList<>();
        for (int workers = 1; workers <= cores.size(); workers++) {
            LowQuantile cost = measure(cores.subList(0, workers), windowNs, windows, workers);
            points.add(new Figures.Point(workers, cost.value(), cost.low(), cost.high()));
        }
        return new Figures.Series(NAME, "ns per packet", "workers", "on cores " + cores, points);
    }

    private static LowQuantile measure(List<Integer> cores, long windowNs, int windows, int workers) {
        Port[] lan = new Port[workers];
        Port[] wan = new Port[workers];
        for (int i = 0; i < workers; i++) {
            lan[i] = new GeneratorPort("lan", List.of(Frames.udp(64, 64, Frames.FAR_HOST)), HOT_FRAMES,
                    RESTORED_OCTETS);
            wan[i] = new SinkPort("wan");
        }
        PortConfig in = PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01");
        PortConfig out = PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01");
        EngineSettings settings = new EngineSettings(null, null, 1L, workers, cores);
        try (Engine engine = Engine.builder().config(new EngineConfig(settings, List.of(in, out), null,
                List.of(new NeighborConfig("wan", "198.51.100.10", "02:00:00:00:02:0a")), null, null))
                .open("lan", lan).open("wan", wan).build()) {
            engine.start();
            pause(4 * windowNs);
            double[] costs = new double[windows];
            for (int i = 0; i < windows; i++) {
                costs[i] = window(engine, windowNs);
            }
            if (engine.snapshot().forwarded() == 0 || engine.snapshot().droppedTotal() > 0) {
                throw new IllegalStateException("wrong answer: " + engine.snapshot());
            }
            return LowQuantile.of(costs);
        }
    }

    private static double window(Engine engine, long windowNs) {
        long before = engine.snapshot().forwarded();
        long start = System.nanoTime();
        pause(windowNs);
        long after = engine.snapshot().forwarded();
        return (double) (System.nanoTime() - start) / Math.max(1, after - before);
    }

    private static void pause(long ns) {
        long end = System.nanoTime() + ns;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Math.min(ns, NS_PER_SECOND));
        }
    }
}
