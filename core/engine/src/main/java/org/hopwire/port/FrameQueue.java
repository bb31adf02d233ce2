package org.hopwire.port;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;

/**
 * Frames of a port's own slab that wait to be received, oldest first: the receiving half of every port that copies its
 * frames in. Not thread safe.
 */
public final class FrameQueue implements AutoCloseable {
    /** Writable bytes in front of each frame: two cache lines, so that frames start on a line. */
    public static final int HEADROOM = 128;
    /** Least writable bytes behind each frame. */
    public static final int MIN_TAILROOM = 256;

    private final FrameSlab slab;
    private final int maxFrameLength;
    private final long[] address;
    private final int[] length;
    private final int[] originalLength;
    private final int[] flags;
    private final int[] vlan;
    private final long[] timestampNs;
    private int head;
    private int count;
    private boolean closed;

    /**
     * Maps the slab.
     *
     * @param slots how many frames may wait or be on loan together, at least 1
     * @param maxFrameLength bytes of the longest frame, at least 1
     */
    public FrameQueue(int slots, int maxFrameLength) {
        slab = new FrameSlab(slots, Math.addExact(maxFrameLength, MIN_TAILROOM), HEADROOM);
        this.maxFrameLength = maxFrameLength;
        address = new long[slots];
        length = new int[slots];
        originalLength = new int[slots];
        flags = new int[slots];
        vlan = new int[slots];
        timestampNs = new long[slots];
    }

    /** A free slot to write a frame into, or 0 when every slot waits or is on loan. */
    public long reserve() {
        return closed ? 0 : slab.acquire();
    }

    /** Gives an unwritten slot back. */
    public void cancel(long address) {
        slab.release(address);
    }

    /**
     * Appends a written frame.
     *
     * @param slot what {@link #reserve} gave
     * @param frameLength 0 to {@link #maxFrameLength}
     */
    public void commit(long slot, int frameLength, int wireLength, int frameFlags, int tag, long receivedNs) {
        int row = (head + count++) % address.length;
        address[row] = slot;
        length[row] = frameLength;
        originalLength[row] = wireLength;
        flags[row] = frameFlags;
        vlan[row] = tag;
        timestampNs[row] = receivedNs;
    }

    /** Fills a cleared burst with the oldest frames. */
    public int receive(Burst burst) {
        int n = Math.min(count, burst.capacity());
        for (int i = 0; i < n; i++) {
            move(head, burst);
            head = head + 1 == address.length ? 0 : head + 1;
        }
        count -= n;
        return n;
    }

    private void move(int row, Burst burst) {
        int i = burst.add(address[row], length[row], slab.frameCapacity() - length[row]);
        burst.originalLength[i] = originalLength[row];
        burst.flags[i] = flags[row];
        burst.vlan[i] = vlan[row];
        burst.timestampNs[i] = timestampNs[row];
    }

    /** Takes back every frame of a received burst that no transmitting port took over. */
    public void release(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if ((burst.flags[i] & Burst.TAKEN) == 0) {
                slab.release(burst.address[i]);
            }
        }
    }

    /** Frames that wait. */
    public int size() {
        return count;
    }

    /** Slots that neither wait nor are on loan. */
    public int available() {
        return slab.available();
    }

    /** Slots in all. */
    public int slots() {
        return address.length;
    }

    /** Bytes of the longest frame. */
    public int maxFrameLength() {
        return maxFrameLength;
    }

    /** Unmaps the slab; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            count = 0;
            slab.close();
        }
    }
}
