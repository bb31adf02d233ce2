package org.hopwire.bridge;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;

/**
 * Broadcast, and multicast that no membership speaks of (IPv6, other protocols, PIM): to all of the VLAN. PIM, whose
 * hellos show where routers are, goes to the control agent as well (RFC 4541 section 2.1.1).
 */
final class EverybodyHandler implements BurstHandler {
    private final Learner learner;
    private final Egress egress;

    EverybodyHandler(Learner learner, Egress egress) {
        this.learner = learner;
        this.egress = egress;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        learner.learn(part, turn.nowNs());
        for (int i = 0; i < part.size(); i++) {
            flood(part.get(i), turn);
        }
    }

    private void flood(Packet packet, Turn turn) {
        egress.flood(packet, turn, DropReason.NO_EGRESS_PORT);
        if (packet.packetClass() == PacketClass.PIM) {
            toControl(packet);
        }
    }

    /** A copy where the frame goes on, the frame itself where it does not. */
    static void toControl(Packet packet) {
        switch (packet.verdict()) {
            case TRANSMIT, REPLICATE -> packet.mirror();
            case PENDING, DROP, REJECT, PUNT, CONSUME, OUTPUT -> packet.punt();
        }
    }
}
