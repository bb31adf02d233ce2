/**
 * Who receives what: for a context (a VLAN, or 0 for a router), a group and a source, the set of outgoing ports.
 *
 * <p>Each port is in EXCLUDE mode (it wants all sources but those listed) or in INCLUDE mode (it wants those listed
 * alone), RFC 9776 section 4.2. A group is one 8-byte slot of its context's open-addressed table: key, and either a
 * small port set without sources or a reference to an immutable block that holds one port set for all sources nobody
 * named and one for each source somebody did. One store of one slot therefore changes everything a reader can see of a
 * group. Tables and blocks that were replaced are given back after every reader has passed a quiescent point.
 *
 * <p>Writer thread: the control agent alone. Readers: every worker, through a
 * {@link org.hopwire.membership.MembershipReader} of its own, which never waits, never retries and never allocates.
 * Open {@link org.hopwire.membership.MembershipTable} first, then {@link org.hopwire.membership.PortSet}.
 */
package org.hopwire.membership;
