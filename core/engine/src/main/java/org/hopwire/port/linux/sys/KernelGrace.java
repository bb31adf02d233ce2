package org.hopwire.port.linux.sys;

/**
 * Waits until the kernel is done with what it is in the middle of: a processor that has begun to hand a frame over by
 * the rules of a moment ago ends with it first.
 */
public final class KernelGrace {
    /** membarrier(2). */
    private static final long CALL = "aarch64".equals(System.getProperty("os.arch")) ? 283 : 324;
    /** For threads of all processes: the kernel waits for a grace period of its own, some ten milliseconds. */
    private static final int GLOBAL = 1;

    private KernelGrace() {}

    /** Waits; at once where the kernel has no such call, or some of its processors are kept from being disturbed. */
    public static void await() {
        LibC.syscall(CallState.onHeap(), CALL, GLOBAL, 0, 0);
    }
}
