package org.hopwire.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Keeps every worker between two bursts for the moment in which the control agent changes what several of them read:
 * a burst is decided on by what was there before, or by what is there after, and so is the next one of every other
 * worker. What arrives meanwhile waits in its port.
 *
 * <p>Nobody waits for a worker that sleeps: it has said that it is in no burst, and finds the gate closed on waking.
 */
public final class BurstGate {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** Longs between two cells: two cache lines, for the line next door is prefetched with its neighbour. */
    private static final int STRIDE = 16;

    /** The control agent's cell, then one for each worker; 0 is open, or outside. */
    private final long[] cells;
    private final int workers;

    /** An open gate for so many workers. */
    public BurstGate(int workers) {
        this.workers = workers;
        cells = new long[(workers + 2) * STRIDE];
    }

    private static int at(int worker) {
        return (worker + 2) * STRIDE;
    }

    /** One worker's way through; its methods are for that worker's thread. */
    public static final class Pass {
        private final long[] cells;
        private final int own;

        private Pass(long[] cells, int own) {
            this.cells = cells;
            this.own = own;
        }

        /** Begins a turn; false, and nothing begun, while the gate is closed. */
        boolean enter() {
            CELL.setOpaque(cells, own, 1L);
            // either the control agent sees us inside, or we see that it has closed
            VarHandle.fullFence();
            if ((long) CELL.getAcquire(cells, STRIDE) == 0) {
                return true;
            }
            leave();
            return false;
        }

        /** Ends a turn. */
        void leave() {
            CELL.setRelease(cells, own, 0L);
        }
    }

    /** The way of one worker, from 0. */
    public Pass pass(int worker) {
        return new Pass(cells, at(worker));
    }

    /** Control agent: lets no worker begin a turn. */
    public void close() {
        CELL.setRelease(cells, STRIDE, 1L);
        VarHandle.fullFence();
    }

    /** Control agent: whether no worker is in a turn any more, so that what they read may change. */
    public boolean isClear() {
        for (int i = 0; i < workers; i++) {
            if ((long) CELL.getAcquire(cells, at(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Control agent: what has changed is there for all. */
    public void open() {
        CELL.setRelease(cells, STRIDE, 0L);
    }
}
