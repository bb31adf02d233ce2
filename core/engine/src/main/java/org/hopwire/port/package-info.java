/**
 * How frames enter and leave: one interface, borrowed frames, run to completion.
 *
 * <p>Writer: the worker that owns the port. Implementations live below: {@code port.file} (pcap, pcapng),
 * {@code port.memory} (loopback, generator, sink). Open {@link org.hopwire.port.Port};
 * {@link org.hopwire.port.FrameQueue} is the receiving half of every port that copies its frames in.
 */
package org.hopwire.port;
