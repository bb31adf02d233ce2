package org.hopwire.icmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpExtensions;

/**
 * Supplies objects that errors of types 3, 11 and 12 carry behind the quote (RFC 4884 section 4): the MPLS label stack
 * a datagram came with (RFC 4950), say. Called on the packet path: allocates nothing, keeps nothing, never blocks.
 */
public interface ErrorExtensions {
    /**
     * Octets of the objects about a packet, their headers included: a multiple of 4, 0 for none.
     *
     * @param offending the packet as it was received
     */
    int length(Packet offending, RejectCause cause);

    /**
     * Writes the objects, exactly {@link #length} octets of them.
     *
     * @param offending the packet; its facts still hold, its view is the error's by now
     * @param buffer where {@link IcmpExtensions.Writer#openObject} points into
     * @param writer positioned at the next object
     */
    void write(Packet offending, RejectCause cause, UnsafeBuffer buffer, IcmpExtensions.Writer writer);
}
