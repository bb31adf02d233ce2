package org.hopwire.port.linux.packet;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinkHeader;

/**
 * One large segment on its way to become frames: TCP over IPv4 or IPv6, or UDP datagrams of one length that a sender
 * handed to its kernel as one. Each piece gets headers of its own with length, identification, sequence number, flags
 * and checksums as the sender's hardware would have written them.
 */
final class LargeSegment {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int TCP_FIELD = 16;
    private static final int UDP_FIELD = 6;
    private static final int TCP_FLAGS = 13;
    /** FIN and PSH: of the last piece alone. */
    private static final int LAST_ONLY = 0x09;
    /** CWR: of the first piece alone. */
    private static final int FIRST_ONLY = 0x80;
    private static final int SIZE_BITS = 0xffff;
    /** Types of a virtio-net header. */
    private static final int TCP_OVER_IPV4 = 1;
    private static final int TCP_OVER_IPV6 = 4;
    private static final int DATAGRAMS = 5;
    private static final int TYPE_BITS = 7;
    private static final int START_SHIFT = Short.SIZE + 3;
    private static final int MOST_START = 0xfff;

    private long frame;
    private int network;
    private int transport;
    private int headers;
    private int payload;
    private int piece;
    private int done;
    private boolean isIpv4;
    private boolean isTcp;

    /**
     * Keeps what the virtio-net header says of a frame.
     *
     * @param size octets of a piece's payload
     * @param checksumStart where the header lies whose checksum is open, from the frame's start; 0 where none is
     */
    static void describe(Burst burst, int i, int type, int size, int checksumStart) {
        burst.vlan[i] = Math.min(checksumStart, MOST_START) << START_SHIFT | (type & TYPE_BITS) << Short.SIZE | size;
    }

    /** The frame's headers have become longer by so many octets in front of what was described. */
    static void lengthen(Burst burst, int i, int octets) {
        if (burst.vlan[i] >>> START_SHIFT != 0) {
            burst.vlan[i] += octets << START_SHIFT;
        }
    }

    /** Type of large segment, 0 for none. */
    static int typeOf(Burst burst, int i) {
        return burst.vlan[i] >>> Short.SIZE & TYPE_BITS;
    }

    /** Whether there are pieces left to write. */
    boolean isOpen() {
        return done < payload;
    }

    /** Begins with entry {@code i}; false if it is nothing that can be cut into frames of {@code most} octets. */
    boolean open(Burst burst, int i, int most) {
        frame = burst.address[i];
        piece = burst.vlan[i] & SIZE_BITS;
        done = 0;
        payload = 0;
        int length = burst.length[i];
        if (piece == 0 || (burst.flags[i] & Burst.TRUNCATED) != 0 || !findHeaders(length)
                || !isCutHere(typeOf(burst, i), burst.vlan[i] >>> START_SHIFT)) {
            return false;
        }
        payload = length - headers;
        return payload > 0 && headers + piece <= most;
    }

    /** What is to be cut may lie inside a tunnel: another protocol than the outer headers', or further behind. */
    private boolean isCutHere(int type, int checksumStart) {
        boolean isOfType = switch (type) {
            case TCP_OVER_IPV4 -> isTcp && isIpv4;
            case TCP_OVER_IPV6 -> isTcp && !isIpv4;
            case DATAGRAMS -> !isTcp;
            default -> false;
        };
        return isOfType && (checksumStart == 0 || checksumStart == transport);
    }

    private boolean findHeaders(int length) {
        if (length < LinkHeader.LONGEST + IPV6_HEADER) {
            return false;
        }
        network = LinkHeader.octets(frame, length);
        int type = LinkHeader.typeBefore(frame + network);
        isIpv4 = type == LinkHeader.IPV4;
        int header = isIpv4 ? (OffHeap.getByte(frame + network) & 0xf) << 2 : IPV6_HEADER;
        int protocol = OffHeap.getByte(frame + network + (isIpv4 ? 9 : 6));
        transport = network + header;
        isTcp = protocol == TCP;
        if ((!isIpv4 && type != LinkHeader.IPV6) || header < IPV4_HEADER || (!isTcp && protocol != UDP)
                || length < transport + (isTcp ? TCP_HEADER : UDP_HEADER)) {
            return false;
        }
        int own = isTcp ? OffHeap.getByte(frame + transport + 12) >>> 4 << 2 : UDP_HEADER;
        headers = transport + own;
        return own >= UDP_HEADER && headers < length;
    }

    /** Writes the next piece and returns its length. */
    int writeNext(long to) {
        int octets = Math.min(piece, payload - done);
        OffHeap.copy(frame, to, headers);
        OffHeap.copy(frame + headers + done, to + headers, octets);
        int length = headers + octets;
        writeNetwork(to + network, length - network);
        if (isTcp) {
            writeTcp(to + transport, done + octets == payload);
        } else {
            OffHeap.putNetworkShort(to + transport + 4, length - transport);
        }
        writeChecksum(to, length);
        done += octets;
        return length;
    }

    private void writeNetwork(long header, int length) {
        if (!isIpv4) {
            OffHeap.putNetworkShort(header + 4, length - IPV6_HEADER);
            return;
        }
        OffHeap.putNetworkShort(header + 2, length);
        OffHeap.putNetworkShort(header + 4, OffHeap.getNetworkShort(header + 4) + done / piece);
        OffHeap.putNetworkShort(header + 10, 0);
        OffHeap.putNetworkShort(header + 10,
                InternetChecksum.checksum(InternetChecksum.headerSum(header, transport - network)));
    }

    private void writeTcp(long header, boolean isLast) {
        int sequence = Integer.reverseBytes(OffHeap.getInt(header + 4)) + done;
        OffHeap.putInt(header + 4, Integer.reverseBytes(sequence));
        int cleared = (isLast ? 0 : LAST_ONLY) | (done == 0 ? 0 : FIRST_ONLY);
        OffHeap.putByte(header + TCP_FLAGS, OffHeap.getByte(header + TCP_FLAGS) & ~cleared);
    }

    private void writeChecksum(long to, int length) {
        int field = transport + (isTcp ? TCP_FIELD : UDP_FIELD);
        OffHeap.putNetworkShort(to + field, 0);
        int addresses = isIpv4 ? 8 : 32;
        int sum = InternetChecksum.sum(to + network + (isIpv4 ? 12 : 8), addresses);
        sum = InternetChecksum.add(sum, isTcp ? TCP : UDP);
        sum = InternetChecksum.add(sum, length - transport);
        sum = InternetChecksum.add(sum, InternetChecksum.sum(to + transport, length - transport));
        int checksum = InternetChecksum.checksum(sum);
        OffHeap.putNetworkShort(to + field, checksum == 0 ? 0xffff : checksum);
    }
}
