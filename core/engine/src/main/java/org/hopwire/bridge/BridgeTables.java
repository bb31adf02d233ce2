package org.hopwire.bridge;

import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.RefusedGroups;

/**
 * The tables a switch's data path reads.
 *
 * @param vlans which port is in which VLAN
 * @param links which ports have a link; the control agent writes it
 * @param topology on which ports changes of the paths were heard; the worker writes it
 * @param routers behind which ports there are multicast routers; the control agent writes it
 * @param groups the worker's own way into the membership table, whose contexts are VLANs
 * @param refused groups there was no room for
 */
public record BridgeTables(VlanTable vlans, LinkStateTable links, TopologyTable topology,
        RouterPortTable routers, MembershipReader groups, RefusedGroups refused) {
    /** Fresh tables for a configuration. */
    public static BridgeTables of(BridgeConfig config, MembershipReader groups) {
        return of(config, groups, new RefusedGroups(0));
    }

    /** The same, told elsewhere which groups there was no room for. */
    public static BridgeTables of(BridgeConfig config, MembershipReader groups, RefusedGroups refused) {
        VlanTable vlans = new VlanTable(config.ports(), config.unsnoopedVlans());
        int ports = config.ports().size();
        return new BridgeTables(vlans, new LinkStateTable(ports), new TopologyTable(ports),
                new RouterPortTable(config, vlans), groups, refused);
    }
}
