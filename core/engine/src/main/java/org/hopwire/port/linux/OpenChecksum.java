package org.hopwire.port.linux;

import org.hopwire.memory.OffHeap;

/**
 * Finds the transport checksum that a local sender left to hardware which is not there, and completes it: the frame's
 * own, or that of what it carries in a tunnel. At most one of the two is open, for who leaves the inner one open has
 * worked out the outer one for the frame as it will be.
 */
public final class OpenChecksum {
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_PROTOCOL = 9;
    private static final int FRAGMENT_FIELD = 6;
    /** More-fragments bit and fragment offset. */
    private static final int FRAGMENT = 0x3fff;
    private static final int IPV6_HEADER = 40;
    private static final int IPV6_NEXT_HEADER = 6;
    /** Protocols whose checksum may be open in IPv4, a bit for each: TCP and UDP. */
    private static final long OWN = 1L << 6 | 1L << 17;

    private OpenChecksum() {}

    /**
     * Looks for it, at the cost of a look at the protocol for most of what is neither TCP nor UDP.
     *
     * @param frame first byte of the Ethernet header
     * @param length bytes captured
     * @return whether there was one, and it is complete now
     */
    public static boolean complete(long frame, int length) {
        if (length < LinkHeader.ETHERNET) {
            return false;
        }
        int at = LinkHeader.octets(frame, length);
        return switch (LinkHeader.typeBefore(frame + at)) {
            case LinkHeader.IPV4 -> length - at >= IPV4_HEADER && completeIpv4(frame + at, length - at);
            case LinkHeader.IPV6 -> length - at >= IPV6_HEADER && completeIpv6(frame + at, length - at);
            default -> false;
        };
    }

    /** Whoever cuts a datagram into fragments completes it before. */
    private static boolean completeIpv4(long packet, int available) {
        int protocol = OffHeap.getByte(packet + IPV4_PROTOCOL);
        boolean mayBeOwn = isIn(OWN, protocol);
        boolean mayCarry = isIn(TunnelChecksum.PROTOCOLS, protocol);
        if ((!mayBeOwn && !mayCarry) || (OffHeap.getNetworkShort(packet + FRAGMENT_FIELD) & FRAGMENT) != 0) {
            return false;
        }
        if (mayBeOwn && PartialChecksum.completeIpv4(packet, available)) {
            return true;
        }
        int header = (OffHeap.getByte(packet) & 0xf) << 2;
        return mayCarry && TunnelChecksum.complete(packet + header, available - header, protocol);
    }

    private static boolean isIn(long protocols, int protocol) {
        return protocol < Long.SIZE && (protocols >>> protocol & 1) != 0;
    }

    private static boolean completeIpv6(long packet, int available) {
        return PartialChecksum.completeIpv6(packet, available)
                || TunnelChecksum.complete(packet + IPV6_HEADER, available - IPV6_HEADER,
                        OffHeap.getByte(packet + IPV6_NEXT_HEADER));
    }
}
