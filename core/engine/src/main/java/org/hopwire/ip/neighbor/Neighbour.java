package org.hopwire.ip.neighbor;

import org.hopwire.ip.neighbor.NeighbourSnapshot.State;
import org.hopwire.packet.Packet;

/** What the control agent knows of one neighbour; reused. */
final class Neighbour {
    final int slot;
    int port;
    int address;
    long mac;
    State state;
    /** Entered because it asked for us, and not used since. */
    boolean unused;
    int asked;
    long timer;
    long deadlineNs;
    long changedNs;

    // a place in one of the lists of who gives way
    Neighbour older;
    Neighbour younger;

    private final Packet[] waiting;
    private int oldest;
    private int count;

    Neighbour(int slot, int queuePackets) {
        this.slot = slot;
        waiting = new Packet[queuePackets];
    }

    int waiting() {
        return count;
    }

    boolean isQueueFull() {
        return count == waiting.length;
    }

    void queue(Packet packet) {
        waiting[(oldest + count++) % waiting.length] = packet;
    }

    /** The packet that has waited longest, or null. */
    Packet next() {
        if (count == 0) {
            return null;
        }
        Packet packet = waiting[oldest];
        waiting[oldest] = null;
        oldest = (oldest + 1) % waiting.length;
        count--;
        return packet;
    }
}
