/**
 * Workers and the control agent, and the only place where two threads meet.
 *
 * <p>A {@link org.hopwire.pipeline.Worker} owns its ports and runs every frame to completion: receive, parse, decide,
 * transmit, release. What the fast path leaves aside crosses a {@link org.hopwire.pipeline.PacketLink} to the
 * {@link org.hopwire.pipeline.ControlAgent}, which owns the timers and sends what it originates over a second link. A
 * link is a slab of slots and a pair of bounded {@link org.hopwire.pipeline.SlotRing}s, by which the numbers of slots
 * go over and come home in bursts; a full one drops and counts. What lies in a slot is a
 * {@link org.hopwire.packet.PacketRecord}: no object is shared. Each counter set has one writer.
 *
 * <p>A packet with the verdict {@link org.hopwire.packet.Verdict#REPLICATE} is queued on every port of its set from
 * where it lies: nothing is copied. Its first copy is the frame forwarded, each further one counts as originated and,
 * besides, as replicated; a spawned copy in another form is nothing but further copies. A frame none of whose ports had
 * room is dropped as {@code port-full}. So received = forwarded + consumed + dropped and transmitted = forwarded +
 * originated hold to one frame.
 *
 * <p>What several workers read together, handlers and routes, changes while a {@link org.hopwire.pipeline.BurstGate}
 * keeps them all between two bursts. A timer that is late fires once a {@link org.hopwire.pipeline.ReadMark} says that
 * what arrived before is read.
 *
 * <p>Who watches packets through a {@link org.hopwire.pipeline.PacketTap} says which by a
 * {@link org.hopwire.pipeline.PacketFilter}; the worker judges by it before a packet takes room there.
 *
 * <p>Open {@link org.hopwire.pipeline.Worker} first.
 */
package org.hopwire.pipeline;
