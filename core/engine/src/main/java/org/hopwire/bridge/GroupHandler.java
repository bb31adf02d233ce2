package org.hopwire.bridge;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.PortSet;
import org.hopwire.membership.RefusedGroups;
import org.hopwire.memory.Burst;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Address;

/**
 * IPv4 multicast data: to the ports whose members want this source, and to the router ports (RFC 4541 section 2.1.2).
 * Groups are told apart by IP address, never by the link-layer address 32 of them share.
 */
final class GroupHandler implements BurstHandler {
    private final MembershipReader groups;
    private final RefusedGroups refused;
    private GroupPolicy tableFull;
    private final RouterPortTable routers;
    private final VlanTable vlans;
    private final Learner learner;
    private final Egress egress;
    private final CounterSet<BridgeCounter> counters;
    private final int[] vlan = new int[Burst.MAX_SIZE];
    private final int[] group = new int[Burst.MAX_SIZE];
    private final int[] source = new int[Burst.MAX_SIZE];
    private final long[] found = new long[Burst.MAX_SIZE];

    GroupHandler(BridgeTables tables, GroupPolicy tableFull, Learner learner, Egress egress,
            CounterSet<BridgeCounter> counters) {
        groups = tables.groups();
        refused = tables.refused();
        this.tableFull = tableFull;
        routers = tables.routers();
        vlans = tables.vlans();
        this.learner = learner;
        this.egress = egress;
        this.counters = counters;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        learner.learn(part, turn.nowNs());
        int size = part.size();
        for (int i = 0; i < size; i++) {
            Packet packet = part.get(i);
            vlan[i] = packet.vlan();
            group[i] = packet.destination();
            source[i] = packet.source();
        }
        groups.quiesce();
        groups.find(vlan, group, source, found, size);
        int registered = 0;
        for (int i = 0; i < size; i++) {
            registered += forward(part.get(i), found[i], turn);
        }
        // every set was copied; until multicast comes again the writer need not wait for this thread
        groups.away();
        counters.add(BridgeCounter.GROUP_REGISTERED, registered);
        counters.add(BridgeCounter.GROUP_UNREGISTERED, size - registered);
    }

    private int forward(Packet packet, long members, Turn turn) {
        if (Ipv4Address.isLinkLocalMulticast(packet.destination())) {
            // RFC 4541 2.1.2 (2): nobody reports them reliably, and routing protocols live there
            byPolicy(packet, routers.linkScope(packet.vlan()), turn);
        } else if (!PortSet.isKnown(members)) {
            byPolicy(packet, policyOf(packet), turn);
        } else {
            toMembersAndRouters(packet, members, turn, DropReason.MULTICAST_UNREGISTERED);
            return 1;
        }
        return 0;
    }

    /** Between two bursts: where data of groups goes from now on for which there was no room. */
    void tableFull(GroupPolicy policy) {
        tableFull = policy;
    }

    /** A group somebody wants is told from one that nobody does also where the table is full. */
    private GroupPolicy policyOf(Packet packet) {
        return refused.contains(packet.vlan(), packet.destination())
                ? tableFull
                : routers.unregistered(packet.vlan());
    }

    private void byPolicy(Packet packet, GroupPolicy policy, Turn turn) {
        switch (policy) {
            case FLOOD -> egress.flood(packet, turn, DropReason.NO_EGRESS_PORT);
            case ROUTER_PORTS -> toRouters(packet, turn, DropReason.MULTICAST_UNREGISTERED);
            case DROP -> packet.drop(DropReason.MULTICAST_UNREGISTERED);
        }
    }

    /** By the router ports alone. */
    void toRouters(Packet packet, Turn turn, DropReason otherwise) {
        toMembersAndRouters(packet, PortSet.UNKNOWN, turn, otherwise);
    }

    private void toMembersAndRouters(Packet packet, long members, Turn turn, DropReason otherwise) {
        PortSets sets = turn.portSets();
        int set = sets.allot();
        int row = vlans.row(packet.vlan());
        for (int i = 0; set >= 0 && i < sets.words(); i++) {
            sets.word(set, i, PortSet.wordAt(members, i) | routers.word(row, i));
        }
        egress.byAll(packet, set, turn, otherwise);
    }
}
