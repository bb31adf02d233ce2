package org.hopwire.engine;

import java.util.List;

import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.pipeline.PacketFilter;
import org.hopwire.pipeline.PacketTap;

/**
 * A look at an engine's packets and what becomes of them. Fetch them with {@link #poll} often enough: what is wanted
 * and finds no room is {@link #missed} and never waited for. Not thread safe; any one thread may watch, also while the
 * engine runs on threads of its own.
 */
public final class Observation implements AutoCloseable {
    private final List<PacketTap> taps;
    private final List<String> portNames;
    private final long missedBefore;

    Observation(List<PacketTap> taps, List<String> portNames, PacketFilter filter) {
        this.taps = taps;
        this.portNames = portNames;
        taps.forEach(each -> each.open(filter));
        missedBefore = missedByAll();
    }

    /**
     * Hands over packets in the order in which they were decided on, worker by worker.
     *
     * @param limit most packets of this call
     * @return how many there were
     */
    public int poll(ObservedPacket.Taker taker, int limit) {
        int count = 0;
        for (PacketTap tap : taps) {
            count += tap.read(taker, limit - count);
        }
        return count;
    }

    /** Packets since the beginning that were wanted and not shown, for nobody fetched those before them. */
    public long missed() {
        return missedByAll() - missedBefore;
    }

    private long missedByAll() {
        return taps.stream().mapToLong(PacketTap::missed).sum();
    }

    /** Name of the port at an {@link ObservedPacket}'s index, or an empty name for none. */
    public String portName(int index) {
        return index < 0 ? "" : portNames.get(index);
    }

    /** Nobody looks any more. */
    @Override
    public void close() {
        taps.forEach(PacketTap::close);
    }
}
