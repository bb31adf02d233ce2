/**
 * What is configured of membership: for all ports and, where it differs, for one. Immutable; no thread. Open
 * {@link org.hopwire.igmp.config.IgmpConfig} first; {@link org.hopwire.igmp.config.IgmpLink} is what holds on a port.
 */
package org.hopwire.igmp.config;
