package org.hopwire.engine;

import org.agrona.concurrent.IdleStrategy;

/**
 * What a worker's thread does between two turns. While frames come in a stream of which a turn finds but a few, each
 * turn pays its system calls for those few, and looks into the ring so often that the kernel, on another processor,
 * waits for the very words it writes there. A short pause makes the next burst a full one. A lone frame never waits for
 * it: only several turns in a row with something to do are a stream.
 */
final class PacedIdle implements IdleStrategy {
    /** Frames a turn that are worth its system calls; a copying AF_XDP socket sends as many with one. */
    static final int ENOUGH = 32;
    /** Turns in a row with few frames that make a stream. */
    static final int STREAM = 4;
    /** Time for some twenty frames of a fast sender, and for a hundredth of the smallest ring's. */
    private static final long PAUSE_NS = 20_000;

    private final IdleStrategy idle;
    private int few;
    private long pauses;

    /** Paces a worker that does as {@code idle} says where there is nothing to do. */
    PacedIdle(IdleStrategy idle) {
        this.idle = idle;
    }

    @Override
    public void idle(int workCount) {
        if (workCount <= 0 || workCount >= ENOUGH) {
            few = 0;
        } else if (++few > STREAM) {
            pause();
        }
        idle.idle(workCount);
    }

    private void pause() {
        pauses++;
        long start = System.nanoTime();
        while (System.nanoTime() - start < PAUSE_NS) {
            Thread.onSpinWait();
        }
    }

    /** How often it has waited for more. */
    long pauses() {
        return pauses;
    }

    @Override
    public void idle() {
        idle.idle();
    }

    @Override
    public void reset() {
        idle.reset();
    }

    @Override
    public String alias() {
        return "paced-" + idle.alias();
    }
}
