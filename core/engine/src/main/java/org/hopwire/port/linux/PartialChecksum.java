package org.hopwire.port.linux;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.OffHeap;

/**
 * Completes a transport checksum that a local sender left to the hardware that is not there: the field holds the folded
 * sum of the pseudo-header, and the sum over header, payload and that field is what the complement is taken of.
 */
public final class PartialChecksum {
    private static final int ETHERNET = 14;
    private static final int TAG = 4;
    private static final int MOST_TAGS = 2;
    private static final int TYPE = 12;
    private static final int IPV4 = 0x0800;
    /** Version 4, no options. */
    private static final int PLAIN_IPV4 = 0x45;
    private static final int ADDRESSES = 12;
    private static final int IPV6 = 0x86DD;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88A8;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_FIELD = 16;
    private static final int UDP_FIELD = 6;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    /** More-fragments bit and fragment offset. */
    private static final int FRAGMENT = 0x3fff;

    private PartialChecksum() {}

    /**
     * Finds the transport header of a frame and completes its checksum.
     *
     * @param frame first byte of the Ethernet header
     * @param length bytes captured
     * @return false, with nothing changed, if the frame is no whole TCP or UDP datagram
     */
    public static boolean complete(long frame, int length) {
        int at = ETHERNET;
        int type = length < ETHERNET ? 0 : big(frame + at - 2);
        for (int tags = 0; tags < MOST_TAGS && isTag(type) && length >= at + TAG; tags++) {
            at += TAG;
            type = big(frame + at - 2);
        }
        return switch (type) {
            case IPV4 -> completeIpv4(frame + at, length - at);
            case IPV6 -> completeIpv6(frame + at, length - at);
            default -> false;
        };
    }

    /**
     * The same where nobody says whether the checksum is open: it is if it equals the folded sum of the
     * pseudo-header. A finished one that does so by chance stays what it is, for then the rest sums up to nothing.
     *
     * @return whether it was open, and is complete now
     */
    public static boolean completeIfOpen(long frame, int length) {
        int type = length < ETHERNET + IPV4_HEADER ? 0 : big(frame + TYPE);
        long packet = frame + ETHERNET;
        if (type != IPV4 || OffHeap.getByte(packet) != PLAIN_IPV4) {
            return (type == IPV4 || isTag(type)) && completeUnusual(frame, length);
        }
        int protocol = OffHeap.getByte(packet + 9);
        if (protocol != TCP && protocol != UDP) {
            return false;
        }
        return isOpen(packet, IPV4_HEADER, protocol, length - ETHERNET) && complete(frame, length);
    }

    /** Tags or options in front of the transport header. */
    private static boolean completeUnusual(long frame, int length) {
        int at = ETHERNET;
        int type = big(frame + TYPE);
        for (int tags = 0; tags < MOST_TAGS && isTag(type) && length >= at + TAG; tags++) {
            at += TAG;
            type = big(frame + at - 2);
        }
        if (type != IPV4 || length - at < IPV4_HEADER) {
            return false;
        }
        long packet = frame + at;
        int header = (OffHeap.getByte(packet) & 0xf) << 2;
        return isOpen(packet, header, OffHeap.getByte(packet + 9), length - at) && complete(frame, length);
    }

    private static boolean isOpen(long packet, int header, int protocol, int available) {
        int field = protocol == TCP ? TCP_FIELD : protocol == UDP ? UDP_FIELD : -1;
        int total = big(packet + 2);
        if (field < 0 || header < IPV4_HEADER || total > available || total < header + field + 2) {
            return false;
        }
        int sum = InternetChecksum.add(InternetChecksum.sum(packet + ADDRESSES, 8), protocol);
        return big(packet + header + field) == InternetChecksum.add(sum, total - header);
    }

    private static boolean isTag(int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }

    private static boolean completeIpv4(long packet, int available) {
        if (available < IPV4_HEADER || (big(packet + 6) & FRAGMENT) != 0) {
            return false;
        }
        int header = (OffHeap.getByte(packet) & 0xf) << 2;
        int total = big(packet + 2);
        return header >= IPV4_HEADER && total <= available
                && completeTransport(packet + header, total - header, OffHeap.getByte(packet + 9));
    }

    private static boolean completeIpv6(long packet, int available) {
        if (available < IPV6_HEADER) {
            return false;
        }
        int payload = big(packet + 4);
        return payload <= available - IPV6_HEADER
                && completeTransport(packet + IPV6_HEADER, payload, OffHeap.getByte(packet + 6));
    }

    private static boolean completeTransport(long header, int length, int protocol) {
        if (protocol == TCP) {
            return completeField(header, length, TCP_FIELD);
        }
        return protocol == UDP && completeField(header, length, UDP_FIELD);
    }

    /** The same as {@link #completeIfOpen} for an IP packet of at most so many octets, without a link layer. */
    static boolean completePacketIfOpen(long packet, int available) {
        if (available < IPV4_HEADER || OffHeap.getByte(packet) >>> 4 != 4) {
            return false;
        }
        int header = (OffHeap.getByte(packet) & 0xf) << 2;
        return isOpen(packet, header, OffHeap.getByte(packet + 9), available) && completeIpv4(packet, available);
    }

    /**
     * Completes a checksum at a known place.
     *
     * @param start first byte the sum covers
     * @param length bytes it covers
     * @param field offset of the checksum from there
     * @return false, with nothing changed, if the field is not inside
     */
    public static boolean completeField(long start, int length, int field) {
        if (field < 0 || length < field + 2) {
            return false;
        }
        int checksum = InternetChecksum.checksum(InternetChecksum.sum(start, length));
        // all ones means the same and does not say that there is none (RFC 768)
        OffHeap.putShort(start + field, Short.reverseBytes((short) (checksum == 0 ? 0xffff : checksum)));
        return true;
    }

    private static int big(long address) {
        return Short.reverseBytes((short) OffHeap.getShort(address)) & 0xffff;
    }
}
