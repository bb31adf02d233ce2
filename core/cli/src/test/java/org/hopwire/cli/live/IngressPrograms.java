package org.hopwire.cli.live;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Asks the kernel how many programs it runs for what has arrived at an interface, behind the packet sockets (tcx): the
 * count that {@code bpftool net} would show. In a process of its own, for it asks in the namespace it is in.
 */
final class IngressPrograms {
    private static final int CALL = "aarch64".equals(System.getProperty("os.arch")) ? 280 : 321;
    private static final int QUERY = 16;
    private static final int INGRESS = 46;
    private static final int ATTRIBUTES = 64;
    private static final int COUNT = 24;

    private IngressPrograms() {}

    /** Interface. */
    public static void main(String[] arguments) {
        System.out.println(count(arguments[0]));
    }

    private static int count(String device) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, Device.find(device).index());
            attributes.set(ValueLayout.JAVA_INT, 4, INGRESS);
            if (LibC.syscall(state, CALL, QUERY, attributes.address(), attributes.byteSize()) == 0) {
                return attributes.get(ValueLayout.JAVA_INT, COUNT);
            }
            // an interface that never had one
            if (state.errno() == Errno.ENOENT) {
                return 0;
            }
            throw new SystemCallException(device, "bpf BPF_PROG_QUERY", state.errno());
        }
    }
}
