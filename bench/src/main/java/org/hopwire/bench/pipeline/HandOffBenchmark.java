package org.hopwire.bench.pipeline;

import java.io.IOException;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.port.linux.sys.Affinity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds from one thread to another, for each of what goes over in bursts of 32; the receiver is timed. Both
 * threads spin, so it takes two processors. What is handed over are the numbers from 0 on, and the receiver reads each.
 */
public abstract class HandOffBenchmark extends EngineBenchmark implements Peered {
    /** Most that is handed over together. */
    protected static final int BURST = 32;
    /** Most that is under way. */
    protected static final int CAPACITY = 1024;
    private static final int PASS = 256 * BURST;
    private static final int CHECKED = 4096;

    private Thread sender;
    private volatile boolean stopped;

    /** Only for subclasses. */
    protected HandOffBenchmark() {}

    /** What both threads use. */
    protected abstract void open();

    /** Sender: 32 numbers from {@code first} on; false where there is no room, to be tried again. */
    protected abstract boolean send(long first);

    /** Sender: whether nobody receives any more. */
    protected final boolean isStopped() {
        return stopped;
    }

    /** Receiver: takes up to 32, none where none is there. */
    protected abstract int take();

    /** Receiver: number i of those taken. */
    protected abstract long value(int i);

    /** Receiver: is done with what it took. */
    protected abstract void done();

    /** After both threads have stopped. */
    protected abstract void close();

    /** Starts the sender. */
    @Setup
    public void setUp() {
        open();
        sender = Thread.ofPlatform().daemon().name("sender").start(this::sendAll);
    }

    private void sendAll() {
        pinBeside();
        for (long first = 0; !stopped; first += BURST) {
            while (!send(first) && !stopped) {
                Thread.onSpinWait();
            }
        }
    }

    private static void pinBeside() {
        Integer core = Integer.getInteger(CORE);
        if (core != null) {
            Affinity.pin(core == 0 ? 1 : core - 1);
        }
    }

    @Override
    public void share(SharedData data) throws IOException {
        // a sequence from 0 on needs no file
    }

    @Override
    public long digest() {
        long digest = 0;
        for (int got = 0; got < CHECKED;) {
            int count = take();
            for (int i = 0; i < count && got < CHECKED; i++) {
                digest = Digest.mix(digest, value(i));
                got++;
            }
            done();
        }
        return digest;
    }

    /** 8,192 of them. */
    @Benchmark
    @OperationsPerInvocation(PASS)
    public long receive() {
        long sum = 0;
        for (int got = 0; got < PASS;) {
            int count = take();
            if (count == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < count; i++) {
                sum += value(i);
            }
            got += count;
            done();
        }
        return sum;
    }

    /** Stops the sender. */
    @TearDown
    public void tearDown() throws InterruptedException {
        stopped = true;
        sender.join();
        close();
    }
}
