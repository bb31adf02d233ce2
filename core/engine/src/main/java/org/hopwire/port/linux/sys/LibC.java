package org.hopwire.port.linux.sys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that ports need, as they are: a result below zero is a failure, whose number is in the
 * state. The ones for the packet path come without a state, too: keeping the number of an error that did not happen
 * costs, and allocates until the caller is compiled to the end. Whoever needs it calls again with a state. Pointers
 * travel as addresses, so that no call wraps one. None is marked critical: any of them may block, and a thread
 * blocked in a critical call would hold up every garbage collection.
 */
public final class LibC {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = function("bind", INT, INT, LONG, INT);
    private static final MethodHandle GETSOCKNAME = function("getsockname", INT, INT, LONG, LONG);
    private static final MethodHandle SETSOCKOPT = function("setsockopt", INT, INT, INT, INT, LONG, INT);
    private static final MethodHandle GETSOCKOPT = function("getsockopt", INT, INT, INT, INT, LONG, LONG);
    private static final MethodHandle SENDMMSG = function("sendmmsg", INT, INT, LONG, INT, INT);
    private static final MethodHandle OPEN = variadic(2, "open", INT, LONG, INT, INT);
    private static final MethodHandle CLOSE = function("close", INT, INT);
    private static final MethodHandle WRITE = function("write", LONG, INT, LONG, LONG);
    private static final MethodHandle FCNTL = variadic(2, "fcntl", INT, INT, INT, INT);
    private static final MethodHandle IOCTL = variadic(2, "ioctl", INT, INT, LONG, LONG);
    private static final MethodHandle MMAP = function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
    private static final MethodHandle MUNMAP = function("munmap", INT, LONG, LONG);
    private static final MethodHandle SETNS = function("setns", INT, INT, INT);
    private static final MethodHandle SYSCALL = variadic(1, "syscall", LONG, LONG, LONG, LONG, LONG);

    private static final MethodHandle SEND = plain("sendto", LONG, INT, LONG, LONG, INT, LONG, INT);
    private static final MethodHandle RECV = plain("recvfrom", LONG, INT, LONG, LONG, INT, LONG, LONG);
    private static final MethodHandle SENDMMSG_PLAIN = plain("sendmmsg", INT, INT, LONG, INT, INT);
    private static final MethodHandle READ_PLAIN = plain("read", LONG, INT, LONG, LONG);
    private static final MethodHandle WRITE_PLAIN = plain("write", LONG, INT, LONG, LONG);

    private LibC() {}

    private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, result, arguments);
    }

    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, result, arguments, Linker.Option.captureCallState("errno"));
    }

    /** Named arguments come first; the rest may travel differently, on some machines. */
    static MethodHandle variadic(int named, String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, result, arguments, Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(named));
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout[] arguments,
            Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments), options);
    }

    static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("call into the C library", e);
    }

    /** socket(2). */
    public static int socket(CallState state, int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(state.segment, domain, type, protocol);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** bind(2). */
    public static int bind(CallState state, int fd, long address, int length) {
        try {
            return (int) BIND.invokeExact(state.segment, fd, address, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** getsockname(2). */
    public static int getsockname(CallState state, int fd, long address, long lengthAddress) {
        try {
            return (int) GETSOCKNAME.invokeExact(state.segment, fd, address, lengthAddress);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** setsockopt(2). */
    public static int setsockopt(CallState state, int fd, int level, int option, long value, int length) {
        try {
            return (int) SETSOCKOPT.invokeExact(state.segment, fd, level, option, value, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** getsockopt(2). */
    public static int getsockopt(CallState state, int fd, int level, int option, long value, long lengthAddress) {
        try {
            return (int) GETSOCKOPT.invokeExact(state.segment, fd, level, option, value, lengthAddress);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** sendmmsg(2). */
    public static int sendmmsg(CallState state, int fd, long vector, int count, int flags) {
        try {
            return (int) SENDMMSG.invokeExact(state.segment, fd, vector, count, flags);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** send(2); without a buffer it makes a socket look at its ring; without the error's number. */
    public static long send(int fd, long buffer, long length, int flags) {
        try {
            return (long) SEND.invokeExact(fd, buffer, length, flags, 0L, 0);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** recv(2); without the error's number. */
    public static long recv(int fd, long buffer, long length, int flags) {
        try {
            return (long) RECV.invokeExact(fd, buffer, length, flags, 0L, 0L);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** sendmmsg(2); without the error's number. */
    public static int sendmmsg(int fd, long vector, int count, int flags) {
        try {
            return (int) SENDMMSG_PLAIN.invokeExact(fd, vector, count, flags);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** read(2); without the error's number. */
    public static long read(int fd, long buffer, long length) {
        try {
            return (long) READ_PLAIN.invokeExact(fd, buffer, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** write(2); without the error's number. */
    public static long write(int fd, long buffer, long length) {
        try {
            return (long) WRITE_PLAIN.invokeExact(fd, buffer, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** open(2). */
    public static int open(CallState state, long path, int flags) {
        try {
            return (int) OPEN.invokeExact(state.segment, path, flags, 0);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** close(2). */
    public static int close(CallState state, int fd) {
        try {
            return (int) CLOSE.invokeExact(state.segment, fd);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** write(2). */
    public static long write(CallState state, int fd, long buffer, long length) {
        try {
            return (long) WRITE.invokeExact(state.segment, fd, buffer, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** fcntl(2). */
    public static int fcntl(CallState state, int fd, int command, int argument) {
        try {
            return (int) FCNTL.invokeExact(state.segment, fd, command, argument);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** ioctl(2). */
    public static int ioctl(CallState state, int fd, long request, long argument) {
        try {
            return (int) IOCTL.invokeExact(state.segment, fd, request, argument);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** mmap(2), wherever there is room; -1 on failure. */
    public static long mmap(CallState state, long length, int protection, int flags, int fd, long offset) {
        try {
            return (long) MMAP.invokeExact(state.segment, 0L, length, protection, flags, fd, offset);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** munmap(2). */
    public static int munmap(CallState state, long address, long length) {
        try {
            return (int) MUNMAP.invokeExact(state.segment, address, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** setns(2): moves the calling thread, which must be a platform thread. */
    public static int setns(CallState state, int fd, int kind) {
        try {
            return (int) SETNS.invokeExact(state.segment, fd, kind);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** syscall(2) with three arguments, for what has no wrapper. */
    public static long syscall(CallState state, long number, long first, long second, long third) {
        try {
            return (long) SYSCALL.invokeExact(state.segment, number, first, second, third);
        } catch (Throwable e) {
            throw broken(e);
        }
    }
}
