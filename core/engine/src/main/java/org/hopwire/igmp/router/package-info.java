/**
 * The router side of RFC 9776 (sections 6 to 8), for a router, a proxy's downstream links and a snooping switch: who
 * queries a link ({@link org.hopwire.igmp.router.Querier}, one per link) and what the members behind one attachment
 * want ({@link org.hopwire.igmp.router.GroupTable}, one per interface, or per VLAN and port of a switch).
 * <p>
 * Messages come in as validated records, one by one; whether a datagram is worth believing (TTL, Router Alert, source
 * on the link, destination) is decided before. What an attachment wants leaves whole through a
 * {@link org.hopwire.igmp.core.ForwardingSink} exactly when it changes.
 * <p>
 * All state is pooled in arrays of {@code long}: a refresh looks up one record, writes a deadline and touches no
 * timer; the group's one timer finds out when it fires early. Decisions where the RFC leaves room:
 * <ul>
 * <li>A lower address heard while our last-member queries run takes over when they are done (RFC 2236 section 3), at
 * most one Last Member Query Time later; queries already begun are finished by the router that began them.
 * <li>A leave of a group whose queries are in flight starts no second train: it refills the first one.
 * <li>Fast leave acts only where the tracked hosts are known to be all: not before the start-up queries were
 * answered, not while a host that was not tracked may listen, and, where hosts can suppress each other's reports,
 * not while version 1 or 2 hosts are present. In every other case the members are asked, as the RFC says.
 * <li>In the SSM range nothing but source lists counts (RFC 4604); a mapped report counts as its mapped sources.
 * </ul>
 * Writer thread: the control agent. Open {@link org.hopwire.igmp.router.GroupTable} first, then
 * {@code GroupMachine.StateRow}: section 6.4 as a table.
 */
package org.hopwire.igmp.router;
