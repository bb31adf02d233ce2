package org.hopwire.port.linux.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.Mapping;

/**
 * Where one ring lies. The mapping holds the socket: until it is unmapped the queue stays bound.
 *
 * @param mapping the ring's memory
 * @param producer address of the index of who writes
 * @param consumer address of the index of who reads
 * @param flags address of the wake-up flag
 * @param entries address of the first entry
 */
record RingMemory(Mapping mapping, long producer, long consumer, long flags, long entries) implements AutoCloseable {
    /** Bytes of an entry that names a frame. */
    static final int FRAME_ENTRY = 16;

    /**
     * Maps a ring.
     *
     * @param offsets what the kernel says of this ring's layout: producer, consumer, entries, flags
     * @param pageOffset which ring
     */
    static RingMemory map(String device, int fd, MemorySegment offsets, long pageOffset, int size, int entryBytes) {
        long entries = offsets.get(ValueLayout.JAVA_LONG, 16);
        Mapping mapping = Mapping.of(device, fd, entries + (long) size * entryBytes, pageOffset);
        long base = mapping.address();
        return new RingMemory(mapping, base + offsets.get(ValueLayout.JAVA_LONG, 0),
                base + offsets.get(ValueLayout.JAVA_LONG, 8), base + offsets.get(ValueLayout.JAVA_LONG, 24),
                base + entries);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
