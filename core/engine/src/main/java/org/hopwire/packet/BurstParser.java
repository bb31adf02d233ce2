package org.hopwire.packet;

import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;

/** The validity gate of a worker: what of a frame later code may trust was checked here. One instance per worker. */
@FunctionalInterface
public interface BurstParser {
    /**
     * Parses the frames of a burst into packets 0 to {@code burst.size() - 1} and sorts them by class.
     *
     * @param received frames that came in by {@code inPort}
     * @param inPort index of the port
     * @param headroom writable octets the port grants in front of each frame
     * @param into one packet for each frame
     * @param byClass a cleared list for each class; packets that got their verdict here appear in none
     */
    void parse(Burst received, int inPort, int headroom, Packet[] into, PacketList[] byClass);

    /**
     * Parses a datagram that was put together of fragments, from its IP header on, as if it had come whole by the port
     * its first fragment came by. It is sorted, or gets its verdict here.
     */
    default void parseReassembled(Packet packet) {
        packet.drop(DropReason.FRAGMENT_UNHANDLED);
    }
}
