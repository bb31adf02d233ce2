package org.hopwire.igmp.router;

/** Who may join what. Asked once for a group (any source) and once for each source a record wants. */
@FunctionalInterface
public interface AccessList {
    /** Everything is permitted. */
    AccessList PERMIT_ALL = (group, anySource, source, host) -> true;

    /**
     * Whether a host may receive this.
     *
     * @param anySource the host asks for all sources of the group; {@code source} means nothing then
     * @param host who asks; the unspecified address where it has none yet
     */
    boolean permits(int group, boolean anySource, int source, int host);
}
