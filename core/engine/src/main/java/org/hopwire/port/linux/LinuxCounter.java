package org.hopwire.port.linux;

/** What a Linux port counts beside the frames its worker counts. Written by the worker that owns the port. */
public enum LinuxCounter {
    /** Frames the kernel saw for this port, those it dropped included. */
    KERNEL_RECEIVED,
    /** Frames the kernel dropped because the ring was full or no buffer was free: lost before the engine saw them. */
    KERNEL_DROPPED,
    /** Times the ring was frozen for lack of a free block. */
    RING_FROZEN,
    /** Frames longer than a ring slot: cut by the kernel, dropped by the parser. */
    TRUNCATED,
    /** Checksums a local sender left to hardware, completed here. */
    CHECKSUM_COMPLETED,
    /** VLAN tags the kernel had stripped, put back. */
    TAG_RESTORED,
    /** Large segments received, each cut into the frames a wire would have carried unless it is counted below. */
    LARGE_SEGMENT,
    /** Large segments nobody could cut, those inside a tunnel among them: dropped by the parser as cut short. */
    SEGMENT_UNCUT,
    /** Frames no device could take: longer than its MTU, or malformed. */
    UNSENDABLE,
    /** Times the kernel had no room for more frames. */
    SEND_FULL,
    /** System calls that sent frames. */
    SEND_CALLS,
    /** Times the link went down or the interface was deleted. */
    LINK_LOST,
    /** Times the port was opened again on an interface that had been deleted. */
    REOPENED,
    /** Attempts to open it again that failed. */
    REOPEN_FAILED,
    /** Descriptors the kernel found wrong; 0 in a healthy port. */
    RING_INVALID;

    /** Counter type of these rows. */
    public static final int TYPE_ID = 160;
}
