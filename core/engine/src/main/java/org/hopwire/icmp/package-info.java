/**
 * ICMP in both directions (RFC 792, RFC 1122 section 3.2.2, RFC 1812 section 4.3): the errors the engine raises, the
 * queries it answers and the errors it receives.
 *
 * <p>A refused packet passes {@link org.hopwire.icmp.ErrorEligibility} (may an error be sent at all),
 * {@link org.hopwire.icmp.ErrorLimiter} or {@link org.hopwire.icmp.RedirectBackoff} (how often) and
 * {@link org.hopwire.icmp.IcmpErrorWriter} (its bytes, in place); nobody else writes an ICMP error.
 *
 * <p>Parameter problems (type 12), by code. 0: the pointer is the octet at fault, of whatever option, lengths included
 * (RFC 792); this is what other systems send and expect. 1: a security option is required and missing, the pointer is
 * its type, 130 (RFC 1108, RFC 1122 section 3.2.2.5). 2, IANA's "bad length": a security option shorter than its three
 * octets, the one length RFC 1108 section 2.2 wants reported, at its length octet; no other RFC defines the code. A
 * wrong IHL, total length, version or header checksum draws no error at all, since nothing in such a header can be
 * believed, its source address least (RFC 1122 section 3.2.1.2, RFC 1812 section 5.2.2).
 *
 * <p>What comes in: {@link org.hopwire.icmp.EchoHandler} and {@link org.hopwire.icmp.QueryHandler} answer in place,
 * {@link org.hopwire.icmp.ReceivedErrorHandler} lets through what quotes a flow of
 * {@link org.hopwire.icmp.ErrorListeners}, and on the control agent {@link org.hopwire.icmp.ErrorDelivery} tells the
 * flow's {@link org.hopwire.icmp.IcmpErrorListener}; {@link org.hopwire.icmp.RouterDiscovery} advertises.
 *
 * <p>Writer: one set of handlers, with its limiter and counters, belongs to one worker or to the control agent. Open
 * {@link org.hopwire.icmp.IcmpHandlers} first.
 */
package org.hopwire.icmp;
