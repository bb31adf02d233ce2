package org.hopwire.icmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.Ipv4Header;

/**
 * Turns a datagram into the ICMP error about it, where it lies: an IP and an ICMP header in front, the end cut off. The
 * octets that are quoted do not move.
 *
 * <p>Checksums are taken of the values on their way into the headers and of the quote, never of what was just written:
 * a load that spans younger, narrower stores waits for all of them.
 *
 * <pre>
 *     octets 0 to 3                       4 to 7
 *  0  version, IHL | TOS | total length   identification 0 | DF, offset 0
 *  8  TTL 64 | ICMP | header checksum     source
 * 16  destination                         type | code | ICMP checksum
 * 24  rest of the ICMP header             quote ...
 * </pre>
 */
final class IcmpErrorWriter {
    /** Octets in front of the quote. */
    static final int HEADERS = 28;
    /** Longest error (RFC 1812 section 4.3.2.3): every host takes that much. */
    static final int MAX_LENGTH = 576;
    /** Octets that have to be writable in front of a datagram: the headers and an Ethernet header with a tag. */
    static final int HEADROOM = HEADERS + 18;

    private static final int QUOTED_DATA = 8;

    private static final int VERSION_IHL = 0x4500;
    /** Internetwork control (RFC 1812 section 4.3.2.5). */
    private static final int PRECEDENCE = 0xc0;
    /** Delay, throughput and reliability of RFC 791; the fourth bit of RFC 1349 belongs to ECN by now. */
    private static final int TOS_BITS = 0x1c;
    private static final int PRECEDENCE_AND_TOS_BITS = 0xfc;
    /** Never cut to pieces, so identification 0 will do (RFC 6864 section 4.1). */
    private static final int TTL_PROTOCOL = 64 << 8 | 1;
    private static final long LOW_WORD = 0xffff_ffffL;

    private final boolean minimal;
    private final int longest;
    private final ErrorExtensions[] extensions;
    private final IcmpExtensions.Writer structure = new IcmpExtensions.Writer();

    IcmpErrorWriter(IcmpConfig config, InterfaceTable interfaces, ErrorExtensions... extensions) {
        minimal = config.quote() == IcmpConfig.QuotePolicy.MINIMAL;
        this.extensions = extensions.clone();
        longest = Math.min(MAX_LENGTH, leastMtu(interfaces));
    }

    /** The error may leave by any port, and must not be cut to pieces on any: the narrowest one decides. */
    private static int leastMtu(InterfaceTable interfaces) {
        int least = Ipv4Header.MAX_TOTAL_LENGTH;
        for (int i = 0; i < interfaces.size(); i++) {
            least = Math.min(least, interfaces.get(i).mtu());
        }
        return least;
    }

    /** Whether the datagram has the octets in front that an error takes. */
    static boolean hasRoom(Packet packet) {
        return packet.headroom() >= HEADROOM;
    }

    /**
     * Writes the error; every octet of the packet is the error's afterwards.
     *
     * @param source address it comes from, 0 to have it filled in on the way out
     * @return false when extensions were to be appended and were left out for lack of room
     */
    boolean write(Packet packet, RejectCause cause, int source) {
        int objects = extensions.length == 0 ? 0 : objectsLength(packet, cause);
        if (objects > 0 && fits(packet, objects)) {
            writeExtended(packet, cause, source, objects);
            return true;
        }
        int quote = quoteLength(packet);
        // in two parts: what is behind the header of a short packet is too short for the vector kernel, and dear there
        int header = packet.headerLength();
        int sum = headerSum(packet, header) + InternetChecksum.sum(packet.address() + header, quote - header);
        writeHeaders(packet, cause, source, restOf(packet, cause), quote, sum);
        return objects == 0;
    }

    /** Of a header that the parser has verified, and that nobody had a reason to change since, it is known. */
    private static int headerSum(Packet packet, int octets) {
        return packet.is(Packet.OPTIONS | Packet.REASSEMBLED)
                ? InternetChecksum.headerSum(packet.address(), octets)
                : InternetChecksum.VALID_SUM;
    }

    private int quoteLength(Packet packet) {
        int least = packet.headerLength() + QUOTED_DATA;
        return Math.min(packet.length(), minimal ? least : Math.max(least, longest - HEADERS));
    }

    private static int restOf(Packet packet, RejectCause cause) {
        int datum = packet.causeDatum();
        // RFC 1191 section 4: 0 would say that we do not know
        return cause == RejectCause.FRAGMENTATION_NEEDED
                ? Math.clamp(datum, Ipv4Header.MIN_MTU, Ipv4Header.MAX_TOTAL_LENGTH)
                : cause.restOfHeader(datum);
    }

    private static int tosOf(int offendingTos, RejectCause cause) {
        return cause == RejectCause.SOURCE_QUENCH
                ? offendingTos & PRECEDENCE_AND_TOS_BITS
                : PRECEDENCE | (offendingTos & TOS_BITS);
    }

    /** Puts both headers in front of the first {@code behind} octets of the packet, whose sum is given. */
    private static void writeHeaders(Packet packet, RejectCause cause, int source, int rest, int behind, int sum) {
        int versionTos = VERSION_IHL | tosOf(OffHeap.getByte(packet.address() + Ipv4Header.TOS_OFFSET), cause);
        int destination = packet.source();
        int length = HEADERS + behind;
        packet.enclose(HEADERS, length);
        int typeCode = cause.type() << 8 | cause.code();
        int ipChecksum = complement(versionTos + length + Ipv4Header.DONT_FRAGMENT + TTL_PROTOCOL + halves(source)
                + halves(destination));
        int icmpChecksum = complement(typeCode + halves(rest) + sum);

        // four plain stores: through the view each would reload and recheck what the enclosing just set
        long address = packet.address();
        OffHeap.putNetworkLong(address, (long) (versionTos << 16 | length) << 32 | Ipv4Header.DONT_FRAGMENT);
        OffHeap.putNetworkLong(address + 8, (long) (TTL_PROTOCOL << 16 | ipChecksum) << 32 | (source & LOW_WORD));
        OffHeap.putNetworkLong(address + 16,
                (long) destination << 32 | ((typeCode << 16 | icmpChecksum) & LOW_WORD));
        OffHeap.putNetworkInt(address + 24, rest);
        packet.readdress(source, destination);
    }

    private static int halves(int word) {
        return (word >>> 16) + (word & 0xffff);
    }

    private static int complement(int sum) {
        int once = (sum & 0xffff) + (sum >>> 16);
        return ~(once + (once >>> 16)) & 0xffff;
    }

    private int objectsLength(Packet packet, RejectCause cause) {
        if (cause.type() != 3 && cause.type() != 11 && cause.type() != 12) {
            return 0;
        }
        int length = 0;
        for (ErrorExtensions each : extensions) {
            length += each.length(packet, cause);
        }
        return length;
    }

    private boolean fits(Packet packet, int objects) {
        int quote = IcmpExtensions.MIN_QUOTE_LENGTH;
        int structureLength = IcmpExtensions.HEADER_LENGTH + objects;
        return HEADERS + quote + structureLength <= longest
                && extendedQuote(packet, structureLength) + structureLength <= packet.length() + packet.tailroom();
    }

    /** Octets of quote and padding: at least 128, a multiple of 4 (RFC 4884 section 3). */
    private int extendedQuote(Packet packet, int structureLength) {
        int wanted = Math.max(IcmpExtensions.MIN_QUOTE_LENGTH, (quoteLength(packet) + 3) & -4);
        return Math.min(wanted, (longest - HEADERS - structureLength) & -4);
    }

    private void writeExtended(Packet packet, RejectCause cause, int source, int objects) {
        int structureLength = IcmpExtensions.HEADER_LENGTH + objects;
        int quote = extendedQuote(packet, structureLength);
        int quoted = Math.min(quote, packet.length());
        packet.trim(quoted);
        int sum = InternetChecksum.sum(packet.address(), quoted);
        packet.append(quote - quoted + structureLength);
        packet.view().setMemory(quoted, quote - quoted, (byte) 0);
        writeStructure(packet, cause, quote);
        sum += InternetChecksum.sum(packet.address() + quote, structureLength);
        int words = quote / Integer.BYTES;
        writeHeaders(packet, cause, source, restOf(packet, cause) | words << 16, packet.length(), sum);
    }

    private void writeStructure(Packet packet, RejectCause cause, int offset) {
        UnsafeBuffer view = packet.view();
        structure.begin(view, offset);
        for (ErrorExtensions each : extensions) {
            each.write(packet, cause, view, structure);
        }
        structure.finish();
    }
}
