/**
 * AF_PACKET ports: receive ring of version 2 (slots) or 3 (blocks), sendmmsg for sending.
 *
 * <p>Writer: the worker that owns the port; the kernel writes the ring and hands over slots by their status word. Open
 * {@link org.hopwire.port.linux.packet.PacketPort}.
 */
package org.hopwire.port.linux.packet;
