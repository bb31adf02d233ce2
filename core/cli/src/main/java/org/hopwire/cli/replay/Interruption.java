package org.hopwire.cli.replay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets ^C end a replay in good order: the JVM's shutdown waits until the main thread has written its files and its
 * summary.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /** Watches for the JVM's shutdown on behalf of the calling thread. */
    Interruption() {
        Thread working = Thread.currentThread();
        hook = Thread.ofPlatform().name("hopwire-interrupt").unstarted(() -> interrupt(working));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Thread working) {
        working.interrupt();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the JVM go down, or stops watching for it. */
    void end() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is on its way down: the hook runs and has just been told to end
        }
    }
}
