package org.hopwire.port.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.Descriptor;

/**
 * Whether an interface merges TCP segments before anybody sees them (GRO, LRO): good for the kernel's own connections,
 * bad for what only passes through, for the result is longer than a slot of the ring and than any link it should leave
 * by.
 */
public final class ReceiveOffload {
    private static final int IPV4 = 2;
    private static final int DATAGRAM = 2;
    private static final int VALUE = 16;
    private static final int ASK_DRIVER = 0x8946;
    private static final int GET_GRO = 0x2b;
    private static final int GET_FLAGS = 0x25;
    private static final int LRO = 1 << 15;

    private ReceiveOffload() {}

    /** Whether it does, for an interface of the calling thread's network namespace; one that cannot tell does not. */
    public static boolean isOn(String device) {
        try (Arena arena = Arena.ofConfined(); Descriptor socket = Descriptor.socket(device, IPV4, DATAGRAM, 0, "")) {
            return ask(arena, socket, device, GET_GRO) != 0 || (ask(arena, socket, device, GET_FLAGS) & LRO) != 0;
        }
    }

    private static int ask(Arena arena, Descriptor socket, String device, int question) {
        MemorySegment request = Device.requestFor(arena, device);
        MemorySegment answer = arena.allocate(2 * Integer.BYTES, Integer.BYTES);
        answer.set(ValueLayout.JAVA_INT, 0, question);
        request.set(ValueLayout.JAVA_LONG, VALUE, answer.address());
        return socket.tryControl(ASK_DRIVER, request.address()) == 0 ? answer.get(ValueLayout.JAVA_INT, 4) : 0;
    }

    /** The request, with a notice where the interface does. */
    public static PortRequest warn(PortRequest request, String device) {
        if (!isOn(device)) {
            return request;
        }
        String line = request.label() + ": merges TCP segments (GRO, LRO), which are then lost as too long: ethtool -K "
                + device + " gro off lro off rx-gro-hw off, or options.vnet_hdr";
        return request.withNotice(line);
    }
}
