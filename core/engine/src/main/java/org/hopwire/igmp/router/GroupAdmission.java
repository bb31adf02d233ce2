package org.hopwire.igmp.router;

import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.ForwardingSink;

import static org.hopwire.igmp.router.store.Records.NONE;

/** Whether a group or a host's share of groups has room, and telling where it has not. */
final class GroupAdmission {
    private final int attachment;
    private final AddressFamily family;
    private final GroupStore store;
    private final HostTracker tracker;
    private final LimitWatch watch;
    private final EntryBudget budget;
    private final ForwardingSink forwarding;

    GroupAdmission(int attachment, AddressFamily family, GroupStore store, HostTracker tracker, LimitWatch watch,
            EntryBudget budget, ForwardingSink forwarding) {
        this.attachment = attachment;
        this.family = family;
        this.store = store;
        this.tracker = tracker;
        this.watch = watch;
        this.budget = budget;
        this.forwarding = forwarding;
    }

    /** Whether the host has its share of groups already and this one is not among them; {@code slot} may be none. */
    boolean isHostRefused(RouterConfig config, int slot, int group, int reporter, long mac, long nowNs) {
        int host = tracker.find(reporter, mac);
        if (!config.tracking().enabled() || tracker.admits(slot, host, config.limits().groupsPerHost())) {
            return false;
        }
        tracker.told(host, watch.hostShareRefused(tracker.isTold(host), group, nowNs));
        return true;
    }

    /** Whether one more group is too many. */
    boolean isGroupRefused(RouterConfig config, int group, long nowNs) {
        if (family.isLinkScope(group) && !watch.admitsLinkScope(config.limits())) {
            return true;
        }
        if (store.groupCount() >= config.limits().groups()) {
            watch.groupRefused(group, nowNs);
        } else if (!budget.hasRoom()) {
            watch.totalRefused(group, nowNs);
        } else {
            return false;
        }
        forwarding.refused(attachment, group, nowNs);
        return true;
    }

    /** Takes a group in, room or not. */
    int add(RouterConfig config, int group, int generation, long nowNs) {
        budget.take();
        watch.groupAdded(family.isLinkScope(group), store.groupCount() + 1, config.limits(), nowNs);
        return store.add(group, generation);
    }

    /** Lets a group go that is in the store no longer. */
    void removed(RouterConfig config, int group, long nowNs) {
        budget.release();
        watch.hasRoom(store.groupCount() < config.limits().groups(), true, true);
        watch.groupRemoved(family.isLinkScope(group), store.groupCount(), config.limits(), nowNs);
    }

    /** The slot, or that of a new group; {@link org.hopwire.igmp.router.store.Records#NONE} where it is refused. */
    int orNew(RouterConfig config, int slot, int group, int generation, long nowNs) {
        if (slot != NONE) {
            return slot;
        }
        return isGroupRefused(config, group, nowNs) ? NONE : add(config, group, generation, nowNs);
    }
}
