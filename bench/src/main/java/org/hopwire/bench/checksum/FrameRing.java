package org.hopwire.bench.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

import org.hopwire.memory.Burst;

/** Random bytes laid out as a port lays out packets: slots of an odd number of cache lines, data 14 bytes in. */
final class FrameRing {
    /** Frames per invocation: one burst. */
    static final int BURST = Burst.MAX_SIZE;
    private static final int LINE = 64;
    private static final int ETHERNET_HEADER = 14;
    private static final long RING_BYTES = 64L << 20;
    /** What stays in a level-1 data cache of 32 KiB beside other data. */
    private static final long HOT_BYTES = 24L << 10;
    private static final int MIN_SLOTS = 4;

    private final long base;
    private final int stride;
    private final int slots;
    private int next;

    FrameRing(Arena arena, int size, boolean hot, long seed) {
        stride = ((size + ETHERNET_HEADER + LINE - 1) / LINE | 1) * LINE;
        slots = (int) Math.max(MIN_SLOTS, (hot ? HOT_BYTES : RING_BYTES) / stride);
        MemorySegment memory = arena.allocate((long) slots * stride, LINE);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < memory.byteSize(); i += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, i, random.nextLong());
        }
        base = memory.address();
    }

    /** Address of the next frame's IPv4 header, going round the slots. */
    long next() {
        int slot = next + 1 == slots ? 0 : next + 1;
        next = slot;
        return base + (long) slot * stride + ETHERNET_HEADER;
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
