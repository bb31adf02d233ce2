package org.hopwire.bench.checksum;

import java.io.IOException;
import java.lang.foreign.Arena;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.checksum.InternetChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Summing: the cost curve over packet sizes, in the level-1 cache and over a ring that leaves level 2. */
@OperationsPerInvocation(FrameRing.BURST)
public class ChecksumBenchmark extends EngineBenchmark implements Peered {
    /** Bytes per range. */
    @Param({"20", "28", "40", "64", "128", "256", "576", "1500", "9000"})
    public int size;

    /** Where the bytes lie: {@code hot} in level 1, {@code ring} in 64 MiB. */
    @Param({"hot", "ring"})
    public String memory;

    private Arena arena;
    private FrameRing frames;

    /** Lays out the frames and checks every answer before it is timed. */
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        frames = new FrameRing(arena, size, memory.equals("hot"), FrameRing.SEED);
        InternetChecksum.warmUp();
        System.err.println("# checksum kernel: " + InternetChecksum.kernel());
        for (int i = 0; i < FrameRing.BURST; i++) {
            long address = frames.next();
            check("sum", FrameRing.plainSum(address, size), InternetChecksum.sum(address, size));
            check("header20", FrameRing.plainSum(address, 20), InternetChecksum.header20(address));
        }
    }

    @Override
    public void share(SharedData data) throws IOException {
        frames.share(data);
    }

    @Override
    public long digest() {
        return frames.digest();
    }

    /** Frees the frames. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** Any length: what ICMP, IGMP and transport checksums cost. */
    @Benchmark
    public int sum() {
        int sum = 0;
        int length = size;
        for (int i = 0; i < FrameRing.BURST; i++) {
            sum += InternetChecksum.sum(frames.next(), length);
        }
        return sum;
    }

    /** The IPv4 header alone; the size only spaces the headers out. */
    @Benchmark
    public int header20() {
        int sum = 0;
        for (int i = 0; i < FrameRing.BURST; i++) {
            sum += InternetChecksum.header20(frames.next());
        }
        return sum;
    }

    /** The loop without a sum: what of the figures above is not the checksum. */
    @Benchmark
    public long loopAlone() {
        long sum = 0;
        for (int i = 0; i < FrameRing.BURST; i++) {
            sum += frames.next();
        }
        return sum;
    }
}
