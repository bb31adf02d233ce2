package org.hopwire.port.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * Where the error number of a failed call is kept before the virtual machine overwrites it. One per thread or per
 * port, never shared between threads.
 */
public final class CallState {
    /** Bytes one state takes. */
    public static final long BYTES = Linker.Option.captureStateLayout().byteSize();

    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    final MemorySegment segment;

    private CallState(MemorySegment segment) {
        this.segment = segment;
    }

    /** A state for set-up: its memory goes when the object does. */
    public static CallState onHeap() {
        return new CallState(Arena.ofAuto().allocate(LAYOUT));
    }

    /**
     * A state for the packet path, in memory of the caller's that outlives it.
     *
     * @param address {@link #BYTES} bytes, a multiple of 8
     */
    public static CallState at(long address) {
        return new CallState(MemorySegment.ofAddress(address).reinterpret(BYTES));
    }

    /** Error number of the last call that failed with this state. */
    public int errno() {
        return (int) ERRNO.get(segment, 0L);
    }
}
