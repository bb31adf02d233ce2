package org.hopwire.bench.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.packet.PacketClass;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Nanoseconds per frame, from captured octets to a class: all checks of the link layer, the header, the checksum. */
public class PacketParserBenchmark extends EngineBenchmark {
    /** What kind of frame. */
    public enum Kind {
        /** UDP for somebody else: the payload is not looked at. */
        TRANSIT(PacketClass.TRANSIT),
        /** UDP for somebody else, with a record route to walk. */
        OPTIONS(PacketClass.TRANSIT),
        /** An echo request: the ICMP checksum covers all of it. */
        ECHO(PacketClass.ECHO);

        private final PacketClass expected;

        Kind(PacketClass expected) {
            this.expected = expected;
        }
    }

    private static final int IP = 14;
    private static final int HEADER = 20;
    private static final int OPTIONS = 12;

    @Param
    private Kind kind;

    @Param({"64", "1514"})
    private int frameLength;

    private ParsedBurst burst;

    /** Checks that all frames are of the class they were made for. */
    @Setup
    public void setUp() {
        burst = new ParsedBurst(frame());
        check("packets of the class", Burst.MAX_SIZE, parse());
        check("length", frameLength - IP, burst.packet(0).length());
        check("header", kind == Kind.OPTIONS ? HEADER + OPTIONS : HEADER, burst.packet(0).headerLength());
    }

    private byte[] frame() {
        return switch (kind) {
            case TRANSIT -> Frames.udp(frameLength, 64, Frames.FAR_HOST);
            case OPTIONS -> withRecordRoute(Frames.udp(frameLength, 64, Frames.FAR_HOST));
            case ECHO -> Frames.echo(frameLength, 1);
        };
    }

    /** Turns the first twelve octets of the payload into options. */
    private static byte[] withRecordRoute(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame).put(IP, (byte) 0x48).putShort(IP + 10, (short) 0);
        Arrays.fill(frame, IP + HEADER, IP + HEADER + OPTIONS, (byte) 0);
        bytes.put(IP + HEADER, new byte[] {7, 11, 4});
        int sum = InternetChecksum.sum(new UnsafeBuffer(frame), IP, HEADER + OPTIONS);
        return bytes.putShort(IP + 10, (short) InternetChecksum.checksum(sum)).array();
    }

    /** A burst of 256. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int parse() {
        return burst.parse(kind.expected).size();
    }

    /** Unmaps the frames. */
    @TearDown
    public void tearDown() {
        burst.close();
    }
}
