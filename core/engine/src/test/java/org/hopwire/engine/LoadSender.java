package org.hopwire.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.VethPair;

/**
 * Sends at the far end of a cable, some hundred thousand frames a second while it is told to, whatever becomes of the
 * link: it does not look before it sends. Then so many as are asked for.
 */
final class LoadSender implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int RAW = 3;
    private static final int LEVEL = 263;
    private static final int QDISC_BYPASS = 20;
    private static final int DO_NOT_WAIT = 0x40;
    private static final int AT_ONCE = 16;
    private static final long PAUSE_NS = 50_000;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final VethPair cable;
    private final FrameSlab slab = new FrameSlab(2, 2048, 128);
    private final byte[] frame;
    private volatile Descriptor socket;
    private volatile boolean isRunning;
    private volatile long accepted;
    private Thread thread;

    LoadSender(VethPair cable, byte[] frame) {
        this.cable = cable;
        this.frame = frame;
        socket = open();
    }

    private Descriptor open() {
        return NetworkNamespace.call(cable.farNamespace(), () -> {
            Descriptor opened = Descriptor.socket(VethPair.FAR, AF_PACKET, RAW, 0, "");
            opened.option(LEVEL, QDISC_BYPASS, "PACKET_QDISC_BYPASS", 1);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(20, Integer.BYTES);
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
                address.set(ValueLayout.JAVA_INT, 4, Device.find(VethPair.FAR).index());
                opened.bind(address);
            }
            return opened;
        });
    }

    /** Sends on the cable as it is now, after it was made anew. */
    void connect() {
        Descriptor old = socket;
        socket = open();
        boolean wasRunning = isRunning;
        stop();
        old.close();
        if (wasRunning) {
            begin();
        }
    }

    /** Frames the kernel has taken. */
    long accepted() {
        return accepted;
    }

    /** Sends until {@link #stop}. */
    void begin() {
        isRunning = true;
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
        long address = slab.acquire();
        OffHeap.put(frame, 0, address, frame.length);
        while (isRunning) {
            for (int i = 0; i < AT_ONCE; i++) {
                send(address, frame.length);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        slab.release(address);
    }

    // one thread at a time
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private boolean send(long address, int length) {
        boolean isTaken = LibC.send(socket.fd(), address, length, DO_NOT_WAIT) == length;
        accepted += isTaken ? 1 : 0;
        return isTaken;
    }

    /** Waits until so many more were taken, or nobody takes any for too long. */
    void awaitSent(int more) {
        long wanted = accepted + more;
        long start = System.nanoTime();
        while (accepted < wanted && System.nanoTime() - start < PATIENCE_NS) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    void stop() {
        isRunning = false;
        boolean isInterrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends so many, while it does not send on its own. */
    void send(byte[] content, int count) {
        long address = slab.acquire();
        OffHeap.put(content, 0, address, content.length);
        long start = System.nanoTime();
        int sent = 0;
        while (sent < count && System.nanoTime() - start < PATIENCE_NS) {
            sent += send(address, content.length) ? 1 : 0;
        }
        slab.release(address);
    }

    @Override
    public void close() {
        stop();
        socket.close();
        slab.close();
    }
}
