package org.hopwire.igmp.core;

/** What happens to memberships, told as it happens, on the control agent's thread. Every method may do nothing. */
public interface MembershipEvents {
    /** Nobody listens. */
    MembershipEvents NONE = new MembershipEvents() {};

    /** A group has its first member on an attachment. */
    default void joined(int attachment, int group, int reporter, long nowNs) {}

    /** A group has lost its last member on an attachment. */
    default void left(int attachment, int group, long nowNs) {}

    /** Another querier, perhaps ourselves, is now in charge of a link. */
    default void querierChanged(int link, int querier, boolean ourselves, long nowNs) {}

    /** A limit refused something; told once until there is room again. */
    default void limitReached(int attachment, Limit limit, int group, long nowNs) {}

    /** A watermark was crossed upward, or downward again. */
    default void watermark(int attachment, Limit limit, int percent, boolean above, long nowNs) {}

    /** What a limit bounds. */
    enum Limit {
        /** Groups on one attachment. */
        GROUPS,
        /** Sources of one group. */
        SOURCES,
        /** Hosts tracked for one group. */
        HOSTS,
        /** Groups of one host. */
        GROUPS_OF_HOST,
        /** Applications with requests on one interface of a host. */
        HANDLES,
        /** All entries of the engine. */
        TOTAL
    }
}
