package org.hopwire.port.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An open file or socket, closed once, with the calls that set one up: each throws one line that names device and call.
 * Not thread safe.
 */
public final class Descriptor implements AutoCloseable {
    private static final int READ_WRITE = 2;
    private static final int NON_BLOCKING = 0x800;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int GET_FLAGS = 3;
    private static final int SET_FLAGS = 4;

    private final String device;
    private final int fd;
    private boolean open = true;

    private Descriptor(String device, int fd) {
        this.device = device;
        this.fd = fd;
    }

    /** A socket that does not survive exec; {@code device} is what it is for. */
    public static Descriptor socket(String device, int domain, int type, int protocol, String advice) {
        CallState state = CallState.onHeap();
        int fd = LibC.socket(state, domain, type | CLOSE_ON_EXEC, protocol);
        if (fd < 0) {
            throw new SystemCallException(device, "socket", state.errno(), advice);
        }
        return new Descriptor(device, fd);
    }

    /** A file for reading and writing that never blocks. */
    public static Descriptor openReadWrite(String device, String path, String advice) {
        return open(device, path, READ_WRITE | NON_BLOCKING | CLOSE_ON_EXEC, advice);
    }

    /** A file for reading. */
    public static Descriptor openReadOnly(String device, String path, String advice) {
        return open(device, path, CLOSE_ON_EXEC, advice);
    }

    private static Descriptor open(String device, String path, int flags, String advice) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            int fd = LibC.open(state, arena.allocateFrom(path).address(), flags);
            if (fd < 0) {
                throw new SystemCallException(device, "open " + path, state.errno(), advice);
            }
            return new Descriptor(device, fd);
        }
    }

    /** A descriptor a parent process left open, or one just made by a call of ours; it is ours to close. */
    public static Descriptor adopt(String device, int fd) {
        return new Descriptor(device, fd);
    }

    /** The number the kernel knows it by. */
    public int fd() {
        return fd;
    }

    /** Makes reads and writes return at once. */
    public void neverBlock() {
        CallState state = CallState.onHeap();
        int flags = LibC.fcntl(state, fd, GET_FLAGS, 0);
        if (flags < 0 || LibC.fcntl(state, fd, SET_FLAGS, flags | NON_BLOCKING) < 0) {
            throw new SystemCallException(device, "fcntl", state.errno());
        }
    }

    /** Sets an option of four bytes. */
    public void option(int level, int option, String name, int value) {
        try (Arena arena = Arena.ofConfined()) {
            option(level, option, name, arena.allocateFrom(ValueLayout.JAVA_INT, value));
        }
    }

    /** Sets an option. */
    public void option(int level, int option, String name, MemorySegment value) {
        int errno = tryOption(level, option, value);
        if (errno != 0) {
            throw new SystemCallException(device, "setsockopt " + name, errno);
        }
    }

    /** Sets an option the kernel may not have: the error number, 0 where it took it. */
    public int tryOption(int level, int option, MemorySegment value) {
        CallState state = CallState.onHeap();
        int result = LibC.setsockopt(state, fd, level, option, value.address(), (int) value.byteSize());
        return result < 0 ? state.errno() : 0;
    }

    /** Reads an option into {@code value}. */
    public void readOption(int level, int option, String name, MemorySegment value) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) value.byteSize());
            if (LibC.getsockopt(state, fd, level, option, value.address(), length.address()) < 0) {
                throw new SystemCallException(device, "getsockopt " + name, state.errno());
            }
        }
    }

    /** Binds a socket. */
    public void bind(MemorySegment address) {
        int errno = tryBind(address);
        if (errno != 0) {
            throw new SystemCallException(device, "bind", errno);
        }
    }

    /** Binds a socket: the error number, 0 where it worked. */
    public int tryBind(MemorySegment address) {
        CallState state = CallState.onHeap();
        return LibC.bind(state, fd, address.address(), (int) address.byteSize()) < 0 ? state.errno() : 0;
    }

    /** What a socket is bound to. */
    public void name(MemorySegment address) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) address.byteSize());
            if (LibC.getsockname(state, fd, address.address(), length.address()) < 0) {
                throw new SystemCallException(device, "getsockname", state.errno());
            }
        }
    }

    /** An ioctl on a structure or a plain value. */
    public void control(long request, String name, long argument, String advice) {
        int errno = tryControl(request, argument);
        if (errno != 0) {
            throw new SystemCallException(device, "ioctl " + name, errno, advice);
        }
    }

    /** An ioctl: the error number, 0 where it worked. */
    public int tryControl(long request, long argument) {
        CallState state = CallState.onHeap();
        return LibC.ioctl(state, fd, request, argument) < 0 ? state.errno() : 0;
    }

    /** Closes it; a second call does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            LibC.close(CallState.onHeap(), fd);
        }
    }
}
