package org.hopwire.igmp.router;

import org.hopwire.igmp.core.FilterMode;

/** Receives the groups of a table: {@link #group}, then its sources, then its hosts. */
public interface GroupVisitor {
    /** What {@code remainingNs} says of an entry that never expires. */
    long FOREVER = Long.MAX_VALUE;

    /**
     * A group.
     *
     * @param mode the attachment's filter mode
     * @param version group compatibility mode, 1 to 3 (RFC 9776 section 7.3.2)
     * @param remainingNs in EXCLUDE mode the group timer, in INCLUDE mode the longest source timer
     * @param isStatic whether it is configured
     */
    void group(int group, FilterMode mode, int version, long remainingNs, boolean isStatic);

    /**
     * A source of the group told last.
     *
     * @param forwarded false for those of the exclude list, whose timer is zero
     * @param remainingNs source timer
     * @param isStatic whether it is configured
     */
    default void source(int source, boolean forwarded, long remainingNs, boolean isStatic) {}

    /**
     * A tracked host of the group told last.
     *
     * @param mac lower 48 bits
     * @param version of the host's last report, 1 to 3
     * @param remainingNs until it is forgotten
     */
    default void host(int address, long mac, FilterMode mode, int version, long remainingNs) {}
}
