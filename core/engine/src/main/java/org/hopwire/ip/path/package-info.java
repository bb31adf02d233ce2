/**
 * What a host has learned of the ways to its destinations: path MTU (RFC 1191, RFC 5927), redirects (RFC 1122 section
 * 3.2.2.2), default routers (RFC 1256 section 5).
 *
 * <p>The control agent alone writes; workers read {@link org.hopwire.ip.path.PathTable}. Everything here is hearsay
 * from unauthenticated third parties: an error is believed only where it quotes a packet of a flow of ours that
 * somebody has registered, it can only lower an MTU and only to what its packet exceeded, a redirect only comes from
 * the router it blames, all of it expires, and there is no more of it than the configuration allows; in a full table
 * a random entry gives way, so that nobody can tell which. Open {@link org.hopwire.ip.path.PathLearner} first.
 */
package org.hopwire.ip.path;
