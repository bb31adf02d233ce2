/**
 * Namespaces, cables and Linux hosts around an engine's ports, the programs that run on the hosts, and tshark as judge
 * of every frame that comes to them. Begin with {@link org.hopwire.live.net.LiveNet}.
 */
package org.hopwire.live.net;
