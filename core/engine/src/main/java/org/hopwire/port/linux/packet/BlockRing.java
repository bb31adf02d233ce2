package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;

/**
 * TPACKET_V3: frames packed into blocks, each handed over when it is full or a millisecond old. Fuller bursts and
 * frames of any length, a longer delay, and no room behind a frame, where the next one begins.
 */
final class BlockRing implements ReceiveRing {
    private static final int BLOCK_STATUS = 8;
    private static final int BLOCK_FRAMES = 12;
    private static final int BLOCK_FIRST = 16;

    private static final int NEXT = 0;
    private static final int SECONDS = 4;
    private static final int NANOS = 8;
    private static final int CAPTURED = 12;
    private static final int LENGTH = 16;
    private static final int STATUS = 20;
    private static final int FRAME = 24;
    private static final int TAG_CONTROL = 32;
    private static final int TAG_TYPE = 36;

    private static final int KERNEL = 0;
    private static final int OURS = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long base;
    private final int blockShift;
    private final FrameMending mending;
    /** Frames of each block that are on loan, plus one while it is being walked. */
    private final int[] held;
    private int block;
    private int left;
    private long header;
    private int lent;

    BlockRing(long base, RingLayout layout, FrameMending mending) {
        this.base = base;
        this.mending = mending;
        blockShift = Integer.numberOfTrailingZeros(layout.blockBytes());
        held = new int[layout.blocks()];
    }

    @Override
    public int receive(Burst burst) {
        int n = 0;
        int room = burst.capacity();
        while (n < room && (left > 0 || open())) {
            int some = Math.min(left, room - n);
            walk(burst, some);
            n += some;
        }
        lent += n;
        return n;
    }

    /** Starts on the next block, where the kernel has handed it over. */
    private boolean open() {
        long start = base + ((long) block << blockShift);
        if (held[block] != 0 || (OffHeap.getIntAcquire(start + BLOCK_STATUS) & OURS) == 0) {
            return false;
        }
        left = OffHeap.getInt(start + BLOCK_FRAMES);
        header = start + OffHeap.getInt(start + BLOCK_FIRST);
        held[block] = 1;
        if (left == 0) {
            finish();
        }
        return left > 0;
    }

    private void walk(Burst burst, int frames) {
        held[block] += frames;
        for (int k = 0; k < frames; k++) {
            long at = header;
            // before anybody writes into the next frame's headroom
            header = at + OffHeap.getInt(at + NEXT);
            take(burst, at);
        }
        left -= frames;
        if (left == 0) {
            finish();
        }
    }

    private void take(Burst burst, long at) {
        int captured = OffHeap.getInt(at + CAPTURED);
        int i = burst.add(at + OffHeap.getShort(at + FRAME), captured, 0);
        burst.originalLength[i] = OffHeap.getInt(at + LENGTH);
        burst.timestampNs[i] = (OffHeap.getInt(at + SECONDS) & 0xffff_ffffL) * NANOS_PER_SECOND
                + OffHeap.getInt(at + NANOS);
        int tag = (OffHeap.getInt(at + TAG_CONTROL) & 0xffff) | OffHeap.getShort(at + TAG_TYPE) << Short.SIZE;
        mending.mend(burst, i, OffHeap.getInt(at + STATUS), tag);
    }

    private void finish() {
        drop(block);
        block = block + 1 == held.length ? 0 : block + 1;
    }

    private void drop(int which) {
        if (--held[which] == 0) {
            OffHeap.putIntRelease(base + ((long) which << blockShift) + BLOCK_STATUS, KERNEL);
        }
    }

    @Override
    public void release(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if ((burst.flags[i] & Burst.TAKEN) == 0) {
                drop((int) ((burst.address[i] - base) >>> blockShift));
                lent--;
            }
        }
    }

    /** {@inheritDoc} It counts the frames of the block it fills, and begins the next one with none. */
    @Override
    public boolean isEmpty() {
        return left == 0 && OffHeap.getIntAcquire(base + ((long) block << blockShift) + BLOCK_FRAMES) == 0;
    }

    @Override
    public int lent() {
        return lent;
    }

    /** {@inheritDoc} Version 3 says so in its statistics alone. */
    @Override
    public boolean takeLosing() {
        return false;
    }
}
