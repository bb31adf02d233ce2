package org.hopwire.ip.neighbor;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.EventOutlet;
import org.hopwire.packet.InterfaceTable;

/** Tells of what an operator wants to know, no more often than one can read; makes no object itself. */
final class NeighbourEvents {
    private static final long PAUSE_NS = 10 * NeighbourMachine.SECOND_NS;

    private final InterfaceTable interfaces;
    private final EventOutlet<NeighbourEvent.Slot> outlet;
    private final CounterSet<NeighbourCounter> counters;
    private boolean wasFull;
    private long fullNs;

    NeighbourEvents(InterfaceTable interfaces, EventOutlet<NeighbourEvent.Slot> outlet,
            CounterSet<NeighbourCounter> counters) {
        this.interfaces = interfaces;
        this.outlet = outlet;
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
        NeighbourEvent.Slot slot = outlet.claim();
        if (slot == null) {
            counters.increment(NeighbourCounter.EVENT_LOST);
            return;
        }
        slot.set(kind, interfaces.get(port).name(), address, mac, nowNs);
        outlet.publish();
    }
}
