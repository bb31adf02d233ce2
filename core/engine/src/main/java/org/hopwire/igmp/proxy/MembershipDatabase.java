package org.hopwire.igmp.proxy;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.SourceSet;

/** The subscriptions of all downstream attachments (RFC 4605 section 4.1). */
final class MembershipDatabase {
    private static final int GROUP_BITS = 32;
    private static final long GROUP_MASK = 0xffff_ffffL;
    private static final int MOST_POOLED = 4096;

    private final int maxGroups;
    private final Int2ObjectHashMap<ProxyGroup> groups = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<Subscription> subscriptions = new Long2ObjectHashMap<>();
    // linked by next
    private Subscription subscriptionPool;
    private int pooledSubscriptions;
    private ProxyGroup groupPool;
    private int pooledGroups;
    private ProxyGroup first;

    MembershipDatabase(int maxGroups) {
        this.maxGroups = maxGroups;
    }

    ProxyGroup find(int group) {
        return groups.get(group);
    }

    Subscription find(int attachment, int group) {
        return subscriptions.get(key(attachment, group));
    }

    private static long key(int attachment, int group) {
        return ((long) attachment << GROUP_BITS) | (group & GROUP_MASK);
    }

    int size() {
        return groups.size();
    }

    /** The newest group, or null; each knows the {@link ProxyGroup#later} one. */
    ProxyGroup firstGroup() {
        return first;
    }

    /** The group's place, a new one if need be; null where there is no room. */
    ProxyGroup groupOf(int group) {
        ProxyGroup known = groups.get(group);
        if (known != null || groups.size() >= maxGroups) {
            return known;
        }
        ProxyGroup added = takeGroup();
        added.group = group;
        groups.put(group, added);
        added.later = first;
        if (first != null) {
            first.earlier = added;
        }
        first = added;
        return added;
    }

    private ProxyGroup takeGroup() {
        if (groupPool == null) {
            return new ProxyGroup();
        }
        ProxyGroup taken = groupPool;
        groupPool = taken.next;
        taken.next = null;
        pooledGroups--;
        return taken;
    }

    void put(ProxyGroup group, int attachment, FilterMode mode, SourceSet sources) {
        Subscription its = find(attachment, group.group);
        if (its == null) {
            its = add(group, attachment);
        }
        its.mode = mode;
        its.sources.assign(sources);
    }

    private Subscription add(ProxyGroup group, int attachment) {
        Subscription added = takeSubscription();
        added.attachment = attachment;
        added.previous = null;
        added.next = group.subscriptions;
        if (added.next != null) {
            added.next.previous = added;
        }
        group.subscriptions = added;
        subscriptions.put(key(attachment, group.group), added);
        return added;
    }

    private Subscription takeSubscription() {
        if (subscriptionPool == null) {
            return new Subscription();
        }
        Subscription taken = subscriptionPool;
        subscriptionPool = taken.next;
        pooledSubscriptions--;
        return taken;
    }

    void remove(ProxyGroup group, Subscription gone) {
        subscriptions.remove(key(gone.attachment, group.group));
        if (gone.next != null) {
            gone.next.previous = gone.previous;
        }
        if (gone.previous != null) {
            gone.previous.next = gone.next;
        } else {
            group.subscriptions = gone.next;
        }
        gone.sources.trim();
        if (pooledSubscriptions < MOST_POOLED) {
            gone.next = subscriptionPool;
            subscriptionPool = gone;
            pooledSubscriptions++;
        }
    }

    /** Ends a group without subscriptions that waits in no queue. */
    void remove(ProxyGroup gone) {
        groups.remove(gone.group);
        gone.upstream = false;
        if (gone.later != null) {
            gone.later.earlier = gone.earlier;
        }
        if (gone.earlier == null) {
            first = gone.later;
        } else {
            gone.earlier.later = gone.later;
        }
        gone.later = null;
        gone.earlier = null;
        if (pooledGroups < MOST_POOLED) {
            gone.next = groupPool;
            groupPool = gone;
            pooledGroups++;
        }
    }
}
