package org.hopwire.port.linux.xdp;

import org.hopwire.memory.OffHeap;

/** A ring the kernel writes and we read: frames received, chunks sent. Indexes run freely and wrap at 2^32. */
final class ConsumerRing {
    private final RingMemory memory;
    private final int mask;
    private int consumed;

    ConsumerRing(RingMemory memory, int size) {
        this.memory = memory;
        mask = size - 1;
    }

    /** Entries that wait. */
    int available() {
        return OffHeap.getIntAcquire(memory.producer()) - consumed;
    }

    /** Address of the next entry of a ring of frames; the caller has seen that one waits. */
    long nextFrame() {
        return memory.entries() + (long) (consumed++ & mask) * RingMemory.FRAME_ENTRY;
    }

    /** The next entry of a ring of addresses; the caller has seen that one waits. */
    long nextAddress() {
        return OffHeap.getLong(memory.entries() + (long) (consumed++ & mask) * Long.BYTES);
    }

    /** Shows the kernel what was read. */
    void publish() {
        OffHeap.putIntRelease(memory.consumer(), consumed);
    }
}
