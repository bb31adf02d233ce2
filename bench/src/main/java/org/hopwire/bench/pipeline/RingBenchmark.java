package org.hopwire.bench.pipeline;

import org.hopwire.pipeline.SlotRing;

/** What a link passes: the numbers of slots, whose frames stay where they lie, as a ring of pointers passes buffers. */
public class RingBenchmark extends HandOffBenchmark {
    private final int[] sent = new int[BURST];
    private final int[] taken = new int[BURST];
    private SlotRing ring;

    @Override
    protected void open() {
        ring = new SlotRing(CAPACITY);
    }

    @Override
    protected boolean send(long first) {
        for (int i = 0; i < BURST; i++) {
            sent[i] = (int) first + i;
        }
        return ring.offer(sent, BURST);
    }

    @Override
    protected int take() {
        return ring.poll(taken, 0, BURST);
    }

    @Override
    protected long value(int i) {
        return taken[i];
    }

    @Override
    protected void done() {
        // a number needs no way home
    }

    @Override
    protected void close() {
        ring.close();
    }
}
