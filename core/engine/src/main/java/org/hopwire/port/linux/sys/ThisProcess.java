package org.hopwire.port.linux.sys;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/**
 * What only a process can do to itself: limit its privileges and become another program. Capabilities belong to a
 * thread, and a virtual machine has many of them; the one that calls {@link #become} is the only one that goes on,
 * and passes its own to every thread of the new program. That is the way to limit a whole virtual machine.
 */
public final class ThisProcess {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle PRCTL = LibC.variadic(1, "prctl", INT, INT, LONG, LONG, LONG, LONG);
    private static final MethodHandle CAPSET = LibC.function("capset", INT, LONG, LONG);
    private static final MethodHandle EXECV = LibC.function("execv", INT, LONG, LONG);
    private static final MethodHandle SETENV = LibC.function("setenv", INT, LONG, LONG, INT);
    private static final MethodHandle SIGMASK = LibC.function("pthread_sigmask", INT, INT, LONG, LONG);

    private static final int VERSION_3 = 0x2008_0522;
    private static final int DROP_BOUNDING = 24;
    private static final int NO_NEW_PRIVILEGES = 38;
    private static final int AMBIENT = 47;
    private static final int AMBIENT_RAISE = 2;
    private static final int AMBIENT_CLEAR = 4;
    private static final int MOST_CAPABILITIES = 64;
    private static final int SET_MASK = 2;
    private static final long SIGNAL_SET_BYTES = 128;
    private static final int SET_DESCRIPTOR_FLAGS = 2;
    private static final int CLOSE_ON_EXEC = 1;

    private ThisProcess() {}

    /**
     * Limits the calling thread, and every program it becomes, to some of the capabilities it holds; nothing it starts
     * can gain others.
     *
     * @throws SystemCallException if the kernel refuses, as it does where one of them is not held
     */
    public static void limitTo(Set<Capability> kept) {
        long mask = Capability.mask(kept);
        for (int i = 0; i < MOST_CAPABILITIES; i++) {
            if ((mask >>> i & 1) == 0) {
                // fails without CAP_SETPCAP, and for numbers this kernel has not: then what follows must do
                prctl(DROP_BOUNDING, i, 0);
            }
        }
        setCapabilities(mask, mask, mask);
        prctl(AMBIENT, AMBIENT_CLEAR, 0);
        for (Capability each : kept) {
            prctl(AMBIENT, AMBIENT_RAISE, Long.numberOfTrailingZeros(each.bit()));
        }
        int errno = prctl(NO_NEW_PRIVILEGES, 1, 0);
        if (errno != 0) {
            throw new SystemCallException("this process", "prctl PR_SET_NO_NEW_PRIVS", errno);
        }
    }

    /**
     * Sets what the calling thread may use now, may use at all, and passes on: masks of {@link Capability#bit}.
     *
     * @throws SystemCallException if the kernel refuses
     */
    public static void setCapabilities(long effective, long permitted, long inheritable) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocateFrom(INT, VERSION_3, 0);
            // the low halves of all three, then the high ones
            MemorySegment data = arena.allocateFrom(INT, (int) effective, (int) permitted, (int) inheritable,
                    high(effective), high(permitted), high(inheritable));
            if ((int) CAPSET.invokeExact(state.segment, header.address(), data.address()) < 0) {
                throw new SystemCallException("this process", "capset", state.errno());
            }
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw LibC.broken(e);
        }
    }

    private static int high(long mask) {
        return (int) (mask >>> Integer.SIZE);
    }

    private static int prctl(int option, long second, long third) {
        CallState state = CallState.onHeap();
        try {
            return (int) PRCTL.invokeExact(state.segment, option, second, third, 0L, 0L) < 0 ? state.errno() : 0;
        } catch (Throwable e) {
            throw LibC.broken(e);
        }
    }

    /** Sets a variable for the program this process becomes; Java's own view of the environment stays as it was. */
    public static void setEnvironment(String name, String value) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) SETENV.invokeExact(state.segment, arena.allocateFrom(name).address(),
                    arena.allocateFrom(value).address(), 1);
            if (result < 0) {
                throw new SystemCallException(name, "setenv", state.errno());
            }
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw LibC.broken(e);
        }
    }

    /**
     * Becomes another program, under the same process number: no thread of this one goes on, nothing is closed or
     * flushed.
     *
     * @param program path of the file
     * @param words what it is called with, its own name first
     * @throws SystemCallException if there is no such program; whatever was limited before stays so
     */
    public static void become(String program, List<String> words) {
        CallState state = CallState.onHeap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(LONG, words.size() + 1L);
            for (int i = 0; i < words.size(); i++) {
                vector.setAtIndex(LONG, i, arena.allocateFrom(words.get(i)).address());
            }
            closeOwnFiles(state);
            // a thread of a virtual machine blocks signals that the program may want
            int ignored = (int) SIGMASK.invokeExact(state.segment, SET_MASK,
                    arena.allocate(SIGNAL_SET_BYTES).address(), 0L);
            int result = (int) EXECV.invokeExact(state.segment, arena.allocateFrom(program).address(),
                    vector.address());
            throw new SystemCallException(program, "execv", result + ignored < 0 ? state.errno() : 0);
        } catch (SystemCallException e) {
            throw e;
        } catch (Throwable e) {
            throw LibC.broken(e);
        }
    }

    /** The files of the virtual machine stay behind; whatever a parent process left open goes along. */
    private static void closeOwnFiles(CallState state) {
        String home = System.getProperty("java.home");
        File[] open = new File("/proc/self/fd").listFiles();
        for (File each : open == null ? new File[0] : open) {
            if (isOwn(each, home)) {
                LibC.fcntl(state, Integer.parseInt(each.getName()), SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
            }
        }
    }

    private static boolean isOwn(File descriptor, String home) {
        try {
            String target = Files.readSymbolicLink(descriptor.toPath()).toString();
            return target.startsWith(home) || target.endsWith(".jar");
        } catch (IOException e) {
            // the one that listed the folder is closed by now
            return false;
        }
    }
}
