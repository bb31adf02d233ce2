package org.hopwire.igmp.proxy;

/** A group of the database: its subscriptions, and the queue it waits in. Pooled. */
final class ProxyGroup {
    int group;
    Subscription subscriptions;
    /** Whether upstream was asked for it and said yes. */
    boolean upstream;
    /** The queue it is in, or null. */
    GroupQueue queue;
    ProxyGroup next;
    ProxyGroup previous;
    /** Its neighbours among all groups, the newest first. */
    ProxyGroup later;
    ProxyGroup earlier;
}
