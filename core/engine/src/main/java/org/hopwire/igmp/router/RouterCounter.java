package org.hopwire.igmp.router;

/** What the router side counts: every message or record it does not follow, and what it sends. */
public enum RouterCounter {
    // sent
    /** General queries sent. */
    GENERAL_QUERY_SENT,
    /** Group-specific queries sent. */
    GROUP_QUERY_SENT,
    /** Group-and-source-specific queries sent. */
    SOURCE_QUERY_SENT,
    /** Last-member query trains put off, so that no more than the configured number begin in a second. */
    QUERY_PACED,
    /** Last-member query trains not begun because their turn would come too late; the membership ages out. */
    QUERY_REFUSED,
    /** Leaves that found the group's queries under way or its last chance running. */
    LEAVE_MERGED,
    /** Leaves that took effect at once, since no other tracked host wants the group or source. */
    FAST_LEAVE,

    // queries heard
    /** Queries while link or querier are down. */
    QUERY_WHILE_DOWN,
    /** Queries from the unspecified address: never win an election (RFC 4541 section 2.1.1). */
    QUERY_UNSPECIFIED_SOURCE,
    /** Queries from our own address: an address in use twice, or a loop. */
    QUERY_OWN_ADDRESS,
    /** Queries from a router that is not on the list of queriers. */
    QUERIER_NOT_ALLOWED,
    /** Queries of a lower version than configured (RFC 9776 section 7.3.1). */
    OLDER_QUERIER,
    /** Queries of a higher version than configured (RFC 2236 section 4). */
    NEWER_QUERIER,
    /** Queries of a lower address put off until our last-member queries are done (RFC 2236 section 3). */
    TAKEOVER_DEFERRED,
    /** Group queries with the S flag, which lower no timer. */
    QUERY_SUPPRESSED,

    // records refused or ignored
    /** The group is no multicast address or the all-systems group. */
    BAD_GROUP,
    /** A listed source that cannot be one. */
    BAD_SOURCE,
    /** Reports of a higher version than configured. */
    NEWER_REPORT,
    /** Version 1 and 2 reports and EXCLUDE records in the SSM range, not mapped (RFC 4604 section 2.2). */
    SSM_IGNORED,
    /** Reports in the SSM range that were mapped to sources. */
    SSM_MAPPED,
    /** Groups an access list denies. */
    ACCESS_DENIED_GROUP,
    /** Sources an access list denies. */
    ACCESS_DENIED_SOURCE,
    /** Leaves and TO_IN records ignored while a version 1 host is present (RFC 9776 section 7.3.2). */
    LEAVE_IGNORED_V1,
    /** BLOCK records ignored while an older host is present (RFC 9776 section 7.3.2). */
    BLOCK_IGNORED,
    /** Source lists of TO_EX records ignored while an older host is present (RFC 9776 section 7.3.2). */
    SOURCES_IGNORED,
    /** Leaves and the like for groups nobody is a member of. */
    ABSENT_GROUP,

    // limits
    /** New groups refused at the attachment's limit. */
    GROUP_LIMIT,
    /** New groups of 224.0.0.0/24 not kept: 64 of an attachment, and a quarter of its groups, are the most. */
    LINK_SCOPE_LIMIT,
    /** New sources refused at the group's limit. */
    SOURCE_LIMIT,
    /** Groups that went to EXCLUDE {} at the limit of their sources. */
    SOURCE_DEGRADED,
    /** Groups refused to a host that has its share. */
    HOST_GROUP_LIMIT,
    /** Hosts not tracked for lack of room; fast leave is off for the group. */
    HOST_LIMIT,
    /** Entries refused at the limit of all tables together. */
    TOTAL_LIMIT,
    /** Groups refused or given up because the timer wheel is full. */
    TIMER_LIMIT,
    /** Timers of entries that are gone. */
    STALE_TIMER
}
