package org.hopwire.bench.engine;

import java.io.IOException;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.memory.Burst;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per packet of the generator and the sink with nothing between them: what of {@link BurstBenchmark},
 * and with the longer ring of the benchmark with many routes, is not the engine.
 */
public class EndsBenchmark extends EngineBenchmark implements Peered {
    /** Frames of the ring: two bursts, or with their templates 64 MiB. */
    @Param({"512", "131072"})
    private int frames;

    private final Burst burst = new Burst();
    private GeneratorPort lan;
    private SinkPort wan;

    /** Makes the frames. */
    @Setup
    public void setUp() {
        lan = new GeneratorPort("lan", Rings.transit(frames), frames, Rings.RESTORED_OCTETS);
        wan = new SinkPort("wan");
        check("frames", Burst.MAX_SIZE, pass());
        check("sent", Burst.MAX_SIZE, wan.transmitted());
    }

    /** One burst of 256 from the generator to the sink. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int pass() {
        burst.clear();
        lan.receive(burst);
        wan.transmit(burst);
        lan.release(burst);
        return burst.size();
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.ring(Rings.transit(frames), frames, lan.bytesPerFrame(), 0);
        data.links(0, 0);
    }

    @Override
    public long digest() {
        return Digest.ofSent(wan.digest(), wan.lastFrame());
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        lan.close();
    }
}
