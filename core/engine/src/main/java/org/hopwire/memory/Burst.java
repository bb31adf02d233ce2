package org.hopwire.memory;

/**
 * The frames a port hands over or takes, as parallel arrays, so that a virtual call is paid once per burst.
 *
 * <p>A burst owns no memory: each entry names a frame that belongs to a port, a slab or a file map, and stays valid
 * until the burst is released to the port it came from. Not thread safe.
 */
public final class Burst {
    /** Most frames one burst may carry. */
    public static final int MAX_SIZE = 256;

    /** The capture or the kernel cut the frame: {@code length} is less than {@code originalLength}. */
    public static final int TRUNCATED = 1;
    /** A VLAN tag was stripped by the kernel and stands in {@code vlan}. */
    public static final int VLAN_STRIPPED = 1 << 1;
    /** The sender left its transport checksum to the hardware (a local peer): it must not be judged. */
    public static final int CHECKSUM_NOT_READY = 1 << 2;
    /** Hardware verified the transport checksum. */
    public static final int CHECKSUM_VALID = 1 << 3;
    /** The transmitting port took the frame over; its owner must not release it. */
    public static final int TAKEN = 1 << 4;
    /** The same bytes wait on other ports too: the transmitting port must neither take the frame over nor write it. */
    public static final int SHARED = 1 << 5;

    /** The transmitting port accepted the frame and could not send it: longer than the device takes, say. */
    public static final int UNSENDABLE = 1 << 6;

    /** First byte of each frame. */
    public final long[] address;
    /** Bytes captured of each frame. */
    public final int[] length;
    /** Bytes the frame had on the wire. */
    public final int[] originalLength;
    /** Bits of {@link #TRUNCATED} and its neighbours. */
    public final int[] flags;
    /** Stripped tag, TPID in the high 16 bits and TCI in the low 16, where {@link #VLAN_STRIPPED} is set. */
    public final int[] vlan;
    /** When the frame was received or is to be recorded as sent, nanoseconds since 1970 UTC; 0 where unknown. */
    public final long[] timestampNs;
    /** Writable bytes behind each frame's last byte. */
    public final int[] tailroom;

    private int size;

    /** A burst of up to {@link #MAX_SIZE} frames. */
    public Burst() {
        this(MAX_SIZE);
    }

    /**
     * A burst of up to {@code capacity} frames.
     *
     * @throws IllegalArgumentException unless capacity is 1 to {@link #MAX_SIZE}
     */
    public Burst(int capacity) {
        if (capacity < 1 || capacity > MAX_SIZE) {
            throw new IllegalArgumentException("burst capacity: " + capacity + " is not 1 to " + MAX_SIZE);
        }
        address = new long[capacity];
        length = new int[capacity];
        originalLength = new int[capacity];
        flags = new int[capacity];
        vlan = new int[capacity];
        timestampNs = new long[capacity];
        tailroom = new int[capacity];
    }

    /** Frames in use, from entry 0 on. */
    public int size() {
        return size;
    }

    /** Most frames this burst may carry. */
    public int capacity() {
        return address.length;
    }

    /** Whether one more frame would not fit. */
    public boolean isFull() {
        return size == address.length;
    }

    /** Forgets every entry; the frames themselves are not touched. */
    public void clear() {
        size = 0;
    }

    /**
     * Appends a frame to send; what only a received frame has stays what it was. The caller has seen that the burst is
     * not full.
     */
    public int send(long frameAddress, int frameLength, int frameFlags, long recordedNs) {
        int i = size++;
        address[i] = frameAddress;
        length[i] = frameLength;
        flags[i] = frameFlags;
        timestampNs[i] = recordedNs;
        return i;
    }

    /** Appends a whole frame with no flags; the caller has seen that the burst is not full. */
    public int add(long frameAddress, int frameLength, int frameTailroom) {
        int i = size++;
        address[i] = frameAddress;
        length[i] = frameLength;
        originalLength[i] = frameLength;
        flags[i] = 0;
        vlan[i] = 0;
        timestampNs[i] = 0;
        tailroom[i] = frameTailroom;
        return i;
    }
}
