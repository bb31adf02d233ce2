/**
 * What all roles of the membership protocol share and what they ask of their surroundings. Nothing here or in
 * {@code igmp.router} and {@code igmp.host} knows an address's width or a header's layout: addresses are {@code int}
 * keys that an {@link org.hopwire.igmp.core.AddressFamily} explains (an IPv4 address is its own key; a family of wider
 * addresses interns them), messages leave through {@link org.hopwire.igmp.core.QuerySink} and
 * {@link org.hopwire.igmp.core.ReportSink}. The control agent is the only thread. Open
 * {@link org.hopwire.igmp.core.ProtocolTimers} first: every interval of RFC 9776 section 8 is there.
 */
package org.hopwire.igmp.core;
