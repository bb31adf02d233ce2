package org.hopwire.pipeline;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.Packet;

/** Sees every received packet that is dropped, before its frame is released; on the worker's thread. */
@FunctionalInterface
public interface DropListener {
    /** Keeps nothing of the packet: its frame goes back to its port. */
    void onDrop(Packet packet, DropReason reason);
}
