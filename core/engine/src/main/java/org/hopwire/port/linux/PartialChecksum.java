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
    private static final int IPV4 = 0x0800;
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
