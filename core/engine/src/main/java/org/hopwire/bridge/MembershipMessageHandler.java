package org.hopwire.bridge;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.igmp.IgmpKind;
import org.hopwire.wire.igmp.MembershipQuery;
import org.hopwire.wire.igmp.MessageFault;
import org.hopwire.wire.igmp.OldReport;
import org.hopwire.wire.igmp.ReportV3;

/**
 * IGMP: every message in a frame of its own kind goes to the control agent, which learns from it. Reports and leaves
 * leave by router ports alone: a host that heard another's report would keep its own back, and the switch would lose
 * it (RFC 4541 section 2.1.1). Queries, router advertisements and kinds nobody knows go to all of the VLAN.
 *
 * <p>A query, report or leave that is malformed goes nowhere, unless its port passes such: a switch should not flood
 * messages with integrity errors, and counts those it does (RFC 4541 section 2.1.1 (5)).
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
    private final boolean[] passesMalformed;
    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();

    MembershipMessageHandler(Learner learner, Egress egress, GroupHandler groups, StationHandler stations,
            BridgeTables tables, BridgeConfig config, long mac, CounterSet<BridgeCounter> counters) {
        this.mac = mac;
        passesMalformed = new boolean[config.ports().size()];
        passMalformed(config);
        this.learner = learner;
        this.egress = egress;
        this.groups = groups;
        this.stations = stations;
        routers = tables.routers();
        this.counters = counters;
    }

    /** At the start, or between two bursts: which ports pass malformed messages on. */
    void passMalformed(BridgeConfig config) {
        for (int i = 0; i < passesMalformed.length; i++) {
            passesMalformed[i] = config.ports().get(i).passesMalformed();
        }
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        learner.learn(part, turn.nowNs());
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (isRefused(packet)) {
                continue;
            }
            if (packet.is(Packet.LINK_GROUP)) {
                forward(packet, turn);
            } else {
                direct(packet, turn);
            }
        }
    }

    /** Drops what is malformed, or counts it where it may pass; of a fragment nobody can tell. */
    private boolean isRefused(Packet packet) {
        DropReason fault = packet.is(Packet.FRAGMENTED) ? null : faultOf(packet);
        if (fault == null) {
            return false;
        }
        if (passesMalformed[packet.inPort()]) {
            counters.increment(BridgeCounter.MALFORMED_PASSED);
            return false;
        }
        packet.drop(fault);
        return true;
    }

    private DropReason faultOf(Packet packet) {
        UnsafeBuffer view = packet.view();
        int at = packet.headerLength();
        int length = packet.payloadLength();
        return switch (IgmpKind.of(view, at, length)) {
            case QUERY_BAD_LENGTH -> DropReason.IGMP_BAD_LENGTH;
            case QUERY_V1, QUERY_V2, QUERY_V3 -> reasonOf(query.wrap(view, at, length).validate());
            case REPORT_V1, REPORT_V2, LEAVE -> reasonOf(oldReport.wrap(view, at, length).validate());
            case REPORT_V3 -> reasonOf(report.wrap(view, at, length).validate());
            default -> null;
        };
    }

    private static DropReason reasonOf(MessageFault fault) {
        return switch (fault) {
            case NONE -> null;
            case GROUP -> DropReason.IGMP_BAD_GROUP;
            default -> DropReason.IGMP_BAD_LENGTH;
        };
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
