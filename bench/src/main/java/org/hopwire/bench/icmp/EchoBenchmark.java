package org.hopwire.bench.icmp;

import java.util.SplittableRandom;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.memory.Burst;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Nanoseconds per echo request: {@link #answer} restores, parses and answers, {@link #parse} only restores and parses;
 * the difference is the answer.
 */
public class EchoBenchmark extends EngineBenchmark {
    @Param({"64", "128", "1514"})
    private int frameLength;

    private final Turn turn = new Turn(new PacketPool(1, 2048, PacketPool.HEADROOM));
    private ParsedBurst burst;
    private BurstHandler echo;

    /** Checks one reply against plain arithmetic. */
    @Setup
    public void setUp() {
        burst = new ParsedBurst(Frames.echo(frameLength, 7));
        echo = new IcmpHandlers(IcmpConfig.defaults(), ParsedBurst.INTERFACES, new CounterRegistry(1000), "bench",
                new SplittableRandom(1)).byClass().get(PacketClass.ECHO);
        check("answered", Burst.MAX_SIZE, answer());
        Packet reply = burst.packet(Burst.MAX_SIZE - 1);
        check("verdict", 0, Verdict.OUTPUT.compareTo(reply.verdict()));
        check("type and code", 0, reply.view().getShort(20));
        check("source", Frames.ROUTER, reply.view().getInt(12, BIG_ENDIAN));
        check("destination", Frames.HOST, reply.view().getInt(16, BIG_ENDIAN));
        check("header checksum", InternetChecksum.VALID_SUM, InternetChecksum.sum(reply.view(), 0, 20));
        check("ICMP checksum", InternetChecksum.VALID_SUM,
                InternetChecksum.sum(reply.view(), 20, reply.length() - 20));
    }

    /** A burst of 256 is answered. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int answer() {
        burst.restore();
        PacketList part = burst.parse(PacketClass.ECHO);
        echo.onBurst(part, turn);
        return part.size();
    }

    /** A burst of 256 is parsed. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int parse() {
        burst.restore();
        return burst.parse(PacketClass.ECHO).size();
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        burst.close();
    }
}
