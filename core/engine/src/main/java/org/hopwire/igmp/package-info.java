/**
 * Membership put together: what is configured, which messages are believed, and the roles of every port behind one
 * control handler.
 *
 * <p>A worker judges every message ({@link org.hopwire.igmp.IgmpGate}): what is refused is dropped there under its own
 * reason, what passes is consumed and goes to the control agent, the only thread that changes anything here. The
 * protocol itself is in {@code igmp.router}, {@code igmp.host} and {@code igmp.proxy}. Open
 * {@link org.hopwire.igmp.IgmpHandler} first.
 */
package org.hopwire.igmp;
