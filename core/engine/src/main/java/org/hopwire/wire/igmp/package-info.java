/**
 * IGMP on the wire: version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 9776), the PIM hello an IGMPv1 querier is elected by
 * (RFC 7761 section 4.9.2), multicast router discovery (RFC 4286). Flyweights and their enums; no state, no thread.
 * What depends on an address's width stays here, so that everything behind it can serve MLD too.
 *
 * <p>To read: {@code wrap(buffer, offset, length)} with exactly the octets of the IP payload, {@code validate()}, and
 * only when it answers {@link org.hopwire.wire.igmp.MessageFault#NONE} the fields. Nobody has looked at the checksum
 * before: the caller sums the whole payload, whatever the message's own length (RFC 2236 section 2.5).
 *
 * <p>Writer thread: none; a flyweight belongs to whoever created it and is not shared.
 *
 * <p>Open {@link org.hopwire.wire.igmp.IgmpKind} first: it says what a message is; then
 * {@link org.hopwire.wire.igmp.ReportV3} and {@link org.hopwire.wire.igmp.IgmpWriter}.
 */
package org.hopwire.wire.igmp;
