/**
 * Neighbours: the link-layer addresses of the next hops, by ARP (RFC 826, RFC 1122 section 2.3.2, RFC 5227) or by
 * hand.
 *
 * <p>The control agent alone writes; workers read {@link org.hopwire.ip.neighbor.NeighbourTable}, off-heap words
 * released by one writer. A packet whose next hop is not known waits with the control agent, a few for each
 * neighbour, until the neighbour answers or the last request has gone unanswered; then it goes back to the worker, to
 * be forwarded or refused. Such a packet counts as consumed, and as originated when it leaves after all.
 *
 * <p>What is believed: RFC 826 merges the sender of any ARP packet into an entry that is there, and adds an entry for
 * whoever asks for an address of ours. Here a reply that nobody asked for adds nothing, an entry of the configuration
 * never changes, and an address changes its station at most once a second. When the table is full, a resolution that
 * failed gives way first, then the station that only asked and was never used, the oldest of each; neighbours in use
 * stay, and what is new is refused.
 *
 * <p>Open {@link org.hopwire.ip.neighbor.Neighbours} first.
 */
package org.hopwire.ip.neighbor;
