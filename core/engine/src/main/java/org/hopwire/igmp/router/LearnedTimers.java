package org.hopwire.igmp.router;

import org.hopwire.igmp.core.ProtocolTimers;

/** Our timers with what a querier announces in their place. */
final class LearnedTimers {
    /** RFC 9776 section 8.2, which stands in for a Query Interval of 0. */
    private static final long DEFAULT_QUERY_INTERVAL_NS = 125 * ProtocolTimers.SECOND_NS;
    private static final int MAX_ROBUSTNESS = 7;
    private static final int RECENT = 16;

    private ProtocolTimers own;
    private int robustness;
    private long queryIntervalNs;
    private long responseNs;
    private ProtocolTimers inForce;
    private final ProtocolTimers[] recent = new ProtocolTimers[RECENT];
    private int next;

    LearnedTimers(ProtocolTimers own) {
        this.own = own;
        this.inForce = own;
    }

    ProtocolTimers timers() {
        return inForce;
    }

    void configured(ProtocolTimers changed) {
        own = changed;
        refresh();
    }

    void forget() {
        robustness = 0;
        queryIntervalNs = 0;
        responseNs = 0;
        refresh();
    }

    void copy(LearnedTimers from) {
        robustness = from.robustness;
        queryIntervalNs = from.queryIntervalNs;
        responseNs = from.responseNs;
        refresh();
    }

    // versions 1 and 2 announce neither; a response time longer than ours makes memberships last longer, never less
    void learn(int version, int qrv, long qqicNs, long maxRespNs) {
        boolean announced = version > 2;
        robustness = announced && qrv <= MAX_ROBUSTNESS ? Math.max(0, qrv) : 0;
        queryIntervalNs = announced ? qqicNs > 0 ? qqicNs : DEFAULT_QUERY_INTERVAL_NS : 0;
        responseNs = maxRespNs;
    }

    /** Puts the values in force; allocates only for values not met lately. */
    private void refresh() {
        for (ProtocolTimers each : recent) {
            if (each != null && matches(each)) {
                inForce = each;
                return;
            }
        }
        inForce = new ProtocolTimers(robustness(), queryInterval(), response(), own.startupQueryIntervalNs(),
                own.startupQueryCount(), own.lastMemberQueryIntervalNs(), lastMemberQueryCount());
        recent[next] = inForce;
        next = (next + 1) % recent.length;
    }

    private boolean matches(ProtocolTimers each) {
        return each.robustness() == robustness() && each.queryIntervalNs() == queryInterval()
                && each.queryResponseIntervalNs() == response()
                && each.lastMemberQueryCount() == lastMemberQueryCount()
                && each.lastMemberQueryIntervalNs() == own.lastMemberQueryIntervalNs();
    }

    private int robustness() {
        return robustness > 0 ? robustness : own.robustness();
    }

    private long queryInterval() {
        return queryIntervalNs > 0 ? queryIntervalNs : own.queryIntervalNs();
    }

    private long response() {
        return Math.min(queryInterval(), Math.max(responseNs, own.queryResponseIntervalNs()));
    }

    // whoever left the count at its default wants it to follow the robustness (section 8.9)
    private int lastMemberQueryCount() {
        return own.lastMemberQueryCount() == own.robustness() ? robustness() : own.lastMemberQueryCount();
    }
}
