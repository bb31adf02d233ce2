/**
 * The host side of membership: what applications ask for, merged per interface (RFC 9776 section 3.2), and told to the
 * routers of a link by version 3 (RFC 9776 section 5), 2 (RFC 2236) or 1 (RFC 1112), whichever the queries heard call
 * for. The control agent is the only thread. Open {@link org.hopwire.igmp.host.HostInterface} first: all that can
 * happen to a host is one of its methods; {@code StateChanges}, {@code Responses} and {@code OldReports} do the work.
 */
package org.hopwire.igmp.host;
