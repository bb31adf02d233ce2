package org.hopwire.igmp.proxy;

/** What a proxy counts. */
public enum ProxyCounter {
    /** Subscriptions of downstream attachments that were new or had changed. */
    SUBSCRIPTION_CHANGED,
    /** Groups whose merged state was told upstream. */
    UPSTREAM_UPDATED,
    /** Times a group's list was too long for upstream and all sources were asked for instead: EXCLUDE without any. */
    UPSTREAM_DEGRADED,
    /** Times upstream refused a group altogether; downstreams still get what arrives. */
    UPSTREAM_REFUSED,
    /** Subscriptions not kept because the database has all the groups it may. */
    REFUSED_GROUPS;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 131;
}
