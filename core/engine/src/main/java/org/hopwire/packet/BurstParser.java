package org.hopwire.packet;

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
}
