package org.hopwire.igmp.config;

import java.util.List;

import org.hopwire.igmp.config.IgmpConfig.Access;
import org.hopwire.igmp.config.IgmpConfig.Checks;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpConfig.Pim;
import org.hopwire.igmp.config.IgmpConfig.Querier;
import org.hopwire.igmp.config.IgmpConfig.Strictness;
import org.hopwire.igmp.config.IgmpConfig.TimerProfile;
import org.hopwire.igmp.config.IgmpConfig.Timers;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.wire.Ipv4Prefix;

/**
 * What holds on one port, with nothing left open.
 *
 * @param name the port's
 * @param role what the engine is there
 * @param version highest version spoken, 1 to 3
 * @param timers all timers
 * @param checks all checks, none absent
 * @param limits all limits, none absent
 * @param fastLeave whether the last tracked host's leave ends a group at once
 * @param hostTracking whether hosts are kept
 * @param access which groups may be joined
 * @param querier how we ask, and whom we believe
 * @param pim PIM hello messages
 * @param staticGroups groups forwarded to this link from the start
 * @param joins groups joined on this link from the start
 * @param boundary groups that do not cross this port
 * @param routerPort whether a switch takes it for a router port for good
 * @param ssmRange source-specific groups
 */
public record IgmpLink(String name, IgmpRole role, int version, ProtocolTimers timers, Checks checks, Limits limits,
        boolean fastLeave, boolean hostTracking, Access access, Querier querier, Pim pim,
        List<FixedGroup> staticGroups, List<FixedGroup> joins, List<String> boundary, boolean routerPort,
        List<Ipv4Prefix> ssmRange) {
    /** Name of the link that stands for all ports. */
    static final String COMMON = "-";
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Checks what no field can tell by itself. */
    public IgmpLink {
        if (!hostTracking && (fastLeave || limits.groupsPerHost() > 0)) {
            throw new IllegalArgumentException(place(name)
                    + (fastLeave ? "fast_leave: true" : "limits.groups_per_host: " + limits.groupsPerHost())
                    + " needs host_tracking = true");
        }
        for (FixedGroup each : joins) {
            if (each.mode() == FilterMode.EXCLUDE && isWithin(ssmRange, each.groupValue())) {
                throw new IllegalArgumentException("igmp.port " + name + " join: group " + each.group()
                        + " is source-specific and takes a list of sources to include (RFC 4604)");
            }
        }
        for (FixedGroup each : staticGroups) {
            if (each.mode() == FilterMode.EXCLUDE && !each.source().isEmpty()) {
                throw new IllegalArgumentException("igmp.port " + name + " static_group: group " + each.group()
                        + " excludes sources; a static group has all sources, or those it includes");
            }
        }
    }

    /** What an error message about a field begins with. */
    private static String place(String name) {
        return name.equals(COMMON) ? "igmp." : "igmp.port " + name + ' ';
    }

    private static boolean isWithin(List<Ipv4Prefix> prefixes, int group) {
        // a host asks for each old report it owes: no stream
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).contains(group)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a group has sources or nothing (RFC 4607). */
    public boolean isSsm(int group) {
        return isWithin(ssmRange, group);
    }

    static IgmpLink of(IgmpConfig all, IgmpPortConfig port) {
        TimerProfile profile = IgmpConfig.or(port.timerProfile(), all.timerProfile());
        // a port with a profile of its own starts from that, not from what differs elsewhere
        Timers inherited = port.timerProfile() == null ? all.timers() : Timers.NONE;
        Timers timers = IgmpConfig.or(port.timers(), Timers.NONE).over(inherited);
        return new IgmpLink(port.name(), IgmpConfig.or(port.role(), all.role()),
                IgmpConfig.or(port.version(), all.version()), timersOf(port.name(), profile, timers),
                checksOf(all, port), IgmpConfig.or(port.limits(), Limits.NONE).over(all.limits()),
                IgmpConfig.or(port.fastLeave(), all.fastLeave()),
                IgmpConfig.or(port.hostTracking(), all.hostTracking()), IgmpConfig.or(port.access(), all.access()),
                IgmpConfig.or(port.querier(), all.querier()), IgmpConfig.or(port.pim(), all.pim()),
                port.staticGroup(), port.join(), port.boundary(), port.routerPort(),
                all.ssmRange().stream().map(Ipv4Prefix::parseNetwork).toList());
    }

    private static Checks checksOf(IgmpConfig all, IgmpPortConfig port) {
        Strictness strictness = IgmpConfig.or(port.strictness(), all.strictness());
        Checks inherited = port.strictness() == null ? all.checks() : Checks.NONE;
        return IgmpConfig.or(port.checks(), Checks.NONE).over(inherited).over(Checks.of(strictness));
    }

    private static ProtocolTimers timersOf(String name, TimerProfile profile, Timers timers) {
        ProtocolTimers base = profile == TimerProfile.RFC9776 ? ProtocolTimers.rfc9776() : ProtocolTimers.vendor60();
        long queryNs = ns(timers.queryIntervalMs(), base.queryIntervalNs());
        long responseNs = ns(timers.queryResponseIntervalMs(), base.queryResponseIntervalNs());
        if (responseNs > queryNs) {
            boolean isGiven = timers.queryResponseIntervalMs() != null;
            throw new IllegalArgumentException(place(name) + "timers."
                    + (isGiven ? "query_response_interval_ms: " : "query_interval_ms: ")
                    + (isGiven ? responseNs : queryNs) / NANOS_PER_MILLI
                    + (isGiven ? " is above query_interval_ms, " : " is below query_response_interval_ms, ")
                    + (isGiven ? queryNs : responseNs) / NANOS_PER_MILLI);
        }
        return derived(base, timers);
    }

    /** What is not given follows what is, as RFC 9776 section 8 derives it. */
    private static ProtocolTimers derived(ProtocolTimers base, Timers timers) {
        ProtocolTimers from = ProtocolTimers.of(IgmpConfig.or(timers.robustness(), base.robustness()),
                ns(timers.queryIntervalMs(), base.queryIntervalNs()),
                ns(timers.queryResponseIntervalMs(), base.queryResponseIntervalNs()));
        return new ProtocolTimers(from.robustness(), from.queryIntervalNs(), from.queryResponseIntervalNs(),
                ns(timers.startupQueryIntervalMs(), from.startupQueryIntervalNs()),
                IgmpConfig.or(timers.startupQueryCount(), from.startupQueryCount()),
                ns(timers.lastMemberQueryIntervalMs(), from.lastMemberQueryIntervalNs()),
                IgmpConfig.or(timers.lastMemberQueryCount(), from.lastMemberQueryCount()));
    }

    private static long ns(Integer ms, long absentNs) {
        return ms == null ? absentNs : ms * NANOS_PER_MILLI;
    }
}
