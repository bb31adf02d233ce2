package org.hopwire.igmp.router;

import org.hopwire.wire.igmp.RecordType;

/**
 * RFC 9776 section 6.4, row by row: what a record of a type does to a group in a filter mode. The sets of the RFC's
 * table are read as three kinds of source: listed by both the record and the group, by the record alone, by the group
 * alone.
 */
enum StateRow {
    // INCLUDE (A) and a record with (B)
    INCLUDE_IS_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
    INCLUDE_IS_EX(Both.KEEP, RecordOnly.ADD_TO_EXCLUDED, GroupOnly.DELETE, Group.EXCLUDE),
    INCLUDE_TO_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.ASK, Group.NOTHING),
    INCLUDE_TO_EX(Both.ASK, RecordOnly.ADD_TO_EXCLUDED, GroupOnly.DELETE, Group.EXCLUDE),
    INCLUDE_ALLOW(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
    INCLUDE_BLOCK(Both.ASK, RecordOnly.IGNORE, GroupOnly.KEEP, Group.NOTHING),

    // EXCLUDE (X, Y) and a record with (A)
    EXCLUDE_IS_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
    EXCLUDE_IS_EX(Both.KEEP, RecordOnly.ADD, GroupOnly.DELETE, Group.EXCLUDE),
    EXCLUDE_TO_IN(Both.REFRESH, RecordOnly.ADD, GroupOnly.ASK, Group.ASK),
    EXCLUDE_TO_EX(Both.ASK, RecordOnly.ADD_WITH_GROUP_TIMER, GroupOnly.DELETE, Group.EXCLUDE),
    EXCLUDE_ALLOW(Both.REFRESH, RecordOnly.ADD, GroupOnly.KEEP, Group.NOTHING),
    EXCLUDE_BLOCK(Both.ASK, RecordOnly.ADD_WITH_GROUP_TIMER, GroupOnly.KEEP, Group.NOTHING);

    final Both both;
    final RecordOnly recordOnly;
    final GroupOnly groupOnly;
    final Group group;

    StateRow(Both both, RecordOnly recordOnly, GroupOnly groupOnly, Group group) {
        this.both = both;
        this.recordOnly = recordOnly;
        this.groupOnly = groupOnly;
        this.group = group;
    }

    static StateRow of(boolean exclude, RecordType type) {
        return switch (type) {
            case MODE_IS_INCLUDE -> exclude ? EXCLUDE_IS_IN : INCLUDE_IS_IN;
            case MODE_IS_EXCLUDE -> exclude ? EXCLUDE_IS_EX : INCLUDE_IS_EX;
            case CHANGE_TO_INCLUDE_MODE -> exclude ? EXCLUDE_TO_IN : INCLUDE_TO_IN;
            case CHANGE_TO_EXCLUDE_MODE -> exclude ? EXCLUDE_TO_EX : INCLUDE_TO_EX;
            case ALLOW_NEW_SOURCES -> exclude ? EXCLUDE_ALLOW : INCLUDE_ALLOW;
            case BLOCK_OLD_SOURCES -> exclude ? EXCLUDE_BLOCK : INCLUDE_BLOCK;
        };
    }

    /** A source listed by both. */
    enum Both {
        /** Stays in its list with its timer. */
        KEEP,
        /** Is forwarded for another Group Membership Interval. */
        REFRESH,
        /** Stays; if it is forwarded, its members are asked. */
        ASK
    }

    /** A source the group does not know. */
    enum RecordOnly {
        /** Is not added. */
        IGNORE,
        /** Is forwarded for a Group Membership Interval. */
        ADD,
        /** Joins the exclude list, its timer zero. */
        ADD_TO_EXCLUDED,
        /** Is forwarded for what the group timer had left, and its members are asked. */
        ADD_WITH_GROUP_TIMER
    }

    /** A source the record does not list. */
    enum GroupOnly {
        /** Stays as it is. */
        KEEP,
        /** Goes. */
        DELETE,
        /** If it is forwarded, its members are asked. */
        ASK
    }

    /** The group as a whole. */
    enum Group {
        /** Stays as it is. */
        NOTHING,
        /** Is in EXCLUDE mode for another Group Membership Interval. */
        EXCLUDE,
        /** Its members are asked. */
        ASK
    }
}
