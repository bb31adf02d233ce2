package org.hopwire.igmp.host;

/**
 * How much one interface holds; what is there stays exact, what is new is refused and counted.
 *
 * @param groups groups with at least one request, 1 to 8,388,608
 * @param sources in the list of one request and in the merged state of one group, 0 to 65,535
 * @param handles handles with at least one request, 1 or more
 * @param recordedSources remembered of group-and-source queries, per group; beyond that the answer tells the group's
 *        whole state, which costs the asker no information (RFC 9776 section 9.1), 0 to 65,535
 */
public record HostLimits(int groups, int sources, int handles, int recordedSources) {
    /** 65,536 groups of 1,024 sources, 4,096 handles, 366 sources (one query of 1,500 octets) recorded. */
    public static final HostLimits DEFAULT = new HostLimits(1 << 16, 1 << 10, 1 << 12, 366);

    private static final int MOST_GROUPS = 1 << 23;
    private static final int MOST_SOURCES = 0xffff;

    /** Checks each. */
    public HostLimits {
        check("max_groups", groups, 1, MOST_GROUPS);
        check("max_sources", sources, 0, MOST_SOURCES);
        check("max_handles", handles, 1, Integer.MAX_VALUE);
        check("max_recorded_sources", recordedSources, 0, MOST_SOURCES);
    }

    private static void check(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + " is not " + least + " to " + most);
        }
    }
}
