package org.hopwire.igmp;

/** What the control agent counts of membership besides messages by kind. */
public enum IgmpCounter {
    /** Messages of ours that found no spare packet and were not sent. */
    MESSAGE_LOST,
    /** Records of a type RFC 9776 does not define, skipped. */
    RECORD_UNKNOWN,
    /** Records about an address that is no group, skipped. */
    RECORD_BAD_GROUP,
    /** Reports and leaves on a port where we are no router. */
    REPORT_IGNORED,
    /** Queries on a link where we are neither host nor router. */
    QUERY_IGNORED,
    /** Requests to join that were refused. */
    JOIN_REFUSED,
    /** Events that found no room because nobody fetched those before. */
    EVENT_LOST,
    /** Turns in which a proxy had more groups to tell upstream than one turn may. */
    PROXY_DEFERRED,
    /** PIM hellos sent. */
    PIM_HELLO_SENT,
    /** PIM hellos heard. */
    PIM_HELLO_RECEIVED,
    /** PIM neighbours not kept for lack of room. */
    PIM_NEIGHBOUR_REFUSED;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 141;
    /** Kind of the counters by {@link org.hopwire.wire.igmp.IgmpKind}; the scope tells sent from received. */
    public static final int TYPE_ID_BY_KIND = 140;
}
