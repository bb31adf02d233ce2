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

    /** Another router sends queries from the address of ours: one of the two must be changed. */
    default void duplicateQuerier(int link, int address, long nowNs) {}

    /** A router queries with another version than ours, which an operator must set right (RFC 9776 section 7.3.1). */
    default void querierVersion(int link, int querier, int version, long nowNs) {}

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
