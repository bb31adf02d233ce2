package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;

/** Sees the groups of an interface one by one. */
@FunctionalInterface
public interface HostGroupVisitor {
    /**
     * One group with its merged state.
     *
     * @param sources the first {@code count} are meant, in no order that people know; valid during the call
     * @param requests handles that ask for the group
     * @param reportNs when the pending answer or repetition leaves, monotonic; {@code Long.MAX_VALUE} if none waits
     */
    void group(int group, FilterMode mode, int[] sources, int count, int requests, long reportNs);
}
