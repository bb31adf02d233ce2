package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The IPv4 header of multicast control traffic, which no router passes on: TTL 1, precedence "internetwork control".
 * Identification 0 with "don't fragment" is an atomic datagram (RFC 6864 section 4.1): it tells an observer nothing,
 * and is what Linux sends.
 */
final class LinkDatagram {
    /** Octets of a header with a router alert. */
    static final int ALERT_LENGTH = 24;

    /** Precedence 6 (RFC 9776 section 4). */
    static final int TOS = 0xC0;

    /** Never beyond the link. */
    static final int TTL = 1;

    private static final int MESSAGE_CHECKSUM = 2;

    private final Ipv4Header header = new Ipv4Header();

    /** Writes header and router alert, every octet. */
    void alert(UnsafeBuffer buffer, int offset, int totalLength, int protocol, int source, int destination) {
        buffer.putInt(offset + Ipv4Header.MIN_LENGTH, Ipv4Options.ROUTER_ALERT_WORD, BIG_ENDIAN);
        write(buffer, offset, totalLength, protocol, source, destination);
        header.headerLength(ALERT_LENGTH);
        sum(buffer, offset, ALERT_LENGTH);
    }

    /** Writes a header without options, every octet. */
    void plain(UnsafeBuffer buffer, int offset, int totalLength, int protocol, int source, int destination) {
        write(buffer, offset, totalLength, protocol, source, destination);
        sum(buffer, offset, Ipv4Header.MIN_LENGTH);
    }

    /** Writes the checksum of an IGMP or PIM message, whose field holds 0. */
    static void checksum(UnsafeBuffer buffer, int offset, int length) {
        int sum = InternetChecksum.sum(buffer, offset, length);
        buffer.putShort(offset + MESSAGE_CHECKSUM, (short) InternetChecksum.checksum(sum), BIG_ENDIAN);
    }

    private void write(UnsafeBuffer buffer, int offset, int totalLength, int protocol, int source, int destination) {
        header.wrap(buffer, offset).writeFresh(TOS, totalLength, TTL, protocol, source, destination)
                .flagsAndOffset(Ipv4Header.DONT_FRAGMENT);
    }

    private void sum(UnsafeBuffer buffer, int offset, int headerLength) {
        header.checksum(InternetChecksum.checksum(InternetChecksum.sum(buffer, offset, headerLength)));
    }
}
