package org.hopwire.port.linux.xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.SystemCallException;

/** The bpf(2) system call: maps, programs and links, each a descriptor that takes what it holds with it. */
final class Bpf {
    private static final int CALL_X86_64 = 321;
    private static final int CALL_AARCH64 = 280;
    private static final int CALL = "aarch64".equals(System.getProperty("os.arch")) ? CALL_AARCH64 : CALL_X86_64;
    private static final int ATTRIBUTES = 144;
    private static final int LOG_BYTES = 65_536;

    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int XSK_MAP = 17;
    private static final int XDP_PROGRAM = 6;
    private static final int XDP_ATTACH = 37;
    private static final String ADVICE = "an XDP program needs CAP_BPF, CAP_NET_ADMIN and CAP_NET_RAW";

    private Bpf() {}

    private static int call(String device, int command, String name, MemorySegment attributes, String advice) {
        CallState state = CallState.onHeap();
        long result = LibC.syscall(state, CALL, command, attributes.address(), attributes.byteSize());
        if (result < 0) {
            throw new SystemCallException(device, "bpf " + name, state.errno(), advice);
        }
        return (int) result;
    }

    /** A map from receive queue to socket. */
    static Descriptor socketMap(String device, int queues) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, XSK_MAP);
            attributes.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 8, Integer.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 12, queues);
            return Descriptor.adopt(device, call(device, MAP_CREATE, "BPF_MAP_CREATE", attributes, ADVICE));
        }
    }

    /** Enters a socket for a queue. */
    static void enter(String device, Descriptor map, int queue, Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, map.fd());
            attributes.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_INT, queue).address());
            attributes.set(ValueLayout.JAVA_LONG, 16,
                    arena.allocateFrom(ValueLayout.JAVA_INT, socket.fd()).address());
            call(device, MAP_UPDATE, "BPF_MAP_UPDATE_ELEM", attributes, "");
        }
    }

    /** Loads a program; what the verifier has against it becomes the advice. */
    static Descriptor load(String device, long[] program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            MemorySegment log = arena.allocate(LOG_BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, XDP_PROGRAM);
            attributes.set(ValueLayout.JAVA_INT, 4, program.length);
            attributes.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, program).address());
            attributes.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom("Dual BSD/GPL").address());
            attributes.set(ValueLayout.JAVA_INT, 24, 1);
            attributes.set(ValueLayout.JAVA_INT, 28, LOG_BYTES);
            attributes.set(ValueLayout.JAVA_LONG, 32, log.address());
            attributes.set(ValueLayout.JAVA_INT, 68, XDP_ATTACH);
            return Descriptor.adopt(device, load(device, attributes, log));
        }
    }

    private static int load(String device, MemorySegment attributes, MemorySegment log) {
        try {
            return call(device, PROGRAM_LOAD, "BPF_PROG_LOAD", attributes, ADVICE);
        } catch (SystemCallException e) {
            String verdict = log.getString(0).strip();
            throw verdict.isEmpty()
                    ? e
                    : new SystemCallException(device, e.call(), e.errno(), verdict.lines().toList().getLast());
        }
    }

    /** Attaches a program to an interface for as long as the link is open. */
    static Descriptor attach(String device, Descriptor program, int index, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, program.fd());
            attributes.set(ValueLayout.JAVA_INT, 4, index);
            attributes.set(ValueLayout.JAVA_INT, 8, XDP_ATTACH);
            attributes.set(ValueLayout.JAVA_INT, 12, flags);
            return Descriptor.adopt(device, call(device, LINK_CREATE, "BPF_LINK_CREATE", attributes,
                    "is another XDP program attached?"));
        }
    }
}
