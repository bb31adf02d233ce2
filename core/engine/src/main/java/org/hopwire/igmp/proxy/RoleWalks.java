package org.hopwire.igmp.proxy;

import java.util.ArrayDeque;

/**
 * What is left to be told after our role on a downstream has changed: one way through all groups for each such
 * downstream, a slice at a time. Groups made after it began are not on the way; they are told as they come.
 */
final class RoleWalks {
    /** What is done with a group. */
    interface Visit {
        void visit(ProxyGroup group, int attachment);
    }

    private final MembershipDatabase database;
    private final Visit visit;
    private final ArrayDeque<Walk> walks = new ArrayDeque<>();

    /** One downstream's way. */
    private static final class Walk {
        private final int attachment;
        private ProxyGroup next;

        Walk(int attachment, ProxyGroup first) {
            this.attachment = attachment;
            this.next = first;
        }
    }

    RoleWalks(MembershipDatabase database, Visit visit) {
        this.database = database;
        this.visit = visit;
    }

    /** Begins a downstream's way, or begins it again. */
    void start(int attachment) {
        walks.removeIf(each -> each.attachment == attachment);
        walks.add(new Walk(attachment, database.firstGroup()));
    }

    /** Visits so many groups at most; how many it were. */
    int step(int limit) {
        int visited = 0;
        while (visited < limit && !walks.isEmpty()) {
            Walk walk = walks.peek();
            ProxyGroup group = walk.next;
            if (group == null) {
                walks.remove();
            } else {
                walk.next = group.later;
                visit.visit(group, walk.attachment);
                visited++;
            }
        }
        return visited;
    }

    boolean isUnderWay() {
        return !walks.isEmpty();
    }

    /** Whether groups of the downstream may still be in the table that should not, or the other way round. */
    boolean isUnderWay(int attachment) {
        for (Walk each : walks) {
            if (each.attachment == attachment) {
                return true;
            }
        }
        return false;
    }

    /** A group is about to go. */
    void gone(ProxyGroup group) {
        for (Walk each : walks) {
            each.next = each.next == group ? group.later : each.next;
        }
    }
}
