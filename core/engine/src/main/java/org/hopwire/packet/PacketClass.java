package org.hopwire.packet;

import org.hopwire.counter.DropReason;

/** How the parser sorts the packets of a burst; each class has at most one handler. */
public enum PacketClass {
    /** Settled by the parser: dropped or rejected. */
    SETTLED(DropReason.BAD_DESTINATION),
    /** IPv4 unicast for somebody else. */
    TRANSIT(DropReason.NOT_FOR_US),
    /** An ICMP echo request for one of our addresses, checksum verified. */
    ECHO(DropReason.ICMP_DISABLED),
    /** Any other ICMP request for us: timestamp, information, mask, solicitation, extended echo. */
    ICMP_QUERY(DropReason.ICMP_DISABLED),
    /** An ICMP error or redirect for us. */
    ICMP_ERROR(DropReason.QUOTE_UNMATCHED),
    /** ICMP for us that asks for nothing: replies, advertisements, deprecated and unknown types. */
    ICMP_OTHER(DropReason.ICMP_UNKNOWN_TYPE),
    /** UDP, TCP or another transport for one of our addresses. */
    LOCAL(DropReason.PROTOCOL_UNREACHABLE),
    /** A fragment for one of our addresses. */
    FRAGMENT(DropReason.FRAGMENT_UNHANDLED),
    /** IGMP, wherever it is sent to. */
    IGMP(DropReason.IGMP_UNHANDLED),
    /** IPv4 multicast data. */
    MULTICAST(DropReason.MULTICAST_UNREGISTERED),
    /** An ARP packet; its view starts at the ARP header. */
    ARP(DropReason.ARP_UNHANDLED),
    /** PIM to its own group, checksum verified (RFC 7761 section 4.9). */
    PIM(DropReason.MULTICAST_UNREGISTERED),
    /** A packet whose next hop's link-layer address is being asked for; seen by the control agent alone. */
    UNRESOLVED(DropReason.NEIGHBOUR_UNRESOLVED),
    /** At a switch: a frame for one station. */
    STATION(DropReason.NO_EGRESS_PORT),
    /** At a switch: a frame for all of a VLAN, broadcast or multicast that no membership speaks of. */
    EVERYBODY(DropReason.NO_EGRESS_PORT);

    private static final PacketClass[] VALUES = values();
    private final DropReason unhandled;

    PacketClass(DropReason unhandled) {
        this.unhandled = unhandled;
    }

    /** Why a packet of this class is dropped where nobody handles it. */
    public DropReason unhandled() {
        return unhandled;
    }

    /** Place among the classes, from 0: arrays by class use it. */
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }

    byte code() {
        return (byte) index();
    }

    /** How many classes there are. */
    public static int count() {
        return VALUES.length;
    }

    /** The class at an {@link #index}. */
    public static PacketClass of(int index) {
        return VALUES[index];
    }
}
