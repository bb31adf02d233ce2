package org.hopwire.port.linux.sys;

/** Memory shared with the kernel, or of our own, unmapped once. Not thread safe. */
public final class Mapping implements AutoCloseable {
    private static final int READ_WRITE = 3;
    private static final int SHARED = 1;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int POPULATE = 0x8000;
    private static final int NO_RESERVE = 0x4000;

    private final long address;
    private final long length;
    private boolean mapped = true;

    private Mapping(long address, long length) {
        this.address = address;
        this.length = length;
    }

    /** A ring of a socket, every page of it there from the start. */
    public static Mapping of(String device, int fd, long length, long offset) {
        return map(device, fd, length, SHARED | POPULATE, offset);
    }

    /** Zeroed memory of our own that the kernel may pin, every page of it there from the start. */
    public static Mapping anonymous(String device, long length) {
        return map(device, -1, length, PRIVATE_ANONYMOUS | POPULATE, 0);
    }

    /** Zeroed memory of our own; a page costs memory once it is touched. */
    public static Mapping lazy(String device, long length) {
        return map(device, -1, length, PRIVATE_ANONYMOUS | NO_RESERVE, 0);
    }

    private static Mapping map(String device, int fd, long length, int flags, long offset) {
        CallState state = CallState.onHeap();
        long address = LibC.mmap(state, length, READ_WRITE, flags, fd, offset);
        if (address == -1) {
            throw new SystemCallException(device, "mmap of " + length + " bytes", state.errno());
        }
        return new Mapping(address, length);
    }

    /** First byte. */
    public long address() {
        return address;
    }

    /** Bytes. */
    public long length() {
        return length;
    }

    /** Unmaps it; a second call does nothing. */
    @Override
    public void close() {
        if (mapped) {
            mapped = false;
            LibC.munmap(CallState.onHeap(), address, length);
        }
    }
}
