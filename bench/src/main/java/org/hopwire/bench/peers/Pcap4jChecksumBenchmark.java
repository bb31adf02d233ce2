package org.hopwire.bench.peers;

import java.io.IOException;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.bench.checksum.FrameRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.pcap4j.util.ByteArrays;

/** The checksum of pcap4j, over arrays with the octets that Hopwire sums in memory. */
@OperationsPerInvocation(FrameRing.BURST)
public class Pcap4jChecksumBenchmark extends EngineBenchmark implements Peered {
    /** Bytes per array. */
    @Param({"20", "64", "576", "1500", "9000"})
    public int size;

    private byte[][] ranges;

    /** Lays out the same octets in the same order. */
    @Setup
    public void setUp() {
        ranges = FrameRing.hot(size);
    }

    @Override
    public void share(SharedData data) throws IOException {
        // it takes part in what Hopwire's own benchmark shares
    }

    @Override
    public long digest() {
        long digest = 0;
        for (byte[] each : ranges) {
            digest = Digest.mix(digest, ~ByteArrays.calcChecksum(each) & 0xffff);
        }
        return digest;
    }

    /** One burst of 256. */
    @Benchmark
    public int checksum() {
        int sum = 0;
        for (byte[] each : ranges) {
            sum += ByteArrays.calcChecksum(each);
        }
        return sum;
    }
}
