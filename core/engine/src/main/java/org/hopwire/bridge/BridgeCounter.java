package org.hopwire.bridge;

/** What a switch counts besides whole frames. */
public enum BridgeCounter {
    /** Stations entered in the address table. */
    STATION_LEARNED,
    /** Stations that came in by another port than before. */
    STATION_MOVED,
    /** Moves of a station within a second of its last: a loop, or two stations with one address. */
    STATION_FLAPPED,
    /** Stations forgotten because they were silent for the ageing time. */
    STATION_AGED,
    /** Stations forgotten because their port's link went down. */
    STATION_FLUSHED,
    /** Stations not entered because their port has its share already. */
    STATION_PORT_LIMIT,
    /** Stations not entered because the table has all it may hold. */
    STATION_TABLE_LIMIT,
    /** Frames from a station that is configured for another port; the entry stays. */
    STATION_FIXED,
    /** Frames for one station that went to all ports of the VLAN because nobody knew where it is. */
    UNKNOWN_STATION,
    /** Multicast data of a group that has members. */
    GROUP_REGISTERED,
    /** Multicast data of a group without members. */
    GROUP_UNREGISTERED,
    /** Membership reports and leaves kept from ports without a router. */
    REPORT_KEPT_FROM_HOSTS,
    /** Ports missed out because no spare packet was free for a copy with another tag. */
    RETAGGED_COPY_LOST,
    /** Bridge protocol data units of the spanning tree, which end here. */
    BPDU_HEARD,
    /** Frames for all bridges that hold no such unit, or one that no bridge would believe. */
    BPDU_INVALID,
    /** Bridge protocol data units that say that the paths have changed. */
    TOPOLOGY_CHANGE_HEARD,
    /** Membership messages that are malformed and went to router ports all the same, or to all, as configured. */
    MALFORMED_PASSED
}
