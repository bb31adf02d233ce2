package org.hopwire.membership;

/**
 * How much a membership table may hold. What comes on top is refused and counted; what is there stays exact.
 *
 * @param groups most groups over all contexts, 1 to 2^26
 * @param sources most sources over all groups that some port treats differently from the rest, 0 to 2^26
 * @param sourcesPerGroup most of those in one group, 0 to 65,535
 * @param blockBytes address space for groups that do not fit their slot (with sources, or with ports far apart):
 *        1 MiB to 32 GiB; reserved, and memory only where used
 */
public record MembershipLimits(int groups, int sources, int sourcesPerGroup, long blockBytes) {
    private static final int MOST = 1 << 26;
    private static final long LEAST_BLOCK_BYTES = 1L << 20;
    private static final long MOST_BLOCK_BYTES = 1L << 35;

    /** Checks the ranges. */
    public MembershipLimits {
        require("groups", groups, 1, MOST);
        require("sources", sources, 0, MOST);
        require("sourcesPerGroup", sourcesPerGroup, 0, 65_535);
        require("blockBytes", blockBytes, LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES);
    }

    private static void require(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "membership " + field + ": " + value + " is not " + least + " to " + most);
        }
    }

    /** Room for so many groups, and as many sources in all but at most 4,096 per group. */
    public static MembershipLimits of(int groups) {
        return of(groups, groups, 4096);
    }

    /** Room for so many groups and sources: 1 KiB of blocks for each group and 64 bytes for each source. */
    public static MembershipLimits of(int groups, int sources, int sourcesPerGroup) {
        long blocks = groups * 1024L + sources * 64L;
        return new MembershipLimits(groups, sources, sourcesPerGroup,
                Math.clamp(blocks, LEAST_BLOCK_BYTES * 64, MOST_BLOCK_BYTES));
    }
}
