package org.hopwire.igmp.proxy;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.FilterMerge;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.SourceSet;
import org.hopwire.igmp.host.HostInterface;
import org.hopwire.igmp.host.JoinResult;

/**
 * Proxy of one upstream interface (RFC 4605). Give it to the group tables of the downstream attachments as their
 * {@link ForwardingSink}; call {@link #settle} after each message or timer: only then upstream is told, in one batch.
 * <p>
 * All subscriptions of a group are merged by RFC 9776 section 3.2, whoever is the querier downstream. A merged list
 * longer than upstream takes becomes a request for all sources, EXCLUDE without any: more arrives than is wanted, and
 * none that is wanted is missing; the exact list returns as soon as it fits. Groups that never leave their link are
 * not asked for upstream. A group that upstream has no room for waits until another group is given up.
 */
public final class MulticastProxy implements ForwardingSink {
    /** The upstream interface's handle that stands for all downstreams. */
    public static final int HANDLE = 0;

    private static final int TOLD_AT_ONCE = 64;
    private static final int[] NO_SOURCES = {};

    private final HostInterface upstream;
    private final AddressFamily family;
    private final ForwardingSink table;
    private final CounterSet<ProxyCounter> counters;
    private final MembershipDatabase database;
    private final ProxyForwarding forwarding;
    private final RoleWalks walks;
    private final GroupQueue changed = new GroupQueue();
    private final GroupQueue refused = new GroupQueue();
    private final FilterMerge merge = new FilterMerge();
    private final SourceSet wanted = new SourceSet();

    /**
     * A proxy without downstreams.
     *
     * @param upstream the interface towards the root of the tree; its link's number is that of the attachment
     * @param table gets each attachment's filter while we are the querier there, and its end when we no longer are
     * @param maxGroups most groups in the database, above 0
     */
    public MulticastProxy(HostInterface upstream, AddressFamily family, ForwardingSink table, int maxGroups,
            CounterSet<ProxyCounter> counters) {
        if (maxGroups < 1) {
            throw new IllegalArgumentException("max_groups: " + maxGroups + " is not above 0");
        }
        this.upstream = upstream;
        this.family = family;
        this.table = table;
        this.counters = counters;
        this.database = new MembershipDatabase(maxGroups);
        this.forwarding = new ProxyForwarding(database, family, upstream.link());
        this.walks = new RoleWalks(database, this::tellRole);
    }

    /** Makes an attachment a downstream; at first we are not the querier there. */
    public void addDownstream(int attachment) {
        forwarding.addDownstream(attachment);
    }

    @Override
    public void update(int attachment, int group, FilterMode mode, int[] sources, int count) {
        if (mode == FilterMode.INCLUDE && count == 0) {
            unsubscribe(attachment, group);
        } else {
            wanted.assign(sources, count);
            subscribe(attachment, group, mode);
        }
    }

    private void unsubscribe(int attachment, int group) {
        Subscription gone = database.find(attachment, group);
        if (gone != null) {
            ProxyGroup its = database.find(group);
            database.remove(its, gone);
            noteChange(its);
            withdraw(attachment, group);
        }
    }

    private void withdraw(int attachment, int group) {
        // on a link that another querier serves now, what was there may not be withdrawn yet
        if (forwarding.isServed(attachment) || walks.isUnderWay(attachment)) {
            table.update(attachment, group, FilterMode.INCLUDE, NO_SOURCES, 0);
        }
    }

    private void subscribe(int attachment, int group, FilterMode mode) {
        ProxyGroup its = database.groupOf(group);
        if (its == null) {
            counters.increment(ProxyCounter.REFUSED_GROUPS);
            return;
        }
        Subscription old = database.find(attachment, group);
        if (old == null || !old.is(mode, wanted)) {
            database.put(its, attachment, mode, wanted);
            noteChange(its);
            publish(its, attachment);
        }
    }

    private void noteChange(ProxyGroup its) {
        counters.increment(ProxyCounter.SUBSCRIPTION_CHANGED);
        changed.add(its);
    }

    private void publish(ProxyGroup its, int attachment) {
        Subscription wants = database.find(attachment, its.group);
        if (wants != null && forwarding.isServed(attachment)) {
            table.update(attachment, its.group, wants.mode, wants.sources.values(), wants.sources.size());
        }
    }

    /**
     * Tells upstream about groups that changed, and the table about those of a downstream where our role did; at most
     * {@code limit} of them.
     *
     * @return how many are left for a next call
     */
    public int settle(long nowNs, int limit) {
        int done = walks.step(limit);
        if (changed.size() > 0) {
            upstream.beginBatch();
            for (; done < limit && changed.size() > 0; done++) {
                settle(changed.poll(), nowNs);
            }
            upstream.endBatch();
        }
        return changed.size() + (walks.isUnderWay() ? 1 : 0);
    }

    private void settle(ProxyGroup group, long nowNs) {
        if (!family.isLinkScope(group.group)) {
            merge(group);
            ask(group, nowNs);
        }
        if (group.subscriptions == null) {
            walks.gone(group);
            database.remove(group);
        }
    }

    private void merge(ProxyGroup group) {
        merge.clear();
        for (Subscription each = group.subscriptions; each != null; each = each.next) {
            merge.add(each.mode, each.sources);
        }
    }

    private void ask(ProxyGroup group, long nowNs) {
        SourceSet sources = merge.sources();
        JoinResult result = upstream.set(HANDLE, group.group, merge.mode(), sources.values(), sources.size(), nowNs);
        if (result == JoinResult.TOO_MANY_SOURCES) {
            counters.increment(ProxyCounter.UPSTREAM_DEGRADED);
            result = upstream.join(HANDLE, group.group, nowNs);
        }
        boolean held = group.upstream;
        group.upstream = result.accepted() && group.subscriptions != null;
        if (!result.accepted()) {
            refuse(group, nowNs);
        } else {
            counters.increment(ProxyCounter.UPSTREAM_UPDATED);
        }
        if (held && !group.upstream) {
            retryOne();
        }
    }

    /** What upstream still has of the group is no longer what is wanted. */
    private void refuse(ProxyGroup group, long nowNs) {
        counters.increment(ProxyCounter.UPSTREAM_REFUSED);
        upstream.leave(HANDLE, group.group, nowNs);
        refused.add(group);
    }

    private void retryOne() {
        ProxyGroup waiting = refused.poll();
        if (waiting != null) {
            changed.add(waiting);
        }
    }

    /**
     * Our role on a downstream's link: only a querier forwards there (RFC 4605 section 4.3). Holds at once for whatever
     * changes from now on; groups that are there already follow with {@link #settle}, a slice at a time.
     */
    public void querier(int attachment, boolean ourselves) {
        boolean before = forwarding.isServed(attachment);
        forwarding.querier(attachment, ourselves);
        if (before != forwarding.isServed(attachment)) {
            walks.start(attachment);
            walks.step(TOLD_AT_ONCE);
        }
    }

    private void tellRole(ProxyGroup group, int attachment) {
        if (forwarding.isServed(attachment)) {
            publish(group, attachment);
        } else if (database.find(attachment, group.group) != null) {
            table.update(attachment, group.group, FilterMode.INCLUDE, NO_SOURCES, 0);
        }
    }

    /** Groups in the database. */
    public int groups() {
        return database.size();
    }

    /** The rule packets are forwarded by. */
    public ProxyForwarding forwarding() {
        return forwarding;
    }
}
