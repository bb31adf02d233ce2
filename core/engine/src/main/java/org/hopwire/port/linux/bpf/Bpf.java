package org.hopwire.port.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.SystemCallException;

/** The bpf(2) system call: maps, programs and links, each a descriptor that takes what it holds with it. */
public final class Bpf {
    private static final int CALL_X86_64 = 321;
    private static final int CALL_AARCH64 = 280;
    private static final int CALL = "aarch64".equals(System.getProperty("os.arch")) ? CALL_AARCH64 : CALL_X86_64;
    private static final int ATTRIBUTES = 144;
    private static final int LOG_BYTES = 65_536;

    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int XSK_MAP = 17;
    private static final int DRIVER_BOUND = 64;
    private static final String ADVICE = "an XDP program needs CAP_BPF, CAP_NET_ADMIN and CAP_NET_RAW";

    /** Where a program meets frames, as the kernel numbers kinds of program and places to attach them. */
    public enum Hook {
        /** Before anything else. */
        XDP(6, 37, ADVICE, "is another XDP program attached?"),
        /** Behind the packet sockets, in front of the kernel's own stack; Linux 6.6. */
        INGRESS(3, 46, "keeping frames from the kernel needs CAP_BPF, CAP_NET_ADMIN and Linux 6.6", "");

        private final int program;
        private final int place;
        private final String advice;
        private final String attachAdvice;

        Hook(int program, int place, String advice, String attachAdvice) {
            this.program = program;
            this.place = place;
            this.advice = advice;
            this.attachAdvice = attachAdvice;
        }
    }

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
    public static Descriptor socketMap(String device, int queues) {
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
    public static void enter(String device, Descriptor map, int queue, Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = entry(arena, map, queue);
            attributes.set(ValueLayout.JAVA_LONG, 16,
                    arena.allocateFrom(ValueLayout.JAVA_INT, socket.fd()).address());
            call(device, MAP_UPDATE, "BPF_MAP_UPDATE_ELEM", attributes, "");
        }
    }

    /** Takes the socket of a queue out again. */
    public static void leave(String device, Descriptor map, int queue) {
        try (Arena arena = Arena.ofConfined()) {
            call(device, MAP_DELETE, "BPF_MAP_DELETE_ELEM", entry(arena, map, queue), "");
        }
    }

    private static MemorySegment entry(Arena arena, Descriptor map, int queue) {
        MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
        attributes.set(ValueLayout.JAVA_INT, 0, map.fd());
        attributes.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_INT, queue).address());
        return attributes;
    }

    /** Loads a program; what the verifier has against it becomes the advice. */
    public static Descriptor load(String device, Hook hook, long[] program) {
        return load(device, hook, program, 0);
    }

    /** The same of a program for one interface's driver alone, whose functions it may call; Linux 6.3. */
    public static Descriptor load(String device, Hook hook, long[] program, int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            MemorySegment log = arena.allocate(LOG_BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, hook.program);
            attributes.set(ValueLayout.JAVA_INT, 4, program.length);
            attributes.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, program).address());
            attributes.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom("Dual BSD/GPL").address());
            attributes.set(ValueLayout.JAVA_INT, 24, 1);
            attributes.set(ValueLayout.JAVA_INT, 28, LOG_BYTES);
            attributes.set(ValueLayout.JAVA_LONG, 32, log.address());
            attributes.set(ValueLayout.JAVA_INT, 44, index == 0 ? 0 : DRIVER_BOUND);
            attributes.set(ValueLayout.JAVA_INT, 64, index);
            attributes.set(ValueLayout.JAVA_INT, 68, hook.place);
            return Descriptor.adopt(device, load(device, hook, attributes, log));
        }
    }

    private static int load(String device, Hook hook, MemorySegment attributes, MemorySegment log) {
        try {
            return call(device, PROGRAM_LOAD, "BPF_PROG_LOAD", attributes, hook.advice);
        } catch (SystemCallException e) {
            String verdict = log.getString(0).strip();
            throw verdict.isEmpty()
                    ? e
                    : new SystemCallException(device, e.call(), e.errno(), verdict.lines().toList().getLast());
        }
    }

    /** Attaches a program to an interface for as long as the link is open; flags are the hook's own. */
    public static Descriptor attach(String device, Hook hook, Descriptor program, int index, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, program.fd());
            attributes.set(ValueLayout.JAVA_INT, 4, index);
            attributes.set(ValueLayout.JAVA_INT, 8, hook.place);
            attributes.set(ValueLayout.JAVA_INT, 12, flags);
            return Descriptor.adopt(device, call(device, LINK_CREATE, "BPF_LINK_CREATE", attributes,
                    hook.attachAdvice));
        }
    }
}
