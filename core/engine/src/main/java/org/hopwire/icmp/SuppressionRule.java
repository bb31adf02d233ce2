package org.hopwire.icmp;

/** Why no ICMP error was sent about a refused packet: one row for each rule, in the order they are asked. */
public enum SuppressionRule {
    /** A fragment other than the first (RFC 1122 section 3.2.2, RFC 1812 section 4.3.2.7). */
    LATER_FRAGMENT,
    /** Sent as a link-layer broadcast or multicast (RFC 1122 section 3.2.2, RFC 1812 section 4.3.2.7). */
    LINK_GROUP,
    /** To an IP broadcast address, directed ones included (RFC 1122 section 3.2.2, RFC 1812 section 4.3.2.7). */
    DESTINATION_BROADCAST,
    /** To an IP multicast address (RFC 1122 section 3.2.2, RFC 1112 section 7.2). */
    DESTINATION_MULTICAST,
    /** From 0.0.0.0/8 (RFC 1122 section 3.2.2, RFC 1812 section 4.3.2.7: a network prefix of zero). */
    SOURCE_THIS_NETWORK,
    /** From 127.0.0.0/8 (RFC 1122 section 3.2.2). */
    SOURCE_LOOPBACK,
    /** From a multicast address (RFC 1122 section 3.2.2). */
    SOURCE_MULTICAST,
    /** From 240.0.0.0/4 other than 255.255.255.255 (RFC 1122 section 3.2.2). */
    SOURCE_CLASS_E,
    /** From 255.255.255.255 or the broadcast or network address of a network of ours (RFC 1122 section 3.2.2). */
    SOURCE_BROADCAST,
    /** From one of our own addresses: forged or looped (RFC 1812 sections 4.3.2.7 and 5.3.7). */
    SOURCE_IS_OURS,
    /** About an ICMP error, redirects and source quenches included (RFC 1122 section 3.2.2). */
    ABOUT_ICMP_ERROR,
    /**
     * About ICMP of a type nobody knows, or cut before its header ends: it may be an error (RFC 1122 section 3.2.2).
     */
    ABOUT_UNKNOWN_ICMP_TYPE,
    /** The policy of its type says no; source quench by default (RFC 6633 section 3). */
    POLICY_OFF,
    /** The bucket of the source's group is empty (RFC 1812 section 4.3.2.8). */
    PREFIX_LIMIT,
    /** The bucket of all errors is empty (RFC 1812 section 4.3.2.8). */
    GLOBAL_LIMIT,
    /** The sender was told of the better first hop and has to be left alone for now (RFC 1812 section 4.3.2.8). */
    REDIRECT_BACKOFF,
    /** The cap on fragmentation needed alone is reached (RFC 1812 section 4.3.2.8). */
    FRAGMENTATION_LIMIT,
    /** Not enough writable octets in front of the datagram. */
    NO_ROOM
}
