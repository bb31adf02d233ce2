package org.hopwire.engine;

import java.util.List;

import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.pipeline.PacketTap;

/**
 * A look at an engine's packets and what becomes of them. Fetch them with {@link #poll} often enough: what finds no room
 * is {@link #missed} and never waited for. Not thread safe; any one thread may watch, also while the engine runs on
 * threads of its own.
 */
public final class Observation implements AutoCloseable {
    private final PacketTap tap;
    private final List<String> portNames;
    private final long missedBefore;

    Observation(PacketTap tap, List<String> portNames) {
        this.tap = tap;
        this.portNames = portNames;
        tap.open();
        missedBefore = tap.missed();
    }

    /**
     * Hands over packets in the order in which they were decided on.
     *
     * @param limit most packets of this call
     * @return how many there were
     */
    public int poll(ObservedPacket.Taker taker, int limit) {
        return tap.read(taker, limit);
    }

    /** Packets since the beginning that were not shown, for nobody fetched those before them. */
    public long missed() {
        return tap.missed() - missedBefore;
    }

    /** Name of the port at an {@link ObservedPacket}'s index, or an empty name for none. */
    public String portName(int index) {
        return index < 0 ? "" : portNames.get(index);
    }

    /** Nobody looks any more. */
    @Override
    public void close() {
        tap.close();
    }
}
