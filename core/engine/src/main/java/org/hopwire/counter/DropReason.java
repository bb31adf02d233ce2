package org.hopwire.counter;

/**
 * Why a frame went no further. A frame that is dropped is counted under exactly one of these rows, so that
 * {@code received = forwarded + consumed + sum(dropped)} holds to one frame. Rows stand in the order in which a frame
 * meets them; the index is not stable between versions, the label is.
 */
public enum DropReason {
    // capture and link layer
    SHORT_FRAME("frame ends before its link-layer header does"),
    TRUNCATED("capture kept fewer bytes than the frame had on the wire"),
    OVERSIZE("frame is longer than a slot or than the MTU allows"),
    NOT_OUR_MAC("unicast frame for another station"),
    UNKNOWN_ETHERTYPE("EtherType is neither IPv4, ARP nor a VLAN tag"),
    BAD_VLAN("VLAN tag is reserved, stacked too deep or not of this port"),
    BAD_SOURCE_MAC("link-layer source is a group, all zeros or the switch itself"),
    LINK_RESERVED("link-layer destination is one no bridge passes on (IEEE 802.1D 7.12.6)"),
    SAME_PORT("destination station is on the port the frame came from"),
    NO_EGRESS_PORT("no port of the VLAN is left to pass the frame on to"),
    ARP_MALFORMED("ARP packet that is not IPv4 over Ethernet, or neither request nor reply"),
    ARP_BAD_SENDER("ARP sender that is a group, nobody, or this port itself"),
    ARP_OFF_LINK("ARP sender that is on no network of the port"),
    ARP_UNHANDLED("ARP packet about addresses that are none of ours, or where ARP is off"),

    // IPv4 header (RFC 791, RFC 1122 3.2.1, RFC 1812 5.2.2)
    BAD_VERSION("IP version is not 4"),
    BAD_IHL("header length is below 20 bytes or beyond the packet"),
    BAD_TOTAL_LENGTH("total length is below the header length or beyond the frame"),
    BAD_HEADER_CHECKSUM("IPv4 header checksum does not verify"),
    BAD_SOURCE("source address cannot be a sender (martian)"),
    REVERSE_PATH("source is not reached by the port it came by (RFC 3704)"),
    BAD_DESTINATION("destination address cannot be a receiver (martian)"),
    BAD_OPTION("IPv4 option is malformed"),
    SOURCE_ROUTED("source-routed packet while source routing is switched off, or one that leads nowhere"),
    RECORD_ROUTE("packet with a record route option, which is switched off"),
    TIMESTAMP_OPTION("packet with a timestamp option, which is switched off"),

    // routing and forwarding (RFC 1812)
    NOT_FOR_US("packet in transit at a host, which does not forward"),
    TTL_EXPIRED("TTL reached zero in transit"),
    NO_ROUTE("no route to the destination"),
    REJECT_ROUTE("route answers with an unreachable error"),
    BLACKHOLE("route discards silently"),
    NEIGHBOUR_UNRESOLVED("next hop did not answer ARP or its queue is full"),
    FRAGMENTATION_NEEDED("packet exceeds the egress MTU and may not be fragmented"),
    DIRECTED_BROADCAST("directed broadcast, which is not forwarded (RFC 2644)"),
    LINK_BROADCAST("unicast IP packet in a link-layer broadcast or multicast (RFC 1122 3.3.6)"),
    MULTICAST_UNREGISTERED("multicast group without a listener"),
    MULTICAST_SOURCE_UNWANTED("multicast group whose listeners do not want this source"),
    MULTICAST_SAME_PORT("multicast whose only listeners are on the port it came from"),
    MULTICAST_WRONG_INTERFACE("multicast from an interface that does not lead to its source (RFC 1812 5.2.1.3)"),
    MULTICAST_LINK_SCOPE("multicast to 224.0.0.0/24, which never leaves its link"),
    MULTICAST_BOUNDARY("multicast of a scope that ends at this interface (RFC 2365)"),

    // local delivery
    BAD_L4_LENGTH("transport header or length does not fit the packet"),
    BAD_L4_CHECKSUM("transport checksum does not verify"),
    PROTOCOL_UNREACHABLE("no handler for this IP protocol"),
    PORT_UNREACHABLE("no handler for this UDP or TCP port"),
    FRAGMENT_UNHANDLED("fragment that is not reassembled"),
    FRAGMENT_BAD_LENGTH("fragment without data, or not of eights of octets although more follow"),
    FRAGMENT_TOO_LONG("fragment that ends beyond 65,535 octets"),
    FRAGMENT_TINY("fragment that cuts a TCP header in two (RFC 1858)"),

    // ICMP (RFC 792, RFC 1122 3.2.2)
    ICMP_SHORT("ICMP message ends before its header does"),
    ICMP_BAD_CHECKSUM("ICMP checksum does not verify"),
    ICMP_UNKNOWN_TYPE("ICMP type is not known"),
    ICMP_UNKNOWN_CODE("ICMP code is not known for its type"),
    ICMP_DEPRECATED("ICMP type is deprecated (RFC 6633, RFC 6918)"),
    ICMP_DISABLED("ICMP query of a type that is switched off"),
    ICMP_BROADCAST_QUERY("ICMP query to a broadcast or multicast address"),
    ICMP_BAD_LENGTH("ICMP message length is wrong for its type"),
    ICMP_UNSOLICITED_REPLY("ICMP reply that nobody asked for"),
    BAD_QUOTE("packet quoted in a received ICMP error is malformed"),
    QUOTE_UNMATCHED("packet quoted in a received ICMP error is none of ours (RFC 5927)"),
    ICMP_BAD_REDIRECT("received redirect whose gateway or sender is no neighbour there (RFC 1122 3.2.2.2)"),

    // IGMP (RFC 9776)
    IGMP_SHORT("IGMP message ends before its header does"),
    IGMP_BAD_CHECKSUM("IGMP checksum does not verify"),
    IGMP_BAD_LENGTH("IGMP length is of no version, or its counts do not fit it"),
    IGMP_BAD_GROUP("IGMP message about an address that is no group"),
    IGMP_BAD_TTL("IGMP message with a TTL other than 1"),
    IGMP_NO_ROUTER_ALERT("IGMP message without the Router Alert option"),
    IGMP_OFF_LINK("IGMP message from a source that is not on the link"),
    IGMP_OWN_SOURCE("IGMP message from an address of our own: a loop, or an address used twice"),
    IGMP_MISADDRESSED("IGMP message whose link-layer or IP destination is not the one of its kind"),
    IGMP_LINK_MISMATCH("IGMP message whose link-layer destination is not that of its IP destination"),
    IGMP_DEPRECATED("message of IGMP version 0, DVMRP, PIM version 1 or mtrace"),
    IGMP_UNKNOWN_TYPE("IGMP type is not known"),
    PIM_REFUSED("PIM message that is no hello, or malformed, or from off the link"),
    IGMP_UNHANDLED("IGMP message while no IGMP role is active on the port"),

    // inside the engine and on the way out
    PUNT_FULL("link to the control agent is full"),
    OUTPUT_UNROUTED("packet of our own without a route or neighbour"),
    PORT_FULL("port refused the frame for lack of room"),
    PORT_DOWN("port is down or gone"),
    NO_SLOT("no free frame slot"),
    FAULT("a handler failed on its burst"),
    LOOP("same frame queued for processing again");

    private static final DropReason[] VALUES = values();

    private final String label;
    private final String description;

    DropReason(String description) {
        this.label = RowLabels.of(this);
        this.description = description;
    }

    /** Number of rows. */
    public static int count() {
        return VALUES.length;
    }

    /** Row at an {@link #index()}, without the copy that {@code values()} makes. */
    public static DropReason at(int index) {
        return VALUES[index];
    }

    /** Place among the rows, from 0 to {@code count() - 1}: a burst stores it, a counter set adds by it. */
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }

    /** Stable kebab-case name, as in statistics and capture comments: {@code bad-header-checksum}. */
    public String label() {
        return label;
    }

    /** One line for people, without a full stop. */
    public String description() {
        return description;
    }
}
