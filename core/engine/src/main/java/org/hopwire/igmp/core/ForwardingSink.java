package org.hopwire.igmp.core;

/** Who is told what to forward to an attachment: the table the data path reads, or a proxy's upstream side. */
@FunctionalInterface
public interface ForwardingSink {
    /**
     * The filter an attachment now wants, whole: a reader never sees half of a change. {@code INCLUDE} without sources
     * means the group is gone there.
     *
     * @param attachment number of the port or interface the members are on
     * @param sources the first {@code count} are meant; may be reused at once
     */
    void update(int attachment, int group, FilterMode mode, int[] sources, int count);

    /** A new group found no room on an attachment, at its limit or at that of all: nobody forwards by it. */
    default void refused(int attachment, int group, long nowNs) {
        // whoever has no other way for such groups need not know
    }
}
