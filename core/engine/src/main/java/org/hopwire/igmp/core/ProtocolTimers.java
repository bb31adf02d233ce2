package org.hopwire.igmp.core;

/**
 * The timers and default values of RFC 9776 section 8, as one link uses them. Intervals are computed in {@code long}
 * nanoseconds; the largest that can be configured or learned (QQI 31,744 s, robustness 7) stay far from overflow.
 *
 * @param robustness Robustness Variable, 1 to 7 (8.1)
 * @param queryIntervalNs Query Interval (8.2)
 * @param queryResponseIntervalNs Query Response Interval, not above the query interval (8.3)
 * @param startupQueryIntervalNs Startup Query Interval (8.6)
 * @param startupQueryCount Startup Query Count (8.7)
 * @param lastMemberQueryIntervalNs Last Member Query Interval (8.8)
 * @param lastMemberQueryCount Last Member Query Count (8.9)
 */
public record ProtocolTimers(int robustness, long queryIntervalNs, long queryResponseIntervalNs,
        long startupQueryIntervalNs, int startupQueryCount, long lastMemberQueryIntervalNs, int lastMemberQueryCount) {
    /** Nanoseconds of a second. */
    public static final long SECOND_NS = 1_000_000_000L;
    /** Unsolicited Report Interval of version 3 (8.11). */
    public static final long UNSOLICITED_REPORT_INTERVAL_NS = SECOND_NS;
    /** Unsolicited Report Interval of versions 1 and 2 (RFC 2236 section 8.10). */
    public static final long OLD_UNSOLICITED_REPORT_INTERVAL_NS = 10 * SECOND_NS;
    /** What a version 1 query grants for an answer (RFC 1112, RFC 2236 section 4). */
    public static final long V1_RESPONSE_INTERVAL_NS = 10 * SECOND_NS;
    /** Robustness where a query names none (RFC 9776 sections 4.1.6 and 8.1). */
    public static final int DEFAULT_ROBUSTNESS = 2;

    private static final int MAX_ROBUSTNESS = 7;
    private static final int STARTUP_DIVISOR = 4;

    /** Checks every field. */
    public ProtocolTimers {
        if (robustness < 1 || robustness > MAX_ROBUSTNESS) {
            throw new IllegalArgumentException("robustness: " + robustness + " is not 1 to 7");
        }
        if (queryIntervalNs <= 0 || queryResponseIntervalNs <= 0 || queryResponseIntervalNs > queryIntervalNs) {
            throw new IllegalArgumentException("query_response_interval: " + queryResponseIntervalNs
                    + " ns is not above 0 and at most the query interval, " + queryIntervalNs + " ns");
        }
        if (startupQueryIntervalNs <= 0 || lastMemberQueryIntervalNs <= 0) {
            throw new IllegalArgumentException("startup and last member query interval: not above 0");
        }
        if (startupQueryCount < 1 || lastMemberQueryCount < 1) {
            throw new IllegalArgumentException("startup and last member query count: not above 0");
        }
    }

    /** Derives what RFC 9776 derives: startup interval a quarter, counts equal to the robustness, 1 s for leaves. */
    public static ProtocolTimers of(int robustness, long queryIntervalNs, long queryResponseIntervalNs) {
        return new ProtocolTimers(robustness, queryIntervalNs, queryResponseIntervalNs,
                Math.max(1, queryIntervalNs / STARTUP_DIVISOR), robustness, SECOND_NS, robustness);
    }

    /** The RFC's defaults: 125 s and 10 s, hence 31.25 s at startup, 255 s for another querier, 260 s for a member. */
    public static ProtocolTimers rfc9776() {
        return of(DEFAULT_ROBUSTNESS, 125 * SECOND_NS, 10 * SECOND_NS);
    }

    /** What many switches ship: 60 s and 10 s, hence 15 s, 125 s and 130 s. */
    public static ProtocolTimers vendor60() {
        return of(DEFAULT_ROBUSTNESS, 60 * SECOND_NS, 10 * SECOND_NS);
    }

    /** Group Membership Interval (8.4). */
    public long groupMembershipIntervalNs() {
        return robustness * queryIntervalNs + queryResponseIntervalNs;
    }

    /** Other Querier Present Interval (8.5). */
    public long otherQuerierPresentIntervalNs() {
        return robustness * queryIntervalNs + queryResponseIntervalNs / 2;
    }

    /** Last Member Query Time (8.10). */
    public long lastMemberQueryTimeNs() {
        return lastMemberQueryCount * lastMemberQueryIntervalNs;
    }

    /** Older Host Present Interval, per group (8.13). */
    public long olderHostPresentIntervalNs() {
        return groupMembershipIntervalNs();
    }

    /** Older Version Querier Present Timeout, per interface of a host, from the querier's values (8.12). */
    public long olderVersionQuerierPresentTimeoutNs() {
        return robustness * queryIntervalNs + queryResponseIntervalNs;
    }
}
