package org.hopwire.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Zeroed pages from the operating system, which cost memory only once they are touched, and which go back to it.
 *
 * <p>On Linux this is {@code mmap} and {@code madvise}, with transparent huge pages where the kernel grants them on
 * advice; elsewhere it is {@code calloc}, and only {@link #unmap} gives memory back. For set-up and slow paths; thread
 * safe.
 */
public final class Pages {
    /** Bytes of the smallest page; every size here is rounded up to it. */
    public static final int PAGE = 4096;
    /** Bytes of a huge page. */
    public static final int HUGE_PAGE = 2 << 20;

    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
    private static final int DONT_NEED = 4;
    private static final int WANT_HUGE_PAGES = 14;
    private static final long FAILED = -1;

    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));
    private static final ValueLayout LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout INT = ValueLayout.JAVA_INT;
    private static final MethodHandle MMAP = LINUX
            ? function("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG))
            : function("calloc", FunctionDescriptor.of(LONG, LONG, LONG));
    private static final MethodHandle MUNMAP = LINUX
            ? function("munmap", FunctionDescriptor.of(INT, LONG, LONG))
            : function("free", FunctionDescriptor.ofVoid(LONG));
    private static final MethodHandle MADVISE = LINUX
            ? function("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT))
            : null;

    private Pages() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /**
     * Maps zeroed memory; nothing is touched yet. Blocks of a huge page or more start on a huge page's boundary.
     *
     * @param bytes at least 1
     * @return its address, or 0 where there is none to be had
     */
    public static long map(long bytes) {
        return LINUX ? mapLinux(rounded(bytes)) : calloc(rounded(bytes));
    }

    private static long mapLinux(long bytes) {
        if (bytes < HUGE_PAGE) {
            return mmap(bytes);
        }
        long raw = mmap(bytes + HUGE_PAGE);
        if (raw == 0) {
            return 0;
        }
        long start = (raw + HUGE_PAGE - 1) & -HUGE_PAGE;
        unmapRange(raw, start - raw);
        unmapRange(start + bytes, raw + HUGE_PAGE - start);
        return start;
    }

    private static void unmapRange(long address, long bytes) {
        if (bytes > 0) {
            munmap(address, bytes);
        }
    }

    /** Gives back what {@link #map} gave for as many bytes; its addresses are dead. */
    public static void unmap(long address, long bytes) {
        munmap(address, rounded(bytes));
    }

    /** Asks for huge pages in a range of whole pages that is not touched yet; a wish, never an error. */
    public static void wantHugePages(long address, long bytes) {
        advise(address, bytes, WANT_HUGE_PAGES);
    }

    /** Gives the memory behind whole pages back while the addresses stay; on Linux they read as zero afterwards. */
    public static void giveBack(long address, long bytes) {
        advise(address, bytes, DONT_NEED);
    }

    private static long rounded(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }

    private static long mmap(long bytes) {
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            return address == FAILED ? 0 : address;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap", e);
        }
    }

    private static long calloc(long bytes) {
        try {
            return (long) MMAP.invokeExact(bytes, 1L);
        } catch (Throwable e) {
            throw new IllegalStateException("calloc", e);
        }
    }

    private static void munmap(long address, long bytes) {
        try {
            if (LINUX) {
                int result = (int) MUNMAP.invokeExact(address, bytes);
                assert result == 0;
            } else {
                MUNMAP.invokeExact(address);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("munmap", e);
        }
    }

    private static void advise(long address, long bytes, int advice) {
        if (!LINUX || bytes <= 0) {
            return;
        }
        try {
            // an old kernel or one without huge pages says no, and everything still works
            int ignored = (int) MADVISE.invokeExact(address, bytes, advice);
            assert ignored <= 0;
        } catch (Throwable e) {
            throw new IllegalStateException("madvise", e);
        }
    }
}
