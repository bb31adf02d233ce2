package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.OpenChecksum;
import org.hopwire.port.linux.PartialChecksum;
import org.hopwire.port.linux.Tally;

/**
 * Makes a frame what it was, or would have been, on a wire: puts the VLAN tag back that the kernel took out, completes
 * the checksum that a local sender left to hardware.
 */
final class FrameMending {
    /** The kernel dropped frames before this one. */
    static final int LOSING = 4;
    private static final int CHECKSUM_NOT_READY = 8;
    private static final int TAG_VALID = 16;
    private static final int TAG_TYPE_VALID = 64;
    private static final int CHECKSUM_VALID = 128;
    /** States that ask for more than handing the frame over. */
    private static final int UNUSUAL = CHECKSUM_NOT_READY | TAG_VALID | CHECKSUM_VALID;

    private static final int TAG_BYTES = 4;
    private static final int MACS = 12;
    private static final int VLAN_TYPE = 0x8100;

    private static final int HEADER = 10;
    private static final int HEADER_TYPE = 1;
    private static final int HEADER_SIZE = 4;
    private static final int HEADER_START = 6;
    private static final int HEADER_FIELD = 8;
    /** A flag: start and field of an open checksum are told. */
    private static final int NEEDS_CHECKSUM = 1;
    /** Where SCTP has its checksum, which is none of RFC 1071's. */
    private static final int SCTP_FIELD = 8;
    /** A flag beside the type: the congestion bits of TCP need care. */
    private static final int ECN = 0x80;

    private final Tally tally;
    /** Whether a virtio-net header lies in front of each frame. */
    private final boolean hasHeader;

    FrameMending(Tally tally, boolean hasHeader) {
        this.tally = tally;
        this.hasHeader = hasHeader;
    }

    /**
     * Mends entry {@code i}.
     *
     * @param status bits of the kernel's header
     * @param tag TCI in the low and TPID in the high 16 bits
     */
    void mend(Burst burst, int i, int status, int tag) {
        if (burst.length[i] < burst.originalLength[i]) {
            burst.flags[i] |= Burst.TRUNCATED;
            tally.increment(LinuxCounter.TRUNCATED);
        }
        if (hasHeader) {
            readHeader(burst, i);
        }
        if ((status & UNUSUAL) != 0) {
            mendUnusual(burst, i, status, tag);
        }
    }

    /** Before a tag is put back over it. */
    private void readHeader(Burst burst, int i) {
        long header = burst.address[i] - HEADER;
        int type = OffHeap.getByte(header + HEADER_TYPE) & ~ECN;
        if (type != 0) {
            boolean isOpen = (OffHeap.getByte(header) & NEEDS_CHECKSUM) != 0;
            LargeSegment.describe(burst, i, type, OffHeap.getShort(header + HEADER_SIZE),
                    isOpen ? OffHeap.getShort(header + HEADER_START) : 0);
            tally.increment(LinuxCounter.LARGE_SEGMENT);
        }
    }

    private void mendUnusual(Burst burst, int i, int status, int tag) {
        if ((status & CHECKSUM_NOT_READY) != 0 && LargeSegment.typeOf(burst, i) == 0) {
            complete(burst, i);
        } else if ((status & CHECKSUM_VALID) != 0) {
            burst.flags[i] |= Burst.CHECKSUM_VALID;
        }
        // over the header that was read before
        if ((status & TAG_VALID) != 0) {
            restoreTag(burst, i, (status & TAG_TYPE_VALID) == 0 ? VLAN_TYPE : tag >>> Short.SIZE, tag & 0xffff);
        }
    }

    private void restoreTag(Burst burst, int i, int type, int control) {
        long frame = burst.address[i];
        if (burst.length[i] < MACS) {
            return;
        }
        long start = OffHeap.getLong(frame);
        int rest = OffHeap.getInt(frame + Long.BYTES);
        OffHeap.putLong(frame - TAG_BYTES, start);
        OffHeap.putInt(frame - TAG_BYTES + Long.BYTES, rest);
        OffHeap.putShort(frame + MACS - TAG_BYTES, Short.reverseBytes((short) type));
        OffHeap.putShort(frame + MACS - TAG_BYTES + 2, Short.reverseBytes((short) control));
        burst.address[i] = frame - TAG_BYTES;
        burst.length[i] += TAG_BYTES;
        burst.originalLength[i] += TAG_BYTES;
        LargeSegment.lengthen(burst, i, TAG_BYTES);
        tally.increment(LinuxCounter.TAG_RESTORED);
    }

    /** Here and not where the frame leaves: it may be cut into fragments, quoted, copied or recorded before. */
    private void complete(Burst burst, int i) {
        if (isTold(burst, i) ? completeAsTold(burst, i) : OpenChecksum.complete(burst.address[i], burst.length[i])) {
            tally.increment(LinuxCounter.CHECKSUM_COMPLETED);
        } else {
            burst.flags[i] |= Burst.CHECKSUM_NOT_READY;
        }
    }

    private boolean isTold(Burst burst, int i) {
        return hasHeader && (OffHeap.getByte(burst.address[i] - HEADER) & NEEDS_CHECKSUM) != 0;
    }

    /** The sum goes to the end of the frame, as the sender's hardware would have taken it. */
    private static boolean completeAsTold(Burst burst, int i) {
        long frame = burst.address[i];
        int start = OffHeap.getShort(frame - HEADER + HEADER_START);
        int field = OffHeap.getShort(frame - HEADER + HEADER_FIELD);
        return field != SCTP_FIELD && (burst.flags[i] & Burst.TRUNCATED) == 0
                && PartialChecksum.completeField(frame + start, burst.length[i] - start, field);
    }
}
