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

    /** Where an event is written down until somebody fetches it; used again and again. */
    public static final class Slot {
        private Kind kind;
        private String port;
        private int vlan;
        private int address;
        private int reporter;
        private Limit limit;
        private int figure;
        private long timeNs;

        Slot of(Kind what, String portName, int vlanId, long nowNs) {
            kind = what;
            port = portName;
            vlan = vlanId;
            timeNs = nowNs;
            return this;
        }

        void about(int who, int byWhom, Limit bound, int number) {
            address = who;
            reporter = byWhom;
            limit = bound;
            figure = number;
        }

        /** The event, to keep: made by whoever fetches it, not by whoever tells it. */
        public IgmpEvent event() {
            return new IgmpEvent(kind, port, vlan, address, reporter, limit, figure, timeNs);
        }
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
