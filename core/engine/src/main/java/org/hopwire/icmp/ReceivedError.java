package org.hopwire.icmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.packet.Packet;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.InterfaceInformation;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.MplsLabelStack;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * One received ICMP error or redirect, read one level deep: the message, the datagram it quotes, and the extension
 * objects behind the quote (RFC 792, RFC 1122 section 3.2.2, RFC 4884).
 *
 * <p>A quote is malformed, and the error worthless, when it is no IPv4 header with the first eight octets behind it (or
 * all there were), when it is a fragment other than the first, or when it is itself an ICMP error, which nobody may
 * have answered (RFC 1122 section 3.2.2). Extensions that are malformed count as absent; the quote stays usable.
 *
 * <p>A reusable view: it is bound to a packet and reads its bytes; nothing is kept.
 */
public final class ReceivedError {
    /** Octets of the quoted datagram's payload that every error carries (RFC 792). */
    private static final int QUOTED_PAYLOAD = 8;
    private static final int PROTOCOL_SHIFT = 16;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 6;

    private final IcmpExtensions extensions = new IcmpExtensions();
    private final MplsLabelStack labels = new MplsLabelStack();
    private final InterfaceInformation information = new InterfaceInformation();

    private UnsafeBuffer view;
    private int icmp;
    private int icmpLength;
    private int reporter;
    private int inPort;
    private int quote;
    private int quotedHeaderLength;
    private int quotedProtocol;
    private int quotedSource;
    private int quotedDestination;
    private int quotedPorts;
    private boolean attributable;

    /** A view of nothing yet. */
    ReceivedError() {}

    /**
     * Binds the view to a packet whose ICMP header the parser has admitted, and reads the quote.
     *
     * @return false when the quote is malformed; the accessors then mean nothing
     */
    boolean read(Packet packet) {
        view = packet.view();
        icmp = packet.headerLength();
        icmpLength = packet.length() - icmp;
        reporter = packet.source();
        inPort = packet.inPort();
        quote = icmp + IcmpHeader.LENGTH;
        return readHeader(icmpLength - IcmpHeader.LENGTH);
    }

    private boolean readHeader(int room) {
        if (room < Ipv4Header.MIN_LENGTH) {
            return false;
        }
        int first = view.getInt(quote, BIG_ENDIAN);
        quotedHeaderLength = (first >>> 24 & 0xF) << 2;
        int payload = (first & 0xFFFF) - quotedHeaderLength;
        boolean headerRight = first >>> 28 == Ipv4Header.VERSION && quotedHeaderLength >= Ipv4Header.MIN_LENGTH;
        if (!headerRight || payload < 0 || quotedHeaderLength + Math.min(payload, QUOTED_PAYLOAD) > room) {
            return false;
        }
        int fragment = view.getInt(quote + IDENTIFIER_OFFSET, BIG_ENDIAN);
        if ((fragment & Ipv4Header.OFFSET_MASK) != 0) {
            return false;
        }
        quotedProtocol = view.getInt(quote + Ipv4Header.TTL_OFFSET, BIG_ENDIAN) >>> PROTOCOL_SHIFT & 0xFF;
        quotedSource = view.getInt(quote + Ipv4Header.SOURCE_OFFSET, BIG_ENDIAN);
        quotedDestination = view.getInt(quote + Ipv4Header.DESTINATION_OFFSET, BIG_ENDIAN);
        return readTransport(payload);
    }

    private boolean readTransport(int payload) {
        quotedPorts = 0;
        attributable = true;
        int transport = quote + quotedHeaderLength;
        return switch (quotedProtocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.UDP_LITE -> {
                boolean whole = payload >= QUOTED_PAYLOAD;
                quotedPorts = whole ? view.getInt(transport, BIG_ENDIAN) : 0;
                yield whole;
            }
            case IpProtocol.ICMP -> payload >= QUOTED_PAYLOAD && readQuotedIcmp(transport);
            default -> true;
        };
    }

    private boolean readQuotedIcmp(int at) {
        IcmpType type = IcmpType.of(view.getByte(at));
        if (type.isErrorOrUnknown()) {
            return false;
        }
        // an error about an answer of ours says nothing about queries of ours, even if the identifiers agree
        attributable = type.kind() == IcmpType.Kind.QUERY;
        quotedPorts = view.getInt(at + IDENTIFIER_OFFSET, BIG_ENDIAN) & 0xFFFF_0000;
        return true;
    }

    /** Whether the quoted packet can be one that a registered flow has sent, by its kind. */
    boolean isAttributable() {
        return attributable;
    }

    /** ICMP type: 3, 5, 11 or 12. */
    public int type() {
        return view.getByte(icmp) & 0xFF;
    }

    /** ICMP code, known for the type. */
    public int code() {
        return view.getByte(icmp + 1) & 0xFF;
    }

    /** Octets 4 to 7 of the message as they are. */
    public int restOfHeader() {
        return view.getInt(icmp + IDENTIFIER_OFFSET, BIG_ENDIAN);
    }

    /**
     * Next-hop MTU of "fragmentation needed" in octets, 0 from a router older than RFC 1191. Unchecked: any value may
     * have been forged, and one below 68 or above the MTU in use is never to be believed (RFC 5927 section 7).
     */
    public int nextHopMtu() {
        return restOfHeader() & 0xFFFF;
    }

    /** Octet of the quoted datagram that a parameter problem blames. */
    public int pointer() {
        return restOfHeader() >>> 24;
    }

    /** Gateway of a redirect, a neighbour on the port it came in by. */
    public int gateway() {
        return restOfHeader();
    }

    /** Who sent the error, an IPv4 address. */
    public int reporter() {
        return reporter;
    }

    /** Index of the port the error came in by. */
    public int inPort() {
        return inPort;
    }

    /** IP protocol of the quoted packet, 0 to 255. */
    public int quotedProtocol() {
        return quotedProtocol;
    }

    /** Our address, the source of the quoted packet. */
    public int quotedSource() {
        return quotedSource;
    }

    /** Where the quoted packet was going. */
    public int quotedDestination() {
        return quotedDestination;
    }

    /** Our port in a quoted TCP, UDP or SCTP packet, the identifier in an ICMP query; 0 for other protocols. */
    public int quotedSourcePort() {
        return quotedPorts >>> 16;
    }

    /** The other side's port in a quoted TCP, UDP or SCTP packet; 0 for other protocols. */
    public int quotedDestinationPort() {
        return quotedPorts & 0xFFFF;
    }

    /** Sequence number of a quoted ICMP query; 0 for other protocols. */
    public int quotedSequence() {
        int at = quote + quotedHeaderLength + SEQUENCE_OFFSET;
        return quotedProtocol == IpProtocol.ICMP ? view.getShort(at, BIG_ENDIAN) & 0xFFFF : 0;
    }

    /** The first eight octets behind the quoted header, as every error carries them; 0 where there were fewer. */
    public long quotedData() {
        boolean isThere = quotedTotalLength() - quotedHeaderLength >= QUOTED_PAYLOAD;
        return isThere ? view.getLong(quote + quotedHeaderLength, BIG_ENDIAN) : 0;
    }

    /** Time to live that the quoted packet had left when it was refused. */
    public int quotedTtl() {
        return view.getByte(quote + Ipv4Header.TTL_OFFSET) & 0xFF;
    }

    /** Total length the quoted packet had, by its header: more than {@link #quotedLength()} where it was cut. */
    public int quotedTotalLength() {
        return view.getShort(quote + Ipv4Header.TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Octets of the quoted packet's header, 20 to 60. */
    public int quotedHeaderLength() {
        return quotedHeaderLength;
    }

    /** Whether the quoted packet may not be fragmented. */
    public boolean quotedDontFragment() {
        return (view.getShort(quote + Ipv4Header.FLAGS_OFFSET, BIG_ENDIAN) & Ipv4Header.DONT_FRAGMENT) != 0;
    }

    /** IP identification of the quoted packet. */
    public int quotedIdentification() {
        return view.getShort(quote + IDENTIFIER_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Octets of the quote at hand, from the IP header on, extensions not included. A length octet that contradicts
     * RFC 4884 is not believed: it could end the quote inside the header that was read.
     */
    public int quotedLength() {
        extensions.wrap(view, icmp, icmpLength);
        boolean contradictory = extensions.status() == IcmpExtensions.Status.BAD_LENGTH;
        return contradictory ? icmpLength - IcmpHeader.LENGTH : extensions.quoteLength();
    }

    /** Copies the quoted octets, as many as there are and fit, and returns their number. */
    public int quoted(byte[] into) {
        int octets = Math.min(quotedLength(), into.length);
        view.getBytes(quote, into, 0, octets);
        return octets;
    }

    /** Returns to before the first extension object; true when there is one (RFC 4884). */
    public boolean hasExtensions() {
        return extensions.wrap(view, icmp, icmpLength).isPresent();
    }

    /** Steps to the next extension object, after {@link #hasExtensions}; false when there is none. */
    public boolean nextExtension() {
        return extensions.next();
    }

    /** Class-Num of the extension object, such as {@link MplsLabelStack#OBJECT_CLASS}. */
    public int extensionClass() {
        return extensions.objectClass();
    }

    /** C-Type of the extension object. */
    public int extensionType() {
        return extensions.objectType();
    }

    /** Copies the object's payload, as much as fits, and returns the octets copied. */
    public int extension(byte[] into) {
        int octets = Math.min(extensions.payloadLength(), into.length);
        view.getBytes(extensions.payloadOffset(), into, 0, octets);
        return octets;
    }

    /** The object as the label stack of RFC 4950; look at {@link MplsLabelStack#isValid} first. */
    public MplsLabelStack mplsLabelStack() {
        return labels.wrap(view, extensions.payloadOffset(), extensions.payloadLength());
    }

    /** The object as the interface information of RFC 5837; look at {@link InterfaceInformation#isValid} first. */
    public InterfaceInformation interfaceInformation() {
        return information.wrap(view, extensions.payloadOffset(), extensions.payloadLength(),
                extensions.objectType());
    }

    /** One line; allocates. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(IcmpType.of(type()).label()).append(' ').append(code());
        Ipv4Address.appendTo(line.append(" from "), reporter);
        Ipv4Address.appendTo(line.append(" about protocol ").append(quotedProtocol).append(' '), quotedSource);
        Ipv4Address.appendTo(line.append(':').append(quotedSourcePort()).append(" > "), quotedDestination);
        return line.append(':').append(quotedDestinationPort()).toString();
    }
}
