package org.hopwire.igmp.router;

import java.util.random.RandomGenerator;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.router.store.RecordIndex;
import org.hopwire.igmp.router.store.Records;
import org.hopwire.wire.igmp.RecordType;

import static org.hopwire.igmp.router.store.Records.NONE;

/**
 * Which host wants what: hosts by address and MAC, and what each has reported for a group. A host's list may say more
 * than it wants (a source that was never blocked), never less, so that fast leave errs on the side of asking.
 * <p>
 * Members of a group stand in the order of their last report; what has not been refreshed is found at the front.
 */
final class HostTracker {
    private static final int EXCLUDE = 1 << 31;
    private static final int VERSION_SHIFT = 28;
    private static final int VERSION_MASK = 3;
    private static final int COUNT_MASK = (1 << VERSION_SHIFT) - 1;
    /** Flags of a version 3 host in EXCLUDE mode without sources. */
    private static final int PLAIN = EXCLUDE | 3 << VERSION_SHIFT;
    /** Members looked at before a leave; groups with more are asked. */
    private static final int MOST_LOOKED_AT = 64;
    private static final int MOST_SOURCES = 64;
    private static final int SOURCES_PER_MEMBERSHIP = 8;

    // longs of a host
    private static final int MAC = 0;
    private static final int ADDRESS_GROUPS = 1;
    private static final int TOLD = 2;
    // longs of a member
    private static final int GROUP_HOST = 0;
    private static final int DEADLINE = 1;
    private static final int PREVIOUS_NEXT = 2;
    private static final int FIRST_FLAGS = 3;
    // long of a source
    private static final int ADDRESS_NEXT = 0;

    private final GroupStore store;
    private final Records hosts;
    private final Records members;
    private final Records listed;
    private final RecordIndex hostIndex;
    private final RecordIndex memberIndex;
    // the host found last: the records of a report are all of one
    private int latest = NONE;

    HostTracker(GroupStore store, int memberships, RandomGenerator random) {
        this.store = store;
        this.hosts = new Records(3, memberships);
        this.members = new Records(4, memberships);
        this.listed = new Records(1, memberships * SOURCES_PER_MEMBERSHIP);
        this.hostIndex = new RecordIndex(random);
        this.memberIndex = new RecordIndex(random);
    }

    /** Changes how much is remembered; what is there stays. */
    void limit(int memberships) {
        hosts.limit(memberships);
        members.limit(memberships);
        listed.limit(memberships * SOURCES_PER_MEMBERSHIP);
    }

    int hostCount() {
        return hosts.used();
    }

    int memberships() {
        return members.used();
    }

    /** The host of these addresses, or {@link Records#NONE}. */
    int find(int address, long mac) {
        if (latest != NONE && isHost(latest, address, mac)) {
            return latest;
        }
        int hash = hostIndex.hash(mac, address);
        int host = hostIndex.first(hash);
        while (host != NONE && !isHost(host, address, mac)) {
            host = hostIndex.next(hash, host);
        }
        latest = host;
        return host;
    }

    private boolean isHost(int host, int address, long mac) {
        return hosts.get(host, MAC) == mac && hosts.high(host, ADDRESS_GROUPS) == address;
    }

    /** The host's membership of a group, or {@link Records#NONE}; often it is the one heard last. */
    private int member(int slot, int host) {
        int newest = store.newestMember(slot);
        if (host == NONE || newest == NONE || members.low(newest, GROUP_HOST) == host) {
            return host == NONE ? NONE : newest;
        }
        int hash = memberIndex.hash(slot, host);
        int member = memberIndex.first(hash);
        while (member != NONE
                && (members.high(member, GROUP_HOST) != slot || members.low(member, GROUP_HOST) != host)) {
            member = memberIndex.next(hash, member);
        }
        return member;
    }

    /** Whether the host may have one more group, or is a member of this one; {@code slot} may be none. */
    boolean admits(int slot, int host, int groupsPerHost) {
        return host == NONE || hosts.low(host, ADDRESS_GROUPS) < groupsPerHost
                || (slot != NONE && member(slot, host) != NONE);
    }

    /** Whether it was told that the host has its share. */
    boolean isTold(int host) {
        return hosts.get(host, TOLD) != 0;
    }

    void told(int host, boolean isTold) {
        hosts.set(host, TOLD, isTold ? 1 : 0);
    }

    /** Notes what a host has reported of a group; false where there is no room to remember it all. */
    boolean track(int slot, RecordType type, int[] sources, int count, int address, long mac) {
        int host = find(address, mac);
        int member = member(slot, host);
        if (member == NONE) {
            if (!joins(type, count)) {
                return true;
            }
            member = addMember(slot, host, address, mac);
            if (member == NONE) {
                return false;
            }
        }
        return update(slot, member, type, sources, count);
    }

    /** Whether a record of this type wants anything of a group the host was no member of. */
    static boolean joins(RecordType type, int count) {
        return switch (type) {
            case MODE_IS_EXCLUDE, CHANGE_TO_EXCLUDE_MODE -> true;
            case MODE_IS_INCLUDE, CHANGE_TO_INCLUDE_MODE, ALLOW_NEW_SOURCES -> count > 0;
            case BLOCK_OLD_SOURCES -> false;
        };
    }

    private int addMember(int slot, int known, int address, long mac) {
        int member = members.take();
        if (member == NONE) {
            return NONE;
        }
        int host = known == NONE ? addHost(address, mac) : known;
        hosts.low(host, ADDRESS_GROUPS, hosts.low(host, ADDRESS_GROUPS) + 1);
        members.high(member, GROUP_HOST, slot);
        members.low(member, GROUP_HOST, host);
        members.high(member, FIRST_FLAGS, NONE);
        memberIndex.add(memberIndex.hash(slot, host), member);
        store.memberCount(slot, store.memberCount(slot) + 1);
        append(slot, member);
        return member;
    }

    // there are never more hosts than memberships, so there is room
    private int addHost(int address, long mac) {
        int host = hosts.take();
        hosts.set(host, MAC, mac);
        hosts.high(host, ADDRESS_GROUPS, address);
        hostIndex.add(hostIndex.hash(mac, address), host);
        return host;
    }

    private boolean update(int slot, int member, RecordType type, int[] sources, int count) {
        boolean complete = mayStillExclude(slot, member, type) ? removeAll(member, sources, count) : switch (type) {
            case MODE_IS_INCLUDE, CHANGE_TO_INCLUDE_MODE -> {
                if (isExclude(member)) {
                    clearList(member);
                    flags(member, flags(member) & ~EXCLUDE);
                }
                // a long list comes as several records: what is not listed is dropped only by an empty one
                if (count == 0) {
                    clearList(member);
                }
                yield addAll(member, sources, count);
            }
            case MODE_IS_EXCLUDE, CHANGE_TO_EXCLUDE_MODE -> {
                clearList(member);
                flags(member, flags(member) | EXCLUDE);
                yield addAll(member, sources, count);
            }
            case ALLOW_NEW_SOURCES -> isExclude(member)
                    ? removeAll(member, sources, count)
                    : addAll(member, sources, count);
            case BLOCK_OLD_SOURCES -> isExclude(member)
                    ? addAll(member, sources, count)
                    : removeAll(member, sources, count);
        };
        if (!isExclude(member) && listCount(member) == 0) {
            remove(slot, member);
        }
        return complete || isExclude(member);
    }

    /**
     * A host in EXCLUDE mode answers a group-and-source query with IS_IN, which says that it wants those sources and
     * nothing of its mode (RFC 9776 section 5.2). One that has lost EXCLUDE mode unheard is taken for it until the
     * group loses it too: then members are asked where they need not be, and nobody is cut off.
     */
    private boolean mayStillExclude(int slot, int member, RecordType type) {
        return type == RecordType.MODE_IS_INCLUDE && isExclude(member) && store.is(slot, GroupStore.EXCLUDE);
    }

    /** Notes when a member was last heard, if the host still is one. */
    void refresh(int slot, int address, long mac, int version, long untilNs) {
        int host = find(address, mac);
        int member = member(slot, host);
        if (member == NONE) {
            return;
        }
        members.set(member, DEADLINE, untilNs);
        flags(member, (flags(member) & ~(VERSION_MASK << VERSION_SHIFT)) | (version << VERSION_SHIFT));
        if (store.newestMember(slot) != member) {
            unlink(slot, member);
            append(slot, member);
        }
    }

    /**
     * A host in EXCLUDE mode without sources says so again: {@link #track} and {@link #refresh} in one, where it was
     * the last to say so of this group.
     *
     * @return whether that was all; false where nothing was done
     */
    boolean refreshPlain(int slot, int address, long mac, long untilNs) {
        int host = find(address, mac);
        int newest = store.newestMember(slot);
        if (host == NONE || newest == NONE || members.low(newest, GROUP_HOST) != host || flags(newest) != PLAIN) {
            return false;
        }
        members.set(newest, DEADLINE, untilNs);
        return true;
    }

    /** Forgets members that were not heard for too long. */
    void purge(int slot, long nowNs) {
        int member = store.oldestMember(slot);
        while (member != NONE && members.get(member, DEADLINE) - nowNs <= 0) {
            remove(slot, member);
            member = store.oldestMember(slot);
        }
    }

    /** Forgets the members of a group. */
    void release(int slot) {
        while (store.oldestMember(slot) != NONE) {
            remove(slot, store.oldestMember(slot));
        }
    }

    private void remove(int slot, int member) {
        int host = members.low(member, GROUP_HOST);
        clearList(member);
        unlink(slot, member);
        memberIndex.remove(memberIndex.hash(slot, host), member);
        members.release(member);
        store.memberCount(slot, store.memberCount(slot) - 1);
        int groups = hosts.low(host, ADDRESS_GROUPS) - 1;
        hosts.low(host, ADDRESS_GROUPS, groups);
        hosts.set(host, TOLD, 0);
        if (groups == 0) {
            hostIndex.remove(hostIndex.hash(hosts.get(host, MAC), hosts.high(host, ADDRESS_GROUPS)), host);
            latest = NONE;
            hosts.release(host);
        }
    }

    /** Whether few enough members are known to look at each. */
    boolean canLook(int slot) {
        return store.memberCount(slot) <= MOST_LOOKED_AT;
    }

    /** Whether another host than this one wants the source. */
    boolean othersWant(int slot, int host, int source, long nowNs) {
        for (int member = store.oldestMember(slot); member != NONE; member = next(member)) {
            if (isOther(member, host, nowNs) && isExclude(member) != lists(member, source)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether another host would miss something if the group's EXCLUDE mode ended now: one in EXCLUDE mode itself, or
     * one that wants a source which has no timer because EXCLUDE mode made that needless.
     */
    boolean othersNeedExclude(int slot, int host, long nowNs) {
        for (int member = store.oldestMember(slot); member != NONE; member = next(member)) {
            if (isOther(member, host, nowNs) && (isExclude(member) || !allRun(slot, member))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOther(int member, int host, long nowNs) {
        return members.low(member, GROUP_HOST) != host && members.get(member, DEADLINE) - nowNs > 0;
    }

    private boolean allRun(int slot, int member) {
        int source = store.firstSource(slot);
        for (int each = members.high(member, FIRST_FLAGS); each != NONE; each = listed.low(each, ADDRESS_NEXT)) {
            int address = listed.high(each, ADDRESS_NEXT);
            while (source != NONE && store.address(source) < address) {
                source = store.nextSource(source);
            }
            if (source == NONE || store.address(source) != address || !store.sourceIs(source, GroupStore.RUNNING)) {
                return false;
            }
        }
        return true;
    }

    private boolean lists(int member, int address) {
        int each = members.high(member, FIRST_FLAGS);
        while (each != NONE && listed.high(each, ADDRESS_NEXT) < address) {
            each = listed.low(each, ADDRESS_NEXT);
        }
        return each != NONE && listed.high(each, ADDRESS_NEXT) == address;
    }

    /** Shows the members of a group. */
    void forEach(int slot, GroupVisitor visitor, long nowNs) {
        for (int member = store.oldestMember(slot); member != NONE; member = next(member)) {
            int host = members.low(member, GROUP_HOST);
            long leftNs = members.get(member, DEADLINE) - nowNs;
            if (leftNs > 0) {
                visitor.host(hosts.high(host, ADDRESS_GROUPS), hosts.get(host, MAC),
                        isExclude(member)
                                ? FilterMode.EXCLUDE
                                : FilterMode.INCLUDE,
                        flags(member) >>> VERSION_SHIFT & VERSION_MASK, leftNs);
            }
        }
    }

    // lists of a member, sorted as the group's are

    private boolean addAll(int member, int[] sources, int count) {
        int previous = NONE;
        int each = members.high(member, FIRST_FLAGS);
        for (int i = 0; i < count; i++) {
            while (each != NONE && listed.high(each, ADDRESS_NEXT) < sources[i]) {
                previous = each;
                each = listed.low(each, ADDRESS_NEXT);
            }
            if (each == NONE || listed.high(each, ADDRESS_NEXT) != sources[i]) {
                int added = listCount(member) < MOST_SOURCES ? listed.take() : NONE;
                if (added == NONE) {
                    return false;
                }
                listed.high(added, ADDRESS_NEXT, sources[i]);
                listed.low(added, ADDRESS_NEXT, each);
                link(member, previous, added);
                flags(member, flags(member) + 1);
                previous = added;
            }
        }
        return true;
    }

    private boolean removeAll(int member, int[] sources, int count) {
        int previous = NONE;
        int each = members.high(member, FIRST_FLAGS);
        for (int i = 0; each != NONE && i < count;) {
            int next = listed.low(each, ADDRESS_NEXT);
            int order = Integer.compare(listed.high(each, ADDRESS_NEXT), sources[i]);
            if (order == 0) {
                link(member, previous, next);
                listed.release(each);
                flags(member, flags(member) - 1);
                each = next;
                i++;
            } else if (order < 0) {
                previous = each;
                each = next;
            } else {
                i++;
            }
        }
        return true;
    }

    private void clearList(int member) {
        int each = members.high(member, FIRST_FLAGS);
        while (each != NONE) {
            int next = listed.low(each, ADDRESS_NEXT);
            listed.release(each);
            each = next;
        }
        members.high(member, FIRST_FLAGS, NONE);
        flags(member, flags(member) & ~COUNT_MASK);
    }

    private void link(int member, int previous, int entry) {
        if (previous == NONE) {
            members.high(member, FIRST_FLAGS, entry);
        } else {
            listed.low(previous, ADDRESS_NEXT, entry);
        }
    }

    private int listCount(int member) {
        return flags(member) & COUNT_MASK;
    }

    private boolean isExclude(int member) {
        return (flags(member) & EXCLUDE) != 0;
    }

    private int flags(int member) {
        return members.low(member, FIRST_FLAGS);
    }

    private void flags(int member, int flags) {
        members.low(member, FIRST_FLAGS, flags);
    }

    // members of a group

    private int next(int member) {
        return members.low(member, PREVIOUS_NEXT);
    }

    private void append(int slot, int member) {
        int newest = store.newestMember(slot);
        members.high(member, PREVIOUS_NEXT, newest);
        members.low(member, PREVIOUS_NEXT, NONE);
        if (newest == NONE) {
            store.oldestMember(slot, member);
        } else {
            members.low(newest, PREVIOUS_NEXT, member);
        }
        store.newestMember(slot, member);
    }

    private void unlink(int slot, int member) {
        int previous = members.high(member, PREVIOUS_NEXT);
        int next = next(member);
        if (previous == NONE) {
            store.oldestMember(slot, next);
        } else {
            members.low(previous, PREVIOUS_NEXT, next);
        }
        if (next == NONE) {
            store.newestMember(slot, previous);
        } else {
            members.high(next, PREVIOUS_NEXT, previous);
        }
    }
}
