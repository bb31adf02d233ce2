package org.hopwire.bench.icmp;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.icmp.IcmpHandlers;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Prefix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Nanoseconds per time exceeded, from the verdict to the finished datagram: eligibility, limiter, both headers, both
 * checksums. {@link #undo} is what it takes to make the packet a received one again, which {@link #error} contains.
 */
public class IcmpErrorBenchmark extends EngineBenchmark implements Peered {
    /** How many limits stand in the way. */
    public enum Limiter {
        /** None. */
        OFF,
        /** Both buckets are asked, and never empty. */
        ON
    }

    private static final int QUOTE_OFFSET = 28;

    @Param({"64", "1514"})
    private int frameLength;

    @Param({"FULL", "MINIMAL"})
    private QuotePolicy quote;

    @Param({"OFF", "ON"})
    private Limiter limiter;

    private final Packet[] packets = new Packet[Burst.MAX_SIZE];
    private final PacketList list = new PacketList(Burst.MAX_SIZE);
    private final Turn turn = new Turn(new PacketPool(1, 2048, PacketPool.HEADROOM));
    private FrameSlab slab;
    private BurstHandler errors;
    private int datagramLength;
    private int source;
    private int destination;
    private long nowNs;

    /** Parses 256 frames and checks the first error against plain arithmetic. */
    @Setup
    public void setUp() {
        InterfaceTable interfaces = new InterfaceTable(List.of(new Interface(0, "lan", 0x02_00_00_00_01_01L, true,
                1500, 0, List.of(Ipv4Prefix.parse("192.0.2.1/24")))));
        IcmpConfig config = IcmpConfig.defaults().withQuote(quote).withLimits(limits());
        errors = new IcmpHandlers(config, interfaces, new CounterRegistry(1000), "bench", new SplittableRandom(1))
                .errors();
        slab = new FrameSlab(Burst.MAX_SIZE, 2048, PacketPool.HEADROOM);
        parse(interfaces);
        datagramLength = frameLength - 14;
        source = packets[0].source();
        destination = packets[0].destination();
        error();
        checkAnswer();
    }

    private IcmpConfig.Limits limits() {
        if (limiter == Limiter.OFF) {
            return IcmpConfig.Limits.none();
        }
        return new IcmpConfig.Limits(1_000_000_000, 1_000_000,
                new IcmpConfig.PrefixLimit(24, 1_000_000_000, 1_000_000, 4096), null, null, null);
    }

    private void parse(InterfaceTable interfaces) {
        Burst burst = new Burst();
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            byte[] frame = Frames.udp(frameLength, 1, Frames.FAR_HOST);
            long slot = slab.acquire();
            new UnsafeBuffer(slot, frame.length).putBytes(0, frame);
            burst.add(slot, frame.length, 64);
            packets[i] = new Packet();
            list.add(packets[i]);
        }
        PacketList[] byClass = new PacketList[PacketClass.count()];
        Arrays.setAll(byClass, i -> new PacketList(Burst.MAX_SIZE));
        new PacketParser(interfaces, true, SourceRoutePolicy.DROP).parse(burst, 0, PacketPool.HEADROOM, packets,
                byClass);
    }

    private void checkAnswer() {
        Packet packet = packets[0];
        refuse();
        errors.onBurst(list, turn);
        int quoted = Math.min(datagramLength, quoteLength());
        check("length", QUOTE_OFFSET + quoted, packet.length());
        check("type", 11, packet.view().getByte(20));
        check("destination", source, packet.view().getInt(16, BIG_ENDIAN));
        check("header checksum", 0xffff, InternetChecksum.sum(packet.address(), 20));
        check("ICMP checksum", 0xffff, InternetChecksum.sum(packet.address() + 20, packet.length() - 20));
        restore();
        check("length after undoing", datagramLength, packet.length());
        undo();
        check("destination after undoing", destination, packet.view().getInt(16, BIG_ENDIAN));
    }

    private void refuse() {
        for (Packet packet : packets) {
            packet.reject(RejectCause.TTL_EXCEEDED, 0);
        }
    }

    private void restore() {
        for (Packet packet : packets) {
            packet.prepend(-QUOTE_OFFSET);
            packet.append(datagramLength - packet.length());
            packet.readdress(source, destination);
        }
    }

    /** A burst of 256 refused packets becomes errors, then received packets again. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int error() {
        refuse();
        nowNs += 10_000;
        turn.begin(nowNs, 0);
        errors.onBurst(list, turn);
        int length = packets[Burst.MAX_SIZE - 1].length();
        restore();
        return length;
    }

    /** What {@link #error} does besides. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int undo() {
        refuse();
        for (Packet packet : packets) {
            packet.trim(QUOTE_OFFSET);
            packet.prepend(QUOTE_OFFSET);
        }
        restore();
        return packets[Burst.MAX_SIZE - 1].length();
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.ring(List.of(Frames.udp(frameLength, 1, Frames.FAR_HOST)), Burst.MAX_SIZE, slab.stride(), 0);
        // the source is filled in on the way out
        data.router(0, Frames.ROUTER_MAC, quoteLength() - 20);
    }

    private int quoteLength() {
        return quote == QuotePolicy.FULL ? 548 : 28;
    }

    @Override
    public long digest() {
        refuse();
        errors.onBurst(list, turn);
        long digest = 0;
        for (Packet packet : packets) {
            digest = Digest.mix(digest, OffHeap.bytes(packet.address(), packet.length()));
        }
        restore();
        return digest;
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        slab.close();
    }
}
