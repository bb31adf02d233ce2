package org.hopwire.bridge;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;

/** Frames for one station: to its port, or to all of the VLAN where nobody knows it (IEEE 802.1Q section 8.6). */
final class StationHandler implements BurstHandler {
    private final MacTable stations;
    private final Learner learner;
    private final Egress egress;
    private final CounterSet<BridgeCounter> counters;
    private final int[] found = new int[Burst.MAX_SIZE];

    StationHandler(MacTable stations, Learner learner, Egress egress, CounterSet<BridgeCounter> counters) {
        this.stations = stations;
        this.learner = learner;
        this.egress = egress;
        this.counters = counters;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        learner.learn(part, turn.nowNs());
        int size = part.size();
        for (int i = 0; i < size; i++) {
            found[i] = find(part.get(i), turn);
        }
        for (int i = 0; i < size; i++) {
            forward(part.get(i), found[i], turn);
        }
    }

    int find(Packet packet, Turn turn) {
        return stations.find(packet.vlan(), packet.targetMac(), turn.nowNs());
    }

    void forward(Packet packet, int port, Turn turn) {
        if (port != MacTable.UNKNOWN) {
            egress.one(packet, port);
        } else {
            counters.increment(BridgeCounter.UNKNOWN_STATION);
            egress.flood(packet, turn, DropReason.NO_EGRESS_PORT);
        }
    }
}
