package org.hopwire.ip.fragment;

/**
 * What happens to datagrams that are cut and to those that are put together. A worker counts the cutting, the control
 * agent the rest.
 */
public enum FragmentCounter {
    /** Datagrams cut into fragments. */
    FRAGMENTED,
    /** Fragments made of them. */
    FRAGMENTS_MADE,
    /** Datagrams dropped because there were not enough spare packets for all of their fragments. */
    FRAGMENTING_REFUSED,
    /** Fragments for this engine that the control agent has looked at. */
    FRAGMENTS_RECEIVED,
    /** Datagrams put together of them. */
    REASSEMBLED,
    /** Fragments that came once more, octet for octet, and changed nothing. */
    REASSEMBLY_DUPLICATE,
    /** Datagrams dropped because two of their fragments overlap (RFC 1858, RFC 3128, RFC 5722). */
    REASSEMBLY_OVERLAP,
    /** Datagrams dropped because their fragments disagree about where they end. */
    REASSEMBLY_BAD_END,
    /** Datagrams dropped because header and data together exceed 65,535 octets. */
    REASSEMBLY_TOO_LONG,
    /** Datagrams dropped because of their fragments some were ECN-capable, some not, and some marked (RFC 3168). */
    REASSEMBLY_BAD_ECN,
    /** Datagrams dropped because they came in more fragments than one may have. */
    REASSEMBLY_TOO_MANY,
    /** Fragments dropped because their source holds all the memory one source may. */
    REASSEMBLY_SOURCE_FULL,
    /** Unfinished datagrams dropped, the oldest first, to make room for newer ones. */
    REASSEMBLY_EVICTED,
    /** Unfinished datagrams dropped because their time was up. */
    REASSEMBLY_TIMED_OUT,
    /** Complete datagrams lost, or timed out untold, for want of a spare packet. */
    REASSEMBLY_LOST;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 152;
}
