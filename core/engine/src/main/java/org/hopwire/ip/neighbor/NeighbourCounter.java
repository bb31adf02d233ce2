package org.hopwire.ip.neighbor;

/** What the control agent counts of neighbours. */
public enum NeighbourCounter {
    /** ARP requests by broadcast. */
    REQUESTS_SENT,
    /** ARP requests to the station itself, whether it is still there (RFC 1122 section 2.3.2.1). */
    POLLS_SENT,
    /** ARP replies for addresses of ours. */
    REPLIES_SENT,
    /** ARP replies for addresses behind other ports (RFC 1027). */
    PROXY_REPLIES_SENT,
    /** Announcements of addresses of ours (RFC 5227 section 2.3), defences among them. */
    ANNOUNCEMENTS_SENT,
    /** ARP packets a message could not be written for, because no spare packet was free. */
    NOT_SENT,
    /** ARP requests that concerned us. */
    REQUESTS_RECEIVED,
    /** ARP replies that concerned us. */
    REPLIES_RECEIVED,
    /** Neighbours entered because they asked for us. */
    LEARNED,
    /** Neighbours that answered when they were asked for. */
    RESOLVED,
    /** Neighbours that did not answer. */
    UNRESOLVED,
    /** Neighbours that moved to another link-layer address. */
    MOVED,
    /** Moves not believed: less than a second after the one before. */
    MOVE_REFUSED,
    /** Other addresses claimed for neighbours of the configuration, which stay. */
    FIXED_KEPT,
    /** Replies nobody had asked for, from neighbours that are not entered. */
    UNSOLICITED,
    /** Neighbours forgotten: out of use, or silent when asked again. */
    EXPIRED,
    /** Neighbours that made room for others in a full table. */
    EVICTED,
    /** Neighbours that were not entered because the table is full. */
    TABLE_FULL,
    /** Another station claimed an address of ours (RFC 5227 section 2.4). */
    CONFLICT,
    /** Packets that began to wait for a neighbour. */
    QUEUED,
    /** Packets that had waited and went on. */
    RELEASED,
    /** Packets that had waited in vain, and were refused. */
    REFUSED,
    /** Packets dropped because the queue, of one neighbour or in all, has room for the latest only. */
    QUEUE_DROPPED,
    /** Events nobody fetched in time. */
    EVENT_LOST;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 150;
}
