package org.hopwire.igmp.host;

/** What one interface of a host counts. */
public enum HostCounter {
    /** Version 1 queries heard. */
    QUERY_V1,
    /** Version 2 queries heard. */
    QUERY_V2,
    /** Version 3 queries heard. */
    QUERY_V3,
    /** Queries about a group that is not joined here, or is never reported. */
    QUERY_NOT_MEMBER,
    /** Group-and-source queries answered with the group's whole state, for want of room to record the sources. */
    QUERY_DEGRADED,
    /** Older general queries below the configured oldest version: answered, the version kept. */
    DOWNGRADE_REFUSED,
    /** Changes of the version spoken. */
    VERSION_CHANGED,
    /** Current-state records sent (version 3). */
    CURRENT_STATE_RECORDS,
    /** State-change records sent, repetitions among them (version 3). */
    STATE_CHANGE_RECORDS,
    /** Reports sent (versions 1 and 2). */
    OLD_REPORTS,
    /** Leaves sent (version 2). */
    OLD_LEAVES,
    /** Reports not sent because another host's was heard (versions 1 and 2). */
    REPORT_SUPPRESSED,
    /** Joins of source-specific groups that no router hears of: versions 1 and 2 cannot tell sources (RFC 4604). */
    SSM_UNTOLD,
    /** Requests refused: not a group, or a source that cannot send. */
    REFUSED_ADDRESS,
    /** Requests refused: the interface has all the groups it may. */
    REFUSED_GROUPS,
    /** Requests refused: the list, or the group's merged list, would be too long. */
    REFUSED_SOURCES,
    /** Requests refused: too many handles. */
    REFUSED_HANDLES,
    /** Repetitions of a leave given up because too many groups were left at once. */
    REPETITION_GIVEN_UP,
    /** Timers the wheel had no room for: what they were to do was done at once, or left out if only a repetition. */
    TIMER_REFUSED,
    /** Timers of something that had ended; nothing was done. */
    TIMER_STALE;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 130;
}
