package org.hopwire.igmp.host;

import java.util.function.IntPredicate;

import org.hopwire.igmp.core.ProtocolTimers;

/**
 * How a host behaves on one link.
 *
 * @param versions versions it may speak
 * @param timers values to use until a querier tells others (RFC 9776 sections 4.1.6, 4.1.7 and 8)
 * @param unsolicitedReportIntervalNs longest pause between repeated state changes, version 3 (section 8.11)
 * @param oldUnsolicitedReportIntervalNs the same of versions 1 and 2 (RFC 2236 section 8.10)
 * @param leavesAlways version 2 leaves even where another host reported last (RFC 2236 section 3 allows both)
 * @param reportsLinkScope report groups of 224.0.0.0/24 too, as the RFC says; never 224.0.0.1
 * @param limits how much it holds
 * @param ssm which groups are source-specific: reports and leaves of versions 1 and 2, which know no sources, speak of
 *        none of them (RFC 4604 section 2.2.1)
 */
public record HostConfig(HostVersions versions, ProtocolTimers timers, long unsolicitedReportIntervalNs,
        long oldUnsolicitedReportIntervalNs, boolean leavesAlways, boolean reportsLinkScope, HostLimits limits,
        IntPredicate ssm) {
    /** As RFC 9776 says. */
    public static final HostConfig RFC9776 = new HostConfig(HostVersions.ALL, ProtocolTimers.rfc9776(),
            ProtocolTimers.UNSOLICITED_REPORT_INTERVAL_NS, ProtocolTimers.OLD_UNSOLICITED_REPORT_INTERVAL_NS, false,
            true, HostLimits.DEFAULT);

    /** No group is source-specific. */
    public HostConfig(HostVersions versions, ProtocolTimers timers, long unsolicitedReportIntervalNs,
            long oldUnsolicitedReportIntervalNs, boolean leavesAlways, boolean reportsLinkScope, HostLimits limits) {
        this(versions, timers, unsolicitedReportIntervalNs, oldUnsolicitedReportIntervalNs, leavesAlways,
                reportsLinkScope, limits, group -> false);
    }

    /** Checks the intervals. */
    public HostConfig {
        if (unsolicitedReportIntervalNs <= 0 || oldUnsolicitedReportIntervalNs <= 0) {
            throw new IllegalArgumentException("unsolicited_report_interval: " + unsolicitedReportIntervalNs + " or "
                    + oldUnsolicitedReportIntervalNs + " ns is not above 0");
        }
    }

    /** The same with other versions. */
    public HostConfig with(HostVersions others) {
        return new HostConfig(others, timers, unsolicitedReportIntervalNs, oldUnsolicitedReportIntervalNs,
                leavesAlways, reportsLinkScope, limits, ssm);
    }

    /** The same with other limits. */
    public HostConfig with(HostLimits others) {
        return new HostConfig(versions, timers, unsolicitedReportIntervalNs, oldUnsolicitedReportIntervalNs,
                leavesAlways, reportsLinkScope, others, ssm);
    }

    /** The same with other timers. */
    public HostConfig with(ProtocolTimers others) {
        return new HostConfig(versions, others, unsolicitedReportIntervalNs, oldUnsolicitedReportIntervalNs,
                leavesAlways, reportsLinkScope, limits, ssm);
    }
}
