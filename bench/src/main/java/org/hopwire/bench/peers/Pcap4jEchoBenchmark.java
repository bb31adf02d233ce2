package org.hopwire.bench.peers;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.memory.Burst;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IcmpV4EchoReplyPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.namednumber.IcmpV4Type;

/**
 * An echo responder as pcap4j's own samples write it: packets are parsed into objects, replies built by builders. The
 * sink reads of each reply what {@code SinkPort} reads.
 */
public class Pcap4jEchoBenchmark extends EngineBenchmark implements Peered {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
    private static final int LENGTH = 64;
    private static final int ADDRESSES = 26;
    private static final int ICMP = 34;

    private byte[][] requests;
    private byte[] last;

    /** Makes the requests that {@code BurstBenchmark} makes. */
    @Setup
    public void setUp() throws IllegalRawDataException {
        requests = IntStream.range(0, Burst.MAX_SIZE).mapToObj(i -> Frames.echo(LENGTH, i)).toArray(byte[][]::new);
        echo();
        check("type", 0, last[ICMP]);
        check("length", LENGTH, last.length);
    }

    @Override
    public void share(SharedData data) throws IOException {
        // it takes part in what Hopwire's own benchmark shares
    }

    @Override
    public long digest() {
        try {
            return Digest.ofSent(echo(), last);
        } catch (IllegalRawDataException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One burst of 256 requests is answered. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public long echo() throws IllegalRawDataException {
        long mixed = 0;
        for (byte[] request : requests) {
            last = replyTo(request);
            mixed = (mixed ^ sample(last)) * MULTIPLIER;
        }
        return mixed;
    }

    private static long sample(byte[] frame) {
        return Long.rotateLeft((long) LONG.get(frame, ADDRESSES), 1) ^ (long) LONG.get(frame, ICMP) ^ frame.length;
    }

    private static byte[] replyTo(byte[] request) throws IllegalRawDataException {
        EthernetPacket frame = EthernetPacket.newPacket(request, 0, request.length);
        IpV4Packet ip = frame.get(IpV4Packet.class);
        IcmpV4EchoPacket echo = frame.get(IcmpV4EchoPacket.class);
        IcmpV4EchoReplyPacket.Builder reply = new IcmpV4EchoReplyPacket.Builder()
                .identifier(echo.getHeader().getIdentifier()).sequenceNumber(echo.getHeader().getSequenceNumber())
                .payloadBuilder(echo.getPayload().getBuilder());
        IcmpV4CommonPacket.Builder icmp = frame.get(IcmpV4CommonPacket.class).getBuilder()
                .type(IcmpV4Type.ECHO_REPLY).payloadBuilder(reply).correctChecksumAtBuild(true);
        IpV4Packet.Builder datagram = ip.getBuilder().srcAddr(ip.getHeader().getDstAddr())
                .dstAddr(ip.getHeader().getSrcAddr()).payloadBuilder(icmp).correctChecksumAtBuild(true);
        return frame.getBuilder().dstAddr(frame.getHeader().getSrcAddr()).srcAddr(frame.getHeader().getDstAddr())
                .payloadBuilder(datagram).build().getRawData();
    }
}
