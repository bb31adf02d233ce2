package org.hopwire.igmp;

import org.hopwire.igmp.core.MembershipEvents.Limit;
import org.hopwire.wire.Ipv4Address;

/**
 * Something that happened to memberships.
 *
 * @param kind what
 * @param port the port's name
 * @param vlan VLAN of a switch, 0 elsewhere
 * @param address the group, or the querier, as an {@link Ipv4Address}; 0 where there is none
 * @param reporter who joined; 0 where nobody is known
 * @param limit what a limit or watermark bounds, else null
 * @param figure percent of a watermark, version of a querier, else 0
 * @param timeNs monotonic nanoseconds
 */
public record IgmpEvent(Kind kind, String port, int vlan, int address, int reporter, Limit limit, int figure,
        long timeNs) {
    /** What happened. */
    public enum Kind {
        /** A group has its first member on a port, or was joined by this engine there. */
        JOIN,
        /** A group has lost its last member on a port. */
        LEAVE,
        /** Another router is the querier of a link now. */
        QUERIER_OTHER,
        /** This engine is the querier of a link now. */
        QUERIER_OURSELVES,
        /** A limit refused something; told once until there is room again. */
        LIMIT_REACHED,
        /** A watermark was crossed upward. */
        WATERMARK_ABOVE,
        /** A watermark was crossed downward. */
        WATERMARK_BELOW,
        /** Another router queries from the address of ours. */
        QUERIER_DUPLICATE,
        /** A router queries with another version than ours. */
        QUERIER_VERSION
    }

    /** One line for people. */
    @Override
    public String toString() {
        return kind + " " + port + (vlan == 0 ? "" : " vlan " + vlan)
                + (address == 0 ? "" : " " + Ipv4Address.format(address))
                + (reporter == 0 ? "" : " by " + Ipv4Address.format(reporter)) + (limit == null ? "" : " " + limit)
                + (figure == 0 ? "" : " " + figure);
    }
}
