package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;

/**
 * TPACKET_V2: a slot for each frame, handed over as soon as it is full. Shortest delay, and room behind each frame.
 */
final class SlotRing implements ReceiveRing {
    private static final int LENGTH = 4;
    private static final int CAPTURED = 8;
    private static final int FRAME = 12;
    private static final int SECONDS = 16;
    private static final int NANOS = 20;
    private static final int TAG = 24;

    private static final int KERNEL = 0;
    private static final int OURS = 1;
    /** A bit the kernel does not use: the slot is on loan, and is not handed out again when the ring comes round. */
    private static final int LENT = 1 << 30;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long base;
    private final int slots;
    private final int shift;
    private final FrameMending mending;
    private int next;
    private int lent;
    private int seen;

    SlotRing(long base, RingLayout layout, FrameMending mending) {
        this.base = base;
        this.mending = mending;
        slots = layout.frames();
        shift = Integer.numberOfTrailingZeros(layout.frameBytes());
    }

    @Override
    public int receive(Burst burst) {
        int n = 0;
        int room = burst.capacity();
        while (n < room) {
            long slot = base + ((long) next << shift);
            int status = OffHeap.getIntAcquire(slot);
            if ((status & (OURS | LENT)) != OURS) {
                break;
            }
            take(burst, slot, status);
            next = next + 1 == slots ? 0 : next + 1;
            n++;
        }
        lent += n;
        return n;
    }

    private void take(Burst burst, long slot, int status) {
        OffHeap.putInt(slot, status | LENT);
        seen |= status;
        int frame = OffHeap.getShort(slot + FRAME);
        int captured = OffHeap.getInt(slot + CAPTURED);
        int i = burst.add(slot + frame, captured, (1 << shift) - frame - captured);
        burst.originalLength[i] = OffHeap.getInt(slot + LENGTH);
        burst.timestampNs[i] = (OffHeap.getInt(slot + SECONDS) & 0xffff_ffffL) * NANOS_PER_SECOND
                + OffHeap.getInt(slot + NANOS);
        mending.mend(burst, i, status, OffHeap.getInt(slot + TAG));
    }

    @Override
    public void release(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if ((burst.flags[i] & Burst.TAKEN) == 0) {
                long slot = (burst.address[i] - base) >>> shift;
                OffHeap.putIntRelease(base + (slot << shift), KERNEL);
                lent--;
            }
        }
    }

    @Override
    public boolean isEmpty() {
        return (OffHeap.getIntAcquire(base + ((long) next << shift)) & (OURS | LENT)) != OURS;
    }

    @Override
    public int lent() {
        return lent;
    }

    @Override
    public boolean takeLosing() {
        boolean isLosing = (seen & FrameMending.LOSING) != 0;
        seen = 0;
        return isLosing;
    }
}
