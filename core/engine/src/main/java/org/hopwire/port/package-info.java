/**
 * How frames enter and leave: one interface, borrowed frames, run to completion.
 *
 * <p>Writer: the worker that owns the port. Implementations live below: {@code port.file} (pcap, pcapng),
 * {@code port.memory} (loopback, generator, sink). Open {@link org.hopwire.port.Port}.
 */
package org.hopwire.port;
