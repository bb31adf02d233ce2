package org.hopwire.igmp.router;

/** Which groups are source-specific, and which sources stand in for hosts that cannot name one (RFC 4604). */
public interface SsmMap {
    /** No group is source-specific. */
    SsmMap NONE = group -> false;

    /** Whether the group lies in the SSM range. */
    boolean isSsm(int group);

    /** Number of sources {@link #source} gives for a report of the group that names none; 0 where it is not mapped. */
    default int sourceCount(int group) {
        return 0;
    }

    /**
     * One of the sources.
     *
     * @param index 0 to {@link #sourceCount} - 1
     */
    default int source(int group, int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
