package org.hopwire.membership;

/** What the writer of the membership table counts. */
public enum MembershipCounter {
    /** Updates that changed what readers see. */
    CHANGED,
    /** Updates that found their state in place already, as a refresh does. */
    UNCHANGED,
    /** Updates refused because the table holds its most groups. */
    REFUSED_GROUPS,
    /** Updates refused because the table, or the group, holds its most sources. */
    REFUSED_SOURCES,
    /** Updates refused for lack of memory: the blocks are used up, or a reader that stands still holds them. */
    REFUSED_MEMORY
}
