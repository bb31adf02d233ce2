package org.hopwire.bench.icmp;

import java.io.IOException;
import java.util.List;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.PacketPool;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.Ipv4Header;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What of {@link IcmpErrorBenchmark} is not the JVM: a loop that does to a frame what the peer in C does, without
 * packets, policies, limits, extensions and counters.
 */
public class ErrorLoopBenchmark extends EngineBenchmark implements Peered {
    private static final int HEADERS = 28;
    private static final int IP = EthernetHeader.LENGTH;
    private static final int ICMP = 1;
    private static final int TIME_EXCEEDED = 11;
    private static final int TTL_AND_PROTOCOL = 64 << 8 | ICMP;
    private static final long LOW_32 = 0xffff_ffffL;

    @Param({"64", "1514"})
    private int frameLength;

    /** Octets quoted at most. */
    @Param({"28", "548"})
    private int quote;

    private final long[] frames = new long[Burst.MAX_SIZE];
    private FrameSlab slab;

    /** Lays out the frames, and checks the first error. */
    @Setup
    public void setUp() {
        slab = new FrameSlab(Burst.MAX_SIZE, 2048, PacketPool.HEADROOM);
        byte[] frame = Frames.udp(frameLength, 1, Frames.FAR_HOST);
        for (int i = 0; i < frames.length; i++) {
            frames[i] = slab.acquire();
            OffHeap.put(frame, 0, frames[i], frame.length);
        }
        error();
        long written = frames[0] + IP - HEADERS;
        check("header checksum", InternetChecksum.VALID_SUM, InternetChecksum.sum(written, 20));
        check("ICMP checksum", InternetChecksum.VALID_SUM, InternetChecksum.sum(written + 20, length() - 20));
    }

    private int length() {
        return HEADERS + Math.min(quote, frameLength - IP);
    }

    /** A burst of 256 errors in front of the frames they are about. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int error() {
        int sum = 0;
        for (long frame : frames) {
            if (isEligible(frame)) {
                sum += write(frame + IP, frameLength - IP);
            }
        }
        return sum;
    }

    /** RFC 1122 section 3.2.2. */
    private static boolean isEligible(long frame) {
        long ip = frame + IP;
        int source = OffHeap.getNetworkInt(ip + Ipv4Header.SOURCE_OFFSET);
        int destination = OffHeap.getNetworkInt(ip + Ipv4Header.DESTINATION_OFFSET);
        int fragment = OffHeap.getNetworkShort(ip + Ipv4Header.FLAGS_OFFSET) & Ipv4Header.OFFSET_MASK;
        int net = source >>> 24;
        if ((fragment | (OffHeap.getByte(frame) & 1)) != 0 || net == 0 || net == 127 || net >= 224) {
            return false;
        }
        if (destination >>> 28 >= 14 || (source & 0xff) == 0 || (source & 0xff) == 0xff) {
            return false;
        }
        return OffHeap.getByte(ip + Ipv4Header.PROTOCOL_OFFSET) != ICMP || isQuery(OffHeap.getByte(ip + 20));
    }

    private static boolean isQuery(int type) {
        return type == 0 || type == 8 || type == 13 || type == 14;
    }

    private int write(long ip, int length) {
        int quoted = Math.min(quote, length);
        int destination = OffHeap.getNetworkInt(ip + Ipv4Header.SOURCE_OFFSET);
        int tos = 0x4500 | 0xc0 | (OffHeap.getByte(ip + Ipv4Header.TOS_OFFSET) & 0x1c);
        int total = HEADERS + quoted;
        int header = complement(tos + total + Ipv4Header.DONT_FRAGMENT + TTL_AND_PROTOCOL + (destination >>> 16)
                + (destination & 0xffff));
        int body = complement(InternetChecksum.sum(ip, quoted) + (TIME_EXCEEDED << 8));
        long error = ip - HEADERS;
        OffHeap.putNetworkLong(error, (long) (tos << 16 | total) << 32 | Ipv4Header.DONT_FRAGMENT);
        OffHeap.putNetworkLong(error + 8, (long) (TTL_AND_PROTOCOL << 16 | header) << 32);
        OffHeap.putNetworkLong(error + 16, (long) destination << 32 | ((TIME_EXCEEDED << 24 | body) & LOW_32));
        OffHeap.putNetworkInt(error + 24, 0);
        return total;
    }

    private static int complement(int sum) {
        int once = (sum & 0xffff) + (sum >>> 16);
        return ~(once + (once >>> 16)) & 0xffff;
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.ring(List.of(Frames.udp(frameLength, 1, Frames.FAR_HOST)), Burst.MAX_SIZE, slab.stride(), 0);
        data.router(0, Frames.ROUTER_MAC, quote - 20);
    }

    @Override
    public long digest() {
        long digest = 0;
        for (long frame : frames) {
            digest = Digest.mix(digest, OffHeap.bytes(frame + IP - HEADERS, length()));
        }
        return digest;
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        slab.close();
    }
}
