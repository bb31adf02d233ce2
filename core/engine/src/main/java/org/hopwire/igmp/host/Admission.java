package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMerge;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MembershipEvents.Limit;
import org.hopwire.igmp.core.SourceSet;

/** Which requests an interface takes: valid ones within its limits. A limit is told once until there is room again. */
final class Admission {
    private final HostLink link;
    private final Requests requests;
    private final FilterMerge merge = new FilterMerge();
    private int told;

    Admission(HostLink link, Requests requests) {
        this.link = link;
        this.requests = requests;
    }

    JoinResult checkAddresses(int group, int[] sources, int count) {
        if (!link.services.family().isGroup(group)) {
            return refuse(JoinResult.NOT_A_GROUP, HostCounter.REFUSED_ADDRESS);
        }
        for (int i = 0; i < count; i++) {
            if (!link.services.family().isSource(sources[i])) {
                return refuse(JoinResult.NOT_A_SOURCE, HostCounter.REFUSED_ADDRESS);
            }
        }
        return JoinResult.DONE;
    }

    /** Whether the filter fits in place of {@code old}, which is null where the handle has none for the group. */
    JoinResult checkLimits(int handle, int group, Request old, FilterMode mode, SourceSet sources) {
        HostGroup known = link.groups.find(group);
        if (!hasRoom(known, old, mode, sources)) {
            return refuse(JoinResult.TOO_MANY_SOURCES, HostCounter.REFUSED_SOURCES);
        }
        if (old != null) {
            return JoinResult.DONE;
        }
        if (requests.first(handle) == null && requests.handles() >= link.config.limits().handles()) {
            return refuse(JoinResult.TOO_MANY_HANDLES, HostCounter.REFUSED_HANDLES);
        }
        if ((known == null || !known.isMember()) && link.groups.members() >= link.config.limits().groups()) {
            return refuse(JoinResult.TOO_MANY_GROUPS, HostCounter.REFUSED_GROUPS);
        }
        return JoinResult.DONE;
    }

    /** Checked of the union of all INCLUDE lists even while another filter excludes: that one may go any time. */
    private boolean hasRoom(HostGroup known, Request old, FilterMode mode, SourceSet sources) {
        int most = link.config.limits().sources();
        if (sources.size() > most || mode == FilterMode.EXCLUDE || known == null) {
            return sources.size() <= most;
        }
        merge.clear();
        merge.add(mode, sources);
        for (Request each = known.requests; each != null; each = each.nextOfGroup) {
            if (each != old && each.mode == FilterMode.INCLUDE) {
                merge.add(each.mode, each.sources);
            }
        }
        return merge.included() <= most;
    }

    private JoinResult refuse(JoinResult result, HostCounter row) {
        link.count(row);
        return result;
    }

    /** Tells of a refusal for lack of room. */
    void tell(JoinResult refusal, int group, long nowNs) {
        Limit limit = limitOf(refusal);
        if (limit != null && (told & bit(refusal)) == 0) {
            told |= bit(refusal);
            link.services.events().limitReached(link.number, limit, group, nowNs);
        }
    }

    private static Limit limitOf(JoinResult refusal) {
        return switch (refusal) {
            case TOO_MANY_GROUPS -> Limit.GROUPS;
            case TOO_MANY_SOURCES -> Limit.SOURCES;
            case TOO_MANY_HANDLES -> Limit.HANDLES;
            default -> null;
        };
    }

    @SuppressWarnings("EnumOrdinal")
    private static int bit(JoinResult refusal) {
        return 1 << refusal.ordinal();
    }

    /** Something was given up: limits that have room again may be told of again. */
    void roomMade() {
        if (told != 0) {
            told &= ~bit(JoinResult.TOO_MANY_SOURCES);
            forgetIf(link.groups.members() < link.config.limits().groups(), JoinResult.TOO_MANY_GROUPS);
            forgetIf(requests.handles() < link.config.limits().handles(), JoinResult.TOO_MANY_HANDLES);
        }
    }

    private void forgetIf(boolean room, JoinResult refusal) {
        if (room) {
            told &= ~bit(refusal);
        }
    }
}
