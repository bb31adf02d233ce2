package org.hopwire.igmp;

import java.util.EnumMap;
import java.util.Map;

import org.hopwire.counter.DropReason;

/** What the control agent counts of membership besides messages by kind. */
public enum IgmpCounter {
    /** Messages of ours that found neither a spare packet nor room to wait for one, and were not sent. */
    MESSAGE_LOST,
    /** Messages of ours that found no spare packet in their turn and are sent in a later one. */
    MESSAGE_DELAYED,
    /** Changes of the paths after which the members of a VLAN were asked. */
    TOPOLOGY_CHANGE_ASKED,
    /** Changes of the paths that came within a Query Response Interval of the last: asked at its end, all at once. */
    TOPOLOGY_CHANGE_DELAYED,
    /** Records of a type RFC 9776 does not define, skipped. */
    RECORD_UNKNOWN,
    /** Records about an address that is no group, skipped. */
    RECORD_BAD_GROUP,
    /** Reports and leaves on a port where we are no router. */
    REPORT_IGNORED,
    /** Queries on a link where we are neither host nor router. */
    QUERY_IGNORED,
    /** Requests to join that were refused. */
    JOIN_REFUSED,
    /** Events that found no room because nobody fetched those before. */
    EVENT_LOST,
    /** Turns in which a proxy had more groups to tell upstream than one turn may. */
    PROXY_DEFERRED,
    /** PIM hellos sent. */
    PIM_HELLO_SENT,
    /** PIM hellos heard. */
    PIM_HELLO_RECEIVED,
    /** PIM neighbours not kept for lack of room. */
    PIM_NEIGHBOUR_REFUSED,

    // messages a switch has passed on and does not learn from, by reason
    /** Messages that end before their header does. */
    REFUSED_IGMP_SHORT,
    /** Messages whose checksum does not verify. */
    REFUSED_IGMP_BAD_CHECKSUM,
    /** Messages of no version's length, or whose counts do not fit. */
    REFUSED_IGMP_BAD_LENGTH,
    /** Messages about an address that is no group. */
    REFUSED_IGMP_BAD_GROUP,
    /** Messages with a TTL other than 1. */
    REFUSED_IGMP_BAD_TTL,
    /** Messages without Router Alert. */
    REFUSED_IGMP_NO_ROUTER_ALERT,
    /** Messages from a source that is not on the link. */
    REFUSED_IGMP_OFF_LINK,
    /** Messages from an address of ours. */
    REFUSED_IGMP_OWN_SOURCE,
    /** Messages to another destination than that of their kind. */
    REFUSED_IGMP_MISADDRESSED,
    /** Messages in frames to another destination than theirs. */
    REFUSED_IGMP_LINK_MISMATCH,
    /** Messages of version 0, DVMRP, PIM version 1 or mtrace. */
    REFUSED_IGMP_DEPRECATED,
    /** Messages of an unknown type. */
    REFUSED_IGMP_UNKNOWN_TYPE,
    /** Messages nobody here reads. */
    REFUSED_IGMP_UNHANDLED,
    /** PIM messages that are no sound hello. */
    REFUSED_PIM_REFUSED;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 141;
    /** Kind of the counters by {@link org.hopwire.wire.igmp.IgmpKind}; the scope tells sent from received. */
    public static final int TYPE_ID_BY_KIND = 140;

    private static final Map<DropReason, IgmpCounter> BY_REASON = byReason();

    private static Map<DropReason, IgmpCounter> byReason() {
        Map<DropReason, IgmpCounter> rows = new EnumMap<>(DropReason.class);
        for (IgmpCounter row : values()) {
            if (row.name().startsWith("REFUSED_")) {
                rows.put(DropReason.valueOf(row.name().substring("REFUSED_".length())), row);
            }
        }
        return rows;
    }

    /** The row of a message that is refused for that reason. */
    static IgmpCounter refused(DropReason reason) {
        return BY_REASON.get(reason);
    }
}
