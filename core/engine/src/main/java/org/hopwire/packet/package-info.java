/**
 * What the engine knows of one frame, and the words in which handlers answer.
 *
 * <p>{@link org.hopwire.packet.PacketParser} is the only validity gate: it reads every length once, checks it against
 * what was captured and binds a {@link org.hopwire.packet.Packet} to exactly its bytes; nobody behind it checks again.
 * That is why who edits a header behind it may do so by address, without bounds checks
 * ({@link org.hopwire.memory.OffHeap}): the octets of the header, of {@link org.hopwire.packet.Packet#length} and of the
 * headroom are there. What walks through lengths found in the packet itself, options or quotes, goes through its view.
 * A {@link org.hopwire.packet.BurstHandler} gets the packets of one {@link org.hopwire.packet.PacketClass} and leaves a
 * {@link org.hopwire.packet.Verdict} on each; it holds no port, no queue and no clock.
 *
 * <p>Writer: the worker that owns the burst. The interface table is written before the start and read by all. Open
 * {@link org.hopwire.packet.Packet} first.
 */
package org.hopwire.packet;
