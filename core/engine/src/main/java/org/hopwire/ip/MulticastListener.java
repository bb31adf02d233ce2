package org.hopwire.ip;

import org.hopwire.packet.Packet;

/** Gets the data of groups this engine has joined, on the worker's thread. */
@FunctionalInterface
public interface MulticastListener {
    /**
     * A datagram arrived that the filters let through: {@link Packet#inPort} says where, {@link Packet#view} holds it
     * whole, the payload begins at {@link Packet#headerLength}.
     *
     * @param packet valid until this call returns; nothing of it may be changed
     */
    void onDatagram(Packet packet);
}
