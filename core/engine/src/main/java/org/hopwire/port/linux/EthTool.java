package org.hopwire.port.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.Descriptor;

/** What {@code ethtool} asks the driver of an interface. */
public final class EthTool {
    /** Flags of an interface, all at once. */
    public static final int GET_FLAGS = 0x25;
    /** Sets them, all at once: the kernel has no way to set one. */
    public static final int SET_FLAGS = 0x26;

    private static final int CALL = 0x8946;
    private static final int ARGUMENT = 16;

    private EthTool() {}

    /**
     * Asks; a driver that has nothing of the kind says no.
     *
     * @param answer of as many octets as the question has, its first four left free for the question
     */
    static boolean ask(Descriptor socket, String device, int question, MemorySegment answer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = Device.requestFor(arena, device);
            answer.set(ValueLayout.JAVA_INT, 0, question);
            request.set(ValueLayout.JAVA_LONG, ARGUMENT, answer.address());
            return socket.tryControl(CALL, request.address()) == 0;
        }
    }

    /** A number; 0 where the driver has none. */
    public static int get(Descriptor socket, String device, int question) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(Long.BYTES, Integer.BYTES);
            return ask(socket, device, question, answer) ? answer.get(ValueLayout.JAVA_INT, Integer.BYTES) : 0;
        }
    }

    /** Sets a number; false where the driver does not let it be set. */
    public static boolean set(Descriptor socket, String device, int question, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(Long.BYTES, Integer.BYTES);
            number.set(ValueLayout.JAVA_INT, Integer.BYTES, value);
            return ask(socket, device, question, number);
        }
    }
}
