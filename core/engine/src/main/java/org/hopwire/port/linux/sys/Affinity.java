package org.hopwire.port.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** Keeps a thread on one processor; the JVM's own threads stay free. */
public final class Affinity {
    /** Processors a mask has room for. */
    private static final int MOST_CORES = 1024;
    /** sched_setaffinity(2), which the C library's own wrapper may refuse for want of room. */
    private static final long SET_AFFINITY = "aarch64".equals(System.getProperty("os.arch")) ? 122 : 203;

    private Affinity() {}

    /**
     * Checks that a thread could be pinned; none is.
     *
     * @throws SystemCallException if the machine has no such processor, or this process may not use it
     */
    public static void require(int core) {
        SystemCallException[] refused = new SystemCallException[1];
        Thread probe = Thread.ofPlatform().daemon().start(() -> {
            try {
                pin(core);
            } catch (SystemCallException e) {
                refused[0] = e;
            }
        });
        boolean isInterrupted = false;
        while (probe.isAlive()) {
            try {
                probe.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (refused[0] != null) {
            throw refused[0];
        }
    }

    /**
     * Pins the calling thread.
     *
     * @param core number of a processor, from 0
     * @throws SystemCallException if the machine has no such processor, or this process may not use it
     */
    public static void pin(int core) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MOST_CORES / Byte.SIZE, Long.BYTES);
            mask.set(ValueLayout.JAVA_BYTE, core / Byte.SIZE, (byte) (1 << core % Byte.SIZE));
            CallState state = CallState.onHeap();
            if (LibC.syscall(state, SET_AFFINITY, 0, mask.byteSize(), mask.address()) < 0) {
                throw new SystemCallException("processor " + core, "sched_setaffinity", state.errno(),
                        "see /proc/self/status, Cpus_allowed_list");
            }
        }
    }
}
