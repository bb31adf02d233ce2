/**
 * Workers and the control agent, and the only place where two threads meet.
 *
 * <p>A {@link org.hopwire.pipeline.Worker} owns its ports and runs every frame to completion: receive, parse, decide,
 * transmit, release. What the fast path leaves aside crosses a {@link org.hopwire.pipeline.PacketLink} to the
 * {@link org.hopwire.pipeline.ControlAgent}, which owns the timers and sends what it originates over a second link. A
 * link is a pair of bounded single-producer queues; a full one drops and counts. Each counter set has one writer.
 *
 * <p>Open {@link org.hopwire.pipeline.Worker} first.
 */
package org.hopwire.pipeline;
