package org.hopwire.ip.neighbor;

import java.util.function.Predicate;

import org.hopwire.counter.CounterSet;
import org.hopwire.packet.InterfaceTable;

/** Tells of what an operator wants to know, no more often than one can read. */
final class NeighbourEvents {
    private static final long PAUSE_NS = 10 * NeighbourMachine.SECOND_NS;

    private final InterfaceTable interfaces;
    private final Predicate<NeighbourEvent> taker;
    private final CounterSet<NeighbourCounter> counters;
    private boolean wasFull;
    private long fullNs;

    /** @param taker answers false where it has no room */
    NeighbourEvents(InterfaceTable interfaces, Predicate<NeighbourEvent> taker,
            CounterSet<NeighbourCounter> counters) {
        this.interfaces = interfaces;
        this.taker = taker;
        this.counters = counters;
    }

    void conflict(int port, int address, long mac, long nowNs) {
        tell(NeighbourEvent.Kind.CONFLICT, port, address, mac, nowNs);
    }

    void moved(Neighbour neighbour, long mac, long nowNs) {
        tell(NeighbourEvent.Kind.MOVED, neighbour.port, neighbour.address, mac, nowNs);
    }

    void tableFull(int port, int address, long nowNs) {
        if (!wasFull || nowNs - fullNs >= PAUSE_NS) {
            wasFull = true;
            fullNs = nowNs;
            tell(NeighbourEvent.Kind.TABLE_FULL, port, address, 0, nowNs);
        }
    }

    private void tell(NeighbourEvent.Kind kind, int port, int address, long mac, long nowNs) {
        if (!taker.test(new NeighbourEvent(kind, interfaces.get(port).name(), address, mac, nowNs))) {
            counters.increment(NeighbourCounter.EVENT_LOST);
        }
    }
}
