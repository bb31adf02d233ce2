package org.hopwire.bench.checksum;

import java.io.IOException;
import java.lang.foreign.Arena;

import org.agrona.UnsafeApi;
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

/** Copying while summing, beside the copy and the sum alone: the quote of an ICMP error is 28 or 548 bytes. */
@OperationsPerInvocation(FrameRing.BURST)
public class CopyAndSumBenchmark extends EngineBenchmark implements Peered {
    /** Bytes per range. */
    @Param({"20", "28", "40", "64", "128", "256", "548", "576", "1500", "9000"})
    public int size;

    /** Where the bytes lie: {@code hot} in level 1, {@code ring} in 64 MiB. */
    @Param({"hot", "ring"})
    public String memory;

    private Arena arena;
    private FrameRing source;
    private FrameRing target;

    /** Lays out the frames and checks copy and answer before they are timed. */
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        source = new FrameRing(arena, size, memory.equals("hot"), 1071);
        target = new FrameRing(arena, size, memory.equals("hot"), 1624);
        InternetChecksum.warmUp();
        System.err.println("# checksum kernel: " + InternetChecksum.kernel());
        for (int i = 0; i < FrameRing.BURST; i++) {
            long from = source.next();
            long to = target.next();
            int expected = FrameRing.plainSum(from, size);
            check("copyAndSum", expected, InternetChecksum.copyAndSum(from, to, size));
            check("the copy", expected, FrameRing.plainSum(to, size));
        }
    }

    @Override
    public void share(SharedData data) throws IOException {
        source.share(data);
    }

    @Override
    public long digest() {
        source.rewind();
        target.rewind();
        copyAndSum();
        return target.digest();
    }

    /** Frees the frames. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** One pass. */
    @Benchmark
    public int copyAndSum() {
        int sum = 0;
        int length = size;
        for (int i = 0; i < FrameRing.BURST; i++) {
            sum += InternetChecksum.copyAndSum(source.next(), target.next(), length);
        }
        return sum;
    }

    /** Two passes: the copy, then the sum of what was read. */
    @Benchmark
    public int copyThenSum() {
        int sum = 0;
        int length = size;
        for (int i = 0; i < FrameRing.BURST; i++) {
            long from = source.next();
            UnsafeApi.copyMemory(from, target.next(), length);
            sum += InternetChecksum.sum(from, length);
        }
        return sum;
    }

    /** The copy alone. */
    @Benchmark
    public long copyAlone() {
        int length = size;
        long sink = 0;
        for (int i = 0; i < FrameRing.BURST; i++) {
            long to = target.next();
            UnsafeApi.copyMemory(source.next(), to, length);
            sink += to;
        }
        return sink;
    }

    /** The sum alone. */
    @Benchmark
    public int sumAlone() {
        int sum = 0;
        int length = size;
        for (int i = 0; i < FrameRing.BURST; i++) {
            sum += InternetChecksum.sum(source.next(), length);
        }
        return sum;
    }
}
