package org.hopwire.bridge;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;

/**
 * IGMP: every message in a frame of its own kind goes to the control agent, which learns from it. Reports and leaves
 * leave by router ports alone: a host that heard another's report would keep its own back, and the switch would lose
 * it (RFC 4541 section 2.1.1). Queries, router advertisements and kinds nobody knows go to all of the VLAN.
 */
final class MembershipMessageHandler implements BurstHandler {
    private static final int REPORT_V1 = 0x12;
    private static final int REPORT_V2 = 0x16;
    private static final int LEAVE_V2 = 0x17;
    private static final int REPORT_V3 = 0x22;

    private final Learner learner;
    private final Egress egress;
    private final GroupHandler groups;
    private final StationHandler stations;
    private final RouterPortTable routers;
    private final CounterSet<BridgeCounter> counters;
    private final long mac;

    MembershipMessageHandler(Learner learner, Egress egress, GroupHandler groups, StationHandler stations,
            RouterPortTable routers, long mac, CounterSet<BridgeCounter> counters) {
        this.mac = mac;
        this.learner = learner;
        this.egress = egress;
        this.groups = groups;
        this.stations = stations;
        this.routers = routers;
        this.counters = counters;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        learner.learn(part, turn.nowNs());
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.is(Packet.LINK_GROUP)) {
                forward(packet, turn);
            } else {
                direct(packet, turn);
            }
        }
    }

    private void forward(Packet packet, Turn turn) {
        if (packet.is(Packet.FRAGMENTED)) {
            // of a kind that cannot be told, and no host needs it
            groups.toRouters(packet, turn, DropReason.FRAGMENT_UNHANDLED);
            return;
        }
        if (isFromMember(packet)) {
            counters.increment(BridgeCounter.REPORT_KEPT_FROM_HOSTS);
            groups.toRouters(packet, turn, DropReason.NO_EGRESS_PORT);
        } else {
            egress.flood(packet, turn, DropReason.NO_EGRESS_PORT);
        }
        EverybodyHandler.toControl(packet);
    }

    /** In a frame for one station: a report that could suppress that station's own is for routers alone (R-SUPP-01). */
    private void direct(Packet packet, Turn turn) {
        if (packet.targetMac() == mac) {
            packet.punt();
            return;
        }
        int port = stations.find(packet, turn);
        boolean toRouter = port != MacTable.UNKNOWN && routers.isRouterPort(packet.vlan(), port);
        if (toRouter || !mayBeFromMember(packet)) {
            stations.forward(packet, port, turn);
        } else {
            packet.drop(DropReason.IGMP_MISADDRESSED);
        }
    }

    private static boolean mayBeFromMember(Packet packet) {
        return packet.is(Packet.FRAGMENTED) || isFromMember(packet);
    }

    private static boolean isFromMember(Packet packet) {
        return switch (packet.view().getByte(packet.headerLength())) {
            case REPORT_V1, REPORT_V2, LEAVE_V2, REPORT_V3 -> true;
            default -> false;
        };
    }
}
