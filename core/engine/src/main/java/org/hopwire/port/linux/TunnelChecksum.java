package org.hopwire.port.linux;

import org.hopwire.memory.OffHeap;

/**
 * Completes a transport checksum that was left open inside a tunnel: IP in IP, GRE, VXLAN and Geneve. What is outside
 * was finished by the sender for the frame as it will be, and stays as it is.
 */
final class TunnelChecksum {
    private static final int IPV4_INSIDE = 4;
    private static final int UDP = 17;
    private static final int IPV6_INSIDE = 41;
    private static final int GRE = 47;
    /** Protocols that may carry packets, a bit for each. */
    static final long PROTOCOLS = 1L << IPV4_INSIDE | 1L << UDP | 1L << IPV6_INSIDE | 1L << GRE;

    /** A payload with an Ethernet header (RFC 7637 section 3.2, RFC 8926 section 3.4). */
    private static final int BRIDGED = 0x6558;
    private static final int IPV4_HEADER = 20;
    private static final int GRE_HEADER = 4;
    /** Checksum, key and sequence number present: four octets each (RFC 2890 section 2). */
    private static final int GRE_FIELDS = 0xb000;
    private static final int UDP_HEADER = 8;
    /** Of VXLAN and of Geneve without options. */
    private static final int TUNNEL_HEADER = 8;
    /** The VXLAN network identifier is valid: a flag that is always set (RFC 7348 section 5). */
    private static final int IDENTIFIED = 0x08;
    private static final int GENEVE = 6081;
    /** In four octets (RFC 8926 section 3.4). */
    private static final int GENEVE_OPTIONS = 0x3f;

    private TunnelChecksum() {}

    /**
     * Looks for an open checksum one tunnel deep.
     *
     * @param header what follows the outer IP header
     * @param left bytes captured from there on; none where negative
     * @param protocol what follows it is
     * @return whether there was one, and it is complete now
     */
    static boolean complete(long header, int left, int protocol) {
        return switch (protocol) {
            case IPV4_INSIDE, IPV6_INSIDE -> PartialChecksum.completePacketIfOpen(header, left);
            case GRE -> left > GRE_HEADER && completeInGre(header, left);
            case UDP -> left >= UDP_HEADER + TUNNEL_HEADER + IPV4_HEADER && completeInUdp(header, left);
            default -> false;
        };
    }

    private static boolean completeInGre(long header, int left) {
        int at = GRE_HEADER + Integer.BYTES * Integer.bitCount(OffHeap.getNetworkShort(header) & GRE_FIELDS);
        return completeCarried(OffHeap.getNetworkShort(header + 2), header + at, left - at);
    }

    /** VXLAN on whatever port (RFC 7348 section 5), Geneve on its own. */
    private static boolean completeInUdp(long header, int left) {
        long tunnel = header + UDP_HEADER;
        int flags = OffHeap.getByte(tunnel);
        int at = UDP_HEADER + TUNNEL_HEADER;
        if (OffHeap.getNetworkShort(header + 2) == GENEVE) {
            at += (flags & GENEVE_OPTIONS) * Integer.BYTES;
            return completeCarried(OffHeap.getNetworkShort(tunnel + 2), header + at, left - at);
        }
        return (flags & IDENTIFIED) != 0 && PartialChecksum.completeIfOpen(header + at, left - at);
    }

    private static boolean completeCarried(int type, long start, int left) {
        return switch (type) {
            case LinkHeader.IPV4, LinkHeader.IPV6 -> PartialChecksum.completePacketIfOpen(start, left);
            case BRIDGED -> PartialChecksum.completeIfOpen(start, left);
            default -> false;
        };
    }
}
