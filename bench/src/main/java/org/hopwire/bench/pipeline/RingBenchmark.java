package org.hopwire.bench.pipeline;

import java.lang.foreign.Arena;

import org.hopwire.memory.OffHeap;
import org.hopwire.pipeline.SlotRing;

/** What a link passes: the numbers of slots, whose frames stay where they lie, as a ring of pointers passes buffers. */
public class RingBenchmark extends HandOffBenchmark {
    /** Two cache lines: what one thread writes keeps as far away from the other's. */
    private static final int APART = 128;
    private static final int BURST_OCTETS = BURST * Integer.BYTES;

    private Arena arena;
    private long sent;
    private long taken;
    private SlotRing ring;

    @Override
    protected void open() {
        arena = Arena.ofShared();
        sent = arena.allocate(2L * (BURST_OCTETS + APART), APART).address();
        taken = sent + BURST_OCTETS + APART;
        ring = new SlotRing(CAPACITY);
    }

    private static long place(long numbers, int index) {
        return numbers + (long) index * Integer.BYTES;
    }

    @Override
    protected boolean send(long first) {
        for (int i = 0; i < BURST; i++) {
            OffHeap.putInt(place(sent, i), (int) first + i);
        }
        return ring.offer(sent, BURST);
    }

    @Override
    protected int take() {
        return ring.poll(taken, BURST);
    }

    @Override
    protected long value(int i) {
        return OffHeap.getInt(place(taken, i));
    }

    @Override
    protected void done() {
        // a number needs no way home
    }

    @Override
    protected void close() {
        ring.close();
        arena.close();
    }
}
