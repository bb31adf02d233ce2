package org.hopwire.bench.checksum;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.bench.Digest;
import org.hopwire.bench.SharedData;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;

/** Random bytes laid out as a port lays out packets: slots of an odd number of cache lines, data 14 bytes in. */
public final class FrameRing {
    /** Frames per invocation: one burst. */
    public static final int BURST = Burst.MAX_SIZE;
    private static final int LINE = 64;
    private static final int ETHERNET_HEADER = 14;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final long RING_BYTES = 64L << 20;
    /** What stays in a level-1 data cache of 32 KiB beside other data. */
    private static final long HOT_BYTES = 24L << 10;
    /** Of what is summed alone. */
    static final long SEED = 1071;
    private static final int MIN_SLOTS = 4;

    private final long base;
    private final int size;
    private final int stride;
    private final int slots;
    private int next;

    FrameRing(Arena arena, int size, boolean hot, long seed) {
        this.size = size;
        stride = ((size + ETHERNET_HEADER + LINE - 1) / LINE | 1) * LINE;
        slots = (int) Math.max(MIN_SLOTS, (hot ? HOT_BYTES : RING_BYTES) / stride);
        MemorySegment memory = arena.allocate((long) slots * stride, LINE);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < memory.byteSize(); i += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, i, random.nextLong());
        }
        base = memory.address();
        for (int i = 0; i < slots; i++) {
            // what follows has to be a header without options to whoever believes the length in it
            OffHeap.putByte(base + (long) i * stride + ETHERNET_HEADER, VERSION_AND_LENGTH);
        }
    }

    /** The octets of one burst of frames in level 1, as {@code ChecksumBenchmark} sums them from its start. */
    public static byte[][] hot(int size) {
        try (Arena arena = Arena.ofConfined()) {
            FrameRing frames = new FrameRing(arena, size, true, SEED);
            return IntStream.range(0, BURST).mapToObj(i -> OffHeap.bytes(frames.next(), size)).toArray(byte[][]::new);
        }
    }

    /** Address of the next frame's IPv4 header, going round the slots. */
    long next() {
        int slot = next + 1 == slots ? 0 : next + 1;
        next = slot;
        return base + (long) slot * stride + ETHERNET_HEADER;
    }

    /** Goes back to where it started. */
    void rewind() {
        next = 0;
    }

    void share(SharedData data) throws IOException {
        data.slots("slots", stride, ETHERNET_HEADER, size, OffHeap.bytes(base, slots * stride));
    }

    /** Of the plain sums of one burst, from the start. */
    long digest() {
        rewind();
        long digest = 0;
        for (int i = 0; i < BURST; i++) {
            digest = Digest.mix(digest, InternetChecksum.sum(next(), size));
        }
        return digest;
    }

    /** RFC 1071 as it is written, to check a benchmark's answer before it is timed. */
    static int plainSum(long address, int length) {
        MemorySegment bytes = MemorySegment.ofAddress(address).reinterpret(length);
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
