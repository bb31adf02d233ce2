package org.hopwire.igmp;

import java.util.List;

/**
 * All of membership at one moment.
 *
 * @param timeNs monotonic nanoseconds
 * @param groups by port, VLAN and group
 * @param queriers one for each link on which queries are sent or heard
 */
public record MembershipSnapshot(long timeNs, List<GroupSnapshot> groups, List<QuerierSnapshot> queriers) {
    /** Nothing. */
    public static final MembershipSnapshot EMPTY = new MembershipSnapshot(0, List.of(), List.of());

    /** Takes over copies. */
    public MembershipSnapshot {
        groups = List.copyOf(groups);
        queriers = List.copyOf(queriers);
    }

    /**
     * Who queries a link.
     *
     * @param port the port's name; of a switch, empty
     * @param vlan VLAN of a switch, 0 elsewhere
     * @param version 1 to 3, ours
     * @param address of the querier, see {@link org.hopwire.wire.Ipv4Address}; 0 where there is none
     * @param isOurselves whether that is this engine
     * @param remainingNs until another querier is given up; 0 for ourselves
     */
    public record QuerierSnapshot(String port, int vlan, int version, int address, boolean isOurselves,
            long remainingNs) {}
}
