package org.hopwire.port.linux;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.OffHeap;

/**
 * Completes a transport checksum that a local sender left to the hardware that is not there: the field holds the folded
 * sum of the pseudo-header, and the sum over header, payload and that field is what the complement is taken of.
 */
public final class PartialChecksum {
    private static final int ADDRESSES = 12;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int TCP_FIELD = 16;
    private static final int UDP_FIELD = 6;
    private static final int ICMPV6_FIELD = 2;
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_ADDRESS_BYTES = 8;
    private static final int IPV6_HEADER = 40;
    private static final int IPV6_ADDRESSES = 8;
    private static final int IPV6_ADDRESS_BYTES = 32;
    /** Extension headers that may stand in front and change nothing (RFC 8200 sections 4.3 and 4.6). */
    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOST_EXTENSIONS = 4;
    /** More-fragments bit and fragment offset. */
    private static final int FRAGMENT = 0x3fff;

    private PartialChecksum() {}

    /**
     * Completes the checksum of a frame's own TCP or UDP datagram, or ICMPv6 message, where it is open: nobody says,
     * but then it equals the folded sum of the pseudo-header. A finished one that does so by chance stays what it is,
     * for the rest sums up to nothing. What a frame carries in a tunnel {@link OpenChecksum} looks through, too.
     *
     * @param frame first byte of the Ethernet header
     * @param length bytes captured
     * @return whether it was open, and is complete now
     */
    static boolean completeIfOpen(long frame, int length) {
        if (length < LinkHeader.ETHERNET) {
            return false;
        }
        int at = LinkHeader.octets(frame, length);
        return switch (LinkHeader.typeBefore(frame + at)) {
            case LinkHeader.IPV4 -> completeIpv4(frame + at, length - at);
            case LinkHeader.IPV6 -> completeIpv6(frame + at, length - at);
            default -> false;
        };
    }

    /** The same of an IPv4 packet of at most so many octets. */
    static boolean completeIpv4(long packet, int available) {
        if (available < IPV4_HEADER || (OffHeap.getNetworkShort(packet + 6) & FRAGMENT) != 0) {
            return false;
        }
        int header = (OffHeap.getByte(packet) & 0xf) << 2;
        int total = OffHeap.getNetworkShort(packet + 2);
        int protocol = OffHeap.getByte(packet + 9);
        return header >= IPV4_HEADER && total <= available && protocol != ICMPV6
                && hasField(protocol, total - header)
                && isOpen(packet + ADDRESSES, IPV4_ADDRESS_BYTES, packet + header, total - header, protocol)
                && completeField(packet + header, total - header, fieldOf(protocol));
    }

    /** The same of IPv6. */
    static boolean completeIpv6(long packet, int available) {
        if (available < IPV6_HEADER || OffHeap.getNetworkShort(packet + 4) > available - IPV6_HEADER) {
            return false;
        }
        int end = IPV6_HEADER + OffHeap.getNetworkShort(packet + 4);
        int at = IPV6_HEADER;
        int protocol = OffHeap.getByte(packet + 6);
        for (int n = 0; n < MOST_EXTENSIONS && isSkipped(protocol) && at + Long.BYTES <= end; n++) {
            protocol = OffHeap.getByte(packet + at);
            at += (OffHeap.getByte(packet + at + 1) + 1) * Long.BYTES;
        }
        return hasField(protocol, end - at)
                && isOpen(packet + IPV6_ADDRESSES, IPV6_ADDRESS_BYTES, packet + at, end - at, protocol)
                && completeField(packet + at, end - at, fieldOf(protocol));
    }

    private static boolean isSkipped(int protocol) {
        return protocol == HOP_BY_HOP || protocol == DESTINATION_OPTIONS;
    }

    private static int fieldOf(int protocol) {
        return protocol == TCP ? TCP_FIELD : protocol == UDP ? UDP_FIELD : protocol == ICMPV6 ? ICMPV6_FIELD : -1;
    }

    private static boolean hasField(int protocol, int length) {
        int field = fieldOf(protocol);
        return field >= 0 && length >= field + 2;
    }

    private static boolean isOpen(long addresses, int addressBytes, long header, int length, int protocol) {
        int sum = InternetChecksum.add(InternetChecksum.sum(addresses, addressBytes), protocol);
        return OffHeap.getNetworkShort(header + fieldOf(protocol)) == InternetChecksum.add(sum, length);
    }

    /** The same of an IP packet of either version. */
    static boolean completePacketIfOpen(long packet, int available) {
        if (available < IPV4_HEADER) {
            return false;
        }
        return switch (OffHeap.getByte(packet) >>> 4) {
            case 4 -> completeIpv4(packet, available);
            case 6 -> completeIpv6(packet, available);
            default -> false;
        };
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
        OffHeap.putNetworkShort(start + field, checksum == 0 ? 0xffff : checksum);
        return true;
    }
}
