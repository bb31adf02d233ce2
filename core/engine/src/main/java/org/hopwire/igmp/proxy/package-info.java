/**
 * IGMP proxy (RFC 4605): the subscriptions of all downstream interfaces in one database, told upstream as if by one
 * host, and the rule by which packets are forwarded. The control agent is the only thread. Open
 * {@link org.hopwire.igmp.proxy.MulticastProxy} first.
 */
package org.hopwire.igmp.proxy;
