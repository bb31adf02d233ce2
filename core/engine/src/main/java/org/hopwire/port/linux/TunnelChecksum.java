package org.hopwire.port.linux;

import org.hopwire.memory.OffHeap;

/**
 * Completes a transport checksum that was left open inside a tunnel: IP in IP, GRE, VXLAN and Geneve. What is outside
 * was finished by the sender for the frame as it will be, and stays as it is.
 */
public final class TunnelChecksum {
    /** A GRE payload with an Ethernet header (RFC 7637 section 3.2). */
    private static final int BRIDGED = 0x6558;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int PROTOCOL = 9;
    private static final int NEXT_HEADER = 6;
    private static final int IPV4_INSIDE = 4;
    private static final int UDP = 17;
    private static final int IPV6_INSIDE = 41;
    private static final int GRE = 47;

    private static final int GRE_HEADER = 4;
    /** Checksum, key and sequence number present: four octets each (RFC 2890 section 2). */
    private static final int GRE_FIELDS = 0xb000;
    private static final int UDP_HEADER = 8;
    private static final int GENEVE = 6081;
    /** In four octets (RFC 8926 section 3.4). */
    private static final int GENEVE_OPTIONS = 0x3f;

    private TunnelChecksum() {}

    /**
     * Looks for an open checksum one tunnel deep.
     *
     * @param frame first byte of the outer Ethernet header
     * @param length bytes captured
     * @return whether there was one, and it is complete now
     */
    public static boolean complete(long frame, int length) {
        if (length < LinkHeader.ETHERNET) {
            return false;
        }
        int at = LinkHeader.octets(frame, length);
        int type = LinkHeader.typeBefore(frame + at);
        long packet = frame + at;
        if (type == LinkHeader.IPV4 && length - at >= IPV4_HEADER) {
            int header = (OffHeap.getByte(packet) & 0xf) << 2;
            return completeInside(packet + header, length - at - header, OffHeap.getByte(packet + PROTOCOL));
        }
        return type == LinkHeader.IPV6 && length - at >= IPV6_HEADER && completeInside(packet + IPV6_HEADER,
                length - at - IPV6_HEADER, OffHeap.getByte(packet + NEXT_HEADER));
    }

    private static boolean completeInside(long header, int left, int protocol) {
        return switch (protocol) {
            case IPV4_INSIDE, IPV6_INSIDE -> PartialChecksum.completePacketIfOpen(header, left);
            case GRE -> left > GRE_HEADER && completeInGre(header, left);
            case UDP -> left > 2 * UDP_HEADER && completeInUdp(header, left);
            default -> false;
        };
    }

    private static boolean completeInGre(long header, int left) {
        int at = GRE_HEADER + Integer.BYTES * Integer.bitCount(OffHeap.getNetworkShort(header) & GRE_FIELDS);
        return switch (OffHeap.getNetworkShort(header + 2)) {
            case LinkHeader.IPV4, LinkHeader.IPV6 -> PartialChecksum.completePacketIfOpen(header + at, left - at);
            case BRIDGED -> PartialChecksum.completeIfOpen(header + at, left - at);
            default -> false;
        };
    }

    /** VXLAN on whatever port (RFC 7348 section 5), Geneve on its own. */
    private static boolean completeInUdp(long header, int left) {
        int options = OffHeap.getNetworkShort(header + 2) == GENEVE
                ? OffHeap.getByte(header + UDP_HEADER) & GENEVE_OPTIONS
                : 0;
        int at = 2 * UDP_HEADER + options * Integer.BYTES;
        return PartialChecksum.completeIfOpen(header + at, left - at);
    }
}
