package org.hopwire.port.linux.sys;

import java.util.Map;

/** Error numbers of Linux system calls, which are the same on x86-64 and AArch64, and what they are called. */
public final class Errno {
    /** Not permitted. */
    public static final int EPERM = 1;
    /** No such file. */
    public static final int ENOENT = 2;
    /** A signal came first. */
    public static final int EINTR = 4;
    /** The device behind a socket is gone. */
    public static final int ENXIO = 6;
    /** Nothing waits, or no room. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** In use. */
    public static final int EBUSY = 16;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Argument the kernel does not take. */
    public static final int EINVAL = 22;
    /** Frame longer than the device takes. */
    public static final int EMSGSIZE = 90;
    /** Not supported by the device or the kernel. */
    public static final int EOPNOTSUPP = 95;
    /** Interface is down. */
    public static final int ENETDOWN = 100;
    /** No room in a queue, or more memory than may be locked. */
    public static final int ENOBUFS = 105;
    /** File descriptor of a device that is gone. */
    public static final int EBADFD = 77;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM (not permitted)"), Map.entry(ENOENT, "ENOENT (no such file)"),
            Map.entry(3, "ESRCH (no such process)"), Map.entry(EINTR, "EINTR (interrupted)"),
            Map.entry(5, "EIO (input/output error)"), Map.entry(ENXIO, "ENXIO (device is gone)"),
            Map.entry(7, "E2BIG (too big)"), Map.entry(9, "EBADF (not an open descriptor)"),
            Map.entry(EAGAIN, "EAGAIN (try again)"), Map.entry(ENOMEM, "ENOMEM (out of memory)"),
            Map.entry(EACCES, "EACCES (permission denied)"), Map.entry(14, "EFAULT (bad address)"),
            Map.entry(EBUSY, "EBUSY (in use)"), Map.entry(17, "EEXIST (exists)"),
            Map.entry(ENODEV, "ENODEV (no such device)"), Map.entry(20, "ENOTDIR (not a folder)"),
            Map.entry(EINVAL, "EINVAL (invalid argument)"), Map.entry(23, "ENFILE (too many open files)"),
            Map.entry(24, "EMFILE (too many open files in this process)"),
            Map.entry(25, "ENOTTY (not that kind of descriptor)"), Map.entry(28, "ENOSPC (no room left)"),
            Map.entry(34, "ERANGE (out of range)"), Map.entry(38, "ENOSYS (kernel has no such call)"),
            Map.entry(EBADFD, "EBADFD (device is gone)"), Map.entry(88, "ENOTSOCK (not a socket)"),
            Map.entry(EMSGSIZE, "EMSGSIZE (message too long)"), Map.entry(92, "ENOPROTOOPT (no such option)"),
            Map.entry(93, "EPROTONOSUPPORT (protocol not supported)"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP (not supported)"),
            Map.entry(97, "EAFNOSUPPORT (address family not supported)"),
            Map.entry(99, "EADDRNOTAVAIL (address not available)"), Map.entry(ENETDOWN, "ENETDOWN (network is down)"),
            Map.entry(ENOBUFS, "ENOBUFS (no buffer space)"), Map.entry(110, "ETIMEDOUT (timed out)"));

    private Errno() {}

    /** Symbol and meaning of an error number; the bare number of one that is unusual here. */
    public static String name(int errno) {
        return NAMES.getOrDefault(errno, "errno " + errno);
    }
}
