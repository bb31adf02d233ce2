package org.hopwire.ip.neighbor;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.Packet;

/**
 * The way of one handler on one worker from a next hop to a link-layer address. Packets whose neighbour is not known
 * yet go to the control agent, a bounded number of each burst: a flood to nobody must not fill the link that ARP
 * itself comes by.
 */
public final class Resolver {
    /** Packets of one burst that may wait. */
    static final int MOST_PER_BURST = 32;

    private final NeighbourTable table;
    private int awaited;

    /** Reads a table. */
    public Resolver(NeighbourTable table) {
        this.table = table;
    }

    /** A new burst begins. */
    public void begin() {
        awaited = 0;
    }

    /** The MAC of a neighbour, or what {@link NeighbourTable#find} says where there is none, which is negative. */
    public long find(int port, int neighbour) {
        return table.find(port, neighbour);
    }

    /**
     * What becomes of a packet whose neighbour is not known.
     *
     * @param answer what {@link #find} said, negative
     * @return false when nobody is asked, or was asked in vain of late: the caller refuses or drops the packet; true
     *         when it has its verdict
     */
    public boolean await(Packet packet, int port, int neighbour, long answer) {
        if (answer == NeighbourTable.FAILED || !table.resolves(port)) {
            return false;
        }
        if (awaited == MOST_PER_BURST) {
            packet.drop(DropReason.NEIGHBOUR_UNRESOLVED);
        } else {
            awaited++;
            packet.await(port, neighbour);
        }
        return true;
    }
}
