package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;

/** A cable: what one end transmits the other receives. Both ends belong to one thread. */
public final class LoopbackPair implements AutoCloseable {
    private final End left;
    private final End right;

    /**
     * Maps both ends.
     *
     * @param slots frames that may be under way in one direction, at least 1; more are refused, as by a full ring
     * @param maxFrameLength bytes of the longest frame; a longer one arrives cut and marked {@link Burst#TRUNCATED}
     */
    public LoopbackPair(String leftName, String rightName, int slots, int maxFrameLength) {
        left = new End(leftName, new FrameQueue(slots, maxFrameLength));
        right = new End(rightName, new FrameQueue(slots, maxFrameLength));
        left.peer = right.queue;
        right.peer = left.queue;
    }

    /** One end. */
    public Port left() {
        return left;
    }

    /** The other end. */
    public Port right() {
        return right;
    }

    /** Slots of the left end that neither wait nor are on loan. */
    int leftAvailable() {
        return left.queue.available();
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }

    private static final class End implements Port {
        private static final int KEPT_FLAGS = Burst.VLAN_STRIPPED | Burst.CHECKSUM_NOT_READY;

        private final String name;
        private final FrameQueue queue;
        private FrameQueue peer;
        private boolean closed;

        End(String name, FrameQueue queue) {
            this.name = name;
            this.queue = queue;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int receive(Burst burst) {
            return queue.receive(burst);
        }

        @Override
        public int transmit(Burst burst) {
            if (closed) {
                return 0;
            }
            int n = 0;
            while (n < burst.size() && send(burst, n)) {
                n++;
            }
            return n;
        }

        private boolean send(Burst burst, int i) {
            long slot = peer.reserve();
            if (slot == 0) {
                return false;
            }
            // what is sent is whole by definition: the length it was received with says nothing any more
            int wireLength = burst.length[i];
            int length = Math.min(wireLength, peer.maxFrameLength());
            int flags = (burst.flags[i] & KEPT_FLAGS) | (length < wireLength ? Burst.TRUNCATED : 0);
            OffHeap.copy(burst.address[i], slot, length);
            peer.commit(slot, length, wireLength, flags, burst.vlan[i], burst.timestampNs[i]);
            return true;
        }

        @Override
        public void flush() {
            // frames arrived when they were copied
        }

        @Override
        public void release(Burst burst) {
            queue.release(burst);
        }

        @Override
        public void close() {
            closed = true;
            queue.close();
        }
    }
}
