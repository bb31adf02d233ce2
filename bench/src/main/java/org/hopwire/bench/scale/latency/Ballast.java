package org.hopwire.bench.scale.latency;

import java.util.concurrent.locks.LockSupport;

/**
 * The rest of an application: a thread that makes objects at a rate and keeps some of them, so that the collector has
 * something to do. The engine itself gives it nothing.
 */
final class Ballast implements AutoCloseable {
    private static final int PIECE = 1024;
    private static final int PIECES_KEPT = 64 * 1024;
    private static final long STEP_NS = 1_000_000;
    private static final long STEPS_PER_SECOND = 1000;

    private final byte[][] kept = new byte[PIECES_KEPT][];
    private final Thread thread;
    private volatile boolean stopped;

    /** So many MiB each second, 64 of which are alive at any time. */
    Ballast(int mebibytesPerSecond) {
        int pieces = (int) (mebibytesPerSecond * 1024L / STEPS_PER_SECOND);
        thread = Thread.ofPlatform().daemon().name("application").start(() -> run(pieces));
    }

    private void run(int pieces) {
        int at = 0;
        long nextNs = System.nanoTime();
        while (!stopped) {
            for (int i = 0; i < pieces; i++) {
                kept[at] = new byte[PIECE];
                at = at + 1 == PIECES_KEPT ? 0 : at + 1;
            }
            nextNs += STEP_NS;
            LockSupport.parkNanos(Math.max(0, nextNs - System.nanoTime()));
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
