package org.hopwire.port.linux.xdp;

import org.hopwire.memory.OffHeap;

/** A ring we write and the kernel reads: chunks to fill, frames to send. Indexes run freely and wrap at 2^32. */
final class ProducerRing {
    private final RingMemory memory;
    private final int mask;
    private int produced;
    private int consumed;
    private int published;

    ProducerRing(RingMemory memory, int size) {
        this.memory = memory;
        mask = size - 1;
    }

    /** Free entries, at least; asks the kernel only where fewer than {@code wanted} are known. */
    int room(int wanted) {
        int room = mask + 1 - (produced - consumed);
        if (room < wanted) {
            consumed = OffHeap.getIntAcquire(memory.consumer());
            room = mask + 1 - (produced - consumed);
        }
        return room;
    }

    /** Writes the next entry of a ring of addresses; the caller has seen that there is room. */
    void put(long chunkAddress) {
        OffHeap.putLong(memory.entries() + (long) (produced++ & mask) * Long.BYTES, chunkAddress);
    }

    /** Writes the next entry of a ring of frames; the caller has seen that there is room. */
    void put(long address, int length) {
        long entry = memory.entries() + (long) (produced++ & mask) * RingMemory.FRAME_ENTRY;
        OffHeap.putLong(entry, address);
        OffHeap.putInt(entry + 8, length);
        OffHeap.putInt(entry + 12, 0);
    }

    /** Shows the kernel what was written. */
    void publish() {
        if (published != produced) {
            published = produced;
            OffHeap.putIntRelease(memory.producer(), produced);
        }
    }

    /** Entries the kernel has still to read. */
    int pending() {
        return published - OffHeap.getIntAcquire(memory.consumer());
    }

    /** Whether there are any. */
    boolean isPending() {
        return pending() != 0;
    }

    /** Whether the kernel waits to be woken. */
    boolean needsWakeup() {
        return (OffHeap.getIntAcquire(memory.flags()) & 1) != 0;
    }
}
