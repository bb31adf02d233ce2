package org.hopwire.igmp.host;

/** What became of a request. */
public enum JoinResult {
    /** The request stands; whatever it changed was reported. */
    DONE(true),
    /** Nothing to do: it stood before, or the group is one that every host is always in. */
    UNCHANGED(true),
    /** The port has no host role, so nothing can be joined there. */
    NO_HOST_ROLE(false),
    /** Not a multicast address. */
    NOT_A_GROUP(false),
    /** A source in the list cannot be one. */
    NOT_A_SOURCE(false),
    /** All sources but some of a source-specific group, which has no such thing (RFC 4604). */
    EXCLUDE_IN_SSM_RANGE(false),
    /** The interface has all the groups it may. */
    TOO_MANY_GROUPS(false),
    /** The list, or the group's merged list, would be too long. */
    TOO_MANY_SOURCES(false),
    /** Too many handles have requests. */
    TOO_MANY_HANDLES(false);

    private final boolean accepted;

    JoinResult(boolean accepted) {
        this.accepted = accepted;
    }

    /** Whether the request stands; a refused one has changed nothing. */
    public boolean accepted() {
        return accepted;
    }
}
