package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.Tally;

/**
 * A ring over another, whose large segments it cuts into the frames a wire would have carried, in memory of its own;
 * all other frames stay where they are.
 */
final class SegmentingRing implements ReceiveRing, AutoCloseable {
    private static final int SLOTS = 2 * Burst.MAX_SIZE;
    private static final int HEADROOM = 128;
    private static final int SMALLEST_FRAME = 2048;
    private static final int BEYOND_MTU = 512;

    private final ReceiveRing ring;
    private final Tally tally;
    private final FrameSlab slab;
    private final LargeSegment segment = new LargeSegment();
    private final Burst arrived = new Burst();
    private final Burst home = new Burst();
    private int next;

    SegmentingRing(ReceiveRing ring, int mtu, Tally tally) {
        this.ring = ring;
        this.tally = tally;
        slab = new FrameSlab(SLOTS, Math.max(SMALLEST_FRAME, mtu + BEYOND_MTU), HEADROOM);
    }

    @Override
    public int receive(Burst burst) {
        while (!burst.isFull() && (next < arrived.size() || fetch())) {
            if (LargeSegment.typeOf(arrived, next) == 0) {
                pass(burst);
            } else if (!cut(burst)) {
                break;
            }
        }
        return burst.size();
    }

    private boolean fetch() {
        arrived.clear();
        next = 0;
        return ring.receive(arrived) > 0;
    }

    private void pass(Burst burst) {
        int i = burst.add(arrived.address[next], arrived.length[next], arrived.tailroom[next]);
        burst.originalLength[i] = arrived.originalLength[next];
        burst.flags[i] = arrived.flags[next];
        burst.timestampNs[i] = arrived.timestampNs[next];
        next++;
    }

    /** Cuts as many pieces as there is room for; false where no slot is free. */
    private boolean cut(Burst burst) {
        if (!segment.isOpen() && !segment.open(arrived, next, slab.frameCapacity())) {
            refuse();
            return true;
        }
        while (segment.isOpen() && !burst.isFull()) {
            long slot = slab.acquire();
            if (slot == 0) {
                return false;
            }
            int length = segment.writeNext(slot);
            int i = burst.add(slot, length, slab.frameCapacity() - length);
            burst.timestampNs[i] = arrived.timestampNs[next];
        }
        if (!segment.isOpen()) {
            giveBack(arrived.address[next++]);
        }
        return true;
    }

    /** Largest MTU whose pieces fit. */
    int largestMtu() {
        return slab.frameCapacity() - BEYOND_MTU;
    }

    /** Nothing a wire could have carried: dropped by the parser, as something that was cut short. */
    private void refuse() {
        if ((arrived.flags[next] & Burst.TRUNCATED) == 0) {
            tally.increment(LinuxCounter.SEGMENT_UNCUT);
        }
        arrived.flags[next] |= Burst.TRUNCATED;
        arrived.vlan[next] = 0;
    }

    private void giveBack(long address) {
        home.clear();
        home.add(address, 0, 0);
        ring.release(home);
    }

    @Override
    public void release(Burst burst) {
        home.clear();
        for (int i = 0; i < burst.size(); i++) {
            if ((burst.flags[i] & Burst.TAKEN) != 0) {
                continue;
            }
            if (slab.contains(burst.address[i])) {
                slab.release(burst.address[i]);
            } else {
                home.add(burst.address[i], 0, 0);
            }
        }
        ring.release(home);
    }

    @Override
    public boolean isEmpty() {
        return next == arrived.size() && ring.isEmpty();
    }

    @Override
    public int lent() {
        return ring.lent() + slab.slots() - slab.available();
    }

    @Override
    public boolean takeLosing() {
        return ring.takeLosing();
    }

    @Override
    public void close() {
        slab.close();
    }
}
