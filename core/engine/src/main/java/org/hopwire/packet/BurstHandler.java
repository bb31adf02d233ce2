package org.hopwire.packet;

/** Decides on all packets of one class in a burst. */
@FunctionalInterface
public interface BurstHandler {
    /**
     * Leaves a verdict on every packet of the part. Work that misses the cache is done for the whole part in stages.
     *
     * @param part packets of one class, at least one
     * @param turn time and spare packets for this burst
     */
    void onBurst(PacketList part, Turn turn);
}
