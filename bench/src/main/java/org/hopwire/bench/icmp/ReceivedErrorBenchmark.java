package org.hopwire.bench.icmp;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.counter.DropReason;
import org.hopwire.icmp.ErrorListeners;
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
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Nanoseconds per received port unreachable, the packet of the BlackNurse flood: {@link #judge} parses and decides,
 * {@link #parse} only parses. A thousand flows are registered, in all shapes of wildcards.
 */
public class ReceivedErrorBenchmark extends EngineBenchmark {
    /** What the error quotes. */
    public enum Quote {
        /** A flow of ours. */
        MATCHED,
        /** A flow of ours nobody registered. */
        UNMATCHED,
        /** A packet somebody else sent. */
        FOREIGN,
        /** Less than a header and 64 bits. */
        SHORT
    }

    private static final int FLOWS = 1000;
    private static final int ICMP = 34;
    private static final int QUOTE = 42;
    private static final int PORT = 5000;

    @Param
    private Quote quote;

    private final ErrorListeners listeners = new ErrorListeners();
    private final Turn turn = new Turn(new PacketPool(1, 2048, PacketPool.HEADROOM));
    private ParsedBurst burst;
    private BurstHandler errors;

    /** Checks what becomes of the error. */
    @Setup
    public void setUp() {
        for (int i = 0; i < FLOWS; i++) {
            listeners.register(new ErrorListeners.Flow(IpProtocol.UDP, i % 2 == 0 ? 0 : Frames.ROUTER, PORT + i,
                    i % 4 < 2 ? 0 : Frames.FAR_HOST, i % 8 < 4 ? 0 : 53), error -> {});
        }
        burst = new ParsedBurst(frame());
        IcmpHandlers.Shared shared = new IcmpHandlers.Shared(listeners,
                new DistinctErrors(DistinctErrors.MIN_CAPACITY_BYTES, () -> 0), address -> 0);
        errors = new IcmpHandlers(IcmpConfig.defaults(), ParsedBurst.INTERFACES, new CounterRegistry(1000), "bench",
                new SplittableRandom(1), shared).byClass().get(PacketClass.ICMP_ERROR);
        check("judged", Burst.MAX_SIZE, judge());
        checkAnswer(burst.packet(Burst.MAX_SIZE - 1));
    }

    private void checkAnswer(Packet packet) {
        Verdict expected = quote == Quote.MATCHED ? Verdict.PUNT : Verdict.DROP;
        check("verdict", 0, expected.compareTo(packet.verdict()));
        if (expected == Verdict.DROP) {
            DropReason reason = quote == Quote.SHORT ? DropReason.BAD_QUOTE : DropReason.QUOTE_UNMATCHED;
            check("reason", reason.index(), packet.dropReason().index());
        }
    }

    private byte[] frame() {
        int quoted = quote == Quote.SHORT ? 27 : 28;
        byte[] frame = Arrays.copyOf(Frames.echo(QUOTE + 64, 1), QUOTE + quoted);
        UnsafeBuffer buffer = new UnsafeBuffer(frame);
        Ipv4Header ip = new Ipv4Header().wrap(buffer, 14).totalLength(frame.length - 14).checksum(0);
        ip.checksum(InternetChecksum.checksum(InternetChecksum.sum(buffer, 14, Ipv4Header.MIN_LENGTH)));
        buffer.putLong(ICMP, 0x0303L << 48, BIG_ENDIAN);
        int source = quote == Quote.FOREIGN ? Frames.HOST : Frames.ROUTER;
        byte[] sent = new byte[28];
        new Ipv4Header().wrap(new UnsafeBuffer(sent), 0).writeFresh(0, 28, 60, IpProtocol.UDP, source,
                Frames.FAR_HOST);
        int port = quote == Quote.UNMATCHED ? PORT - 1 : PORT + 1;
        new UnsafeBuffer(sent).putInt(20, port << 16 | 53, BIG_ENDIAN);
        buffer.putBytes(QUOTE, sent, 0, quoted);
        int sum = InternetChecksum.sum(buffer, ICMP, frame.length - ICMP);
        buffer.putShort(ICMP + 2, (short) InternetChecksum.checksum(sum), BIG_ENDIAN);
        return frame;
    }

    /** A burst of 256 is parsed and decided on. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int judge() {
        PacketList part = burst.parse(PacketClass.ICMP_ERROR);
        errors.onBurst(part, turn);
        return part.size();
    }

    /** A burst of 256 is parsed. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int parse() {
        return burst.parse(PacketClass.ICMP_ERROR).size();
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        burst.close();
    }
}
