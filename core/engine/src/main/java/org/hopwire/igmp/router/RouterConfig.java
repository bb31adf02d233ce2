package org.hopwire.igmp.router;

import java.util.Objects;
import java.util.function.IntPredicate;

import org.hopwire.igmp.core.ProtocolTimers;

/**
 * How the router side behaves on one link.
 *
 * @param version 1, 2 or 3: what is queried with and the highest version of report that is followed
 * @param querier whether to query at all; without it the link's querier is still followed
 * @param timers what we announce as querier, and use where no querier says otherwise
 * @param limits bounds of each attachment
 * @param tracking explicit host tracking
 * @param ssm SSM range and map
 * @param access who may join what; a change lets existing members age out
 * @param allowedQueriers addresses whose queries count
 */
public record RouterConfig(int version, boolean querier, ProtocolTimers timers, Limits limits, Tracking tracking,
        SsmMap ssm, AccessList access, IntPredicate allowedQueriers) {
    private static final int MAX_VERSION = 3;
    private static final int MAX_PERCENT = 100;

    /** Checks every field. */
    public RouterConfig {
        requireRange("version", version, 1, MAX_VERSION);
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(tracking, "tracking");
        Objects.requireNonNull(ssm, "ssm");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(allowedQueriers, "allowedQueriers");
        if (limits.groupsPerHost() < limits.groups() && !tracking.enabled()) {
            throw new IllegalArgumentException(
                    "groups_per_host: " + limits.groupsPerHost() + " needs host tracking to be enabled");
        }
    }

    /** Version 3, querier, RFC 9776 timers, SSM range 232/8, hosts tracked, members asked before they are cut off. */
    public static RouterConfig defaults() {
        return new RouterConfig(MAX_VERSION, true, ProtocolTimers.rfc9776(), Limits.defaults(), Tracking.ON,
                PrefixSsmMap.RFC4607, AccessList.PERMIT_ALL, address -> true);
    }

    private static void requireRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + " is not " + least + " to " + most);
        }
    }

    /** Same but for {@link #version}. */
    public RouterConfig withVersion(int other) {
        return new RouterConfig(other, querier, timers, limits, tracking, ssm, access, allowedQueriers);
    }

    /** Same but for {@link #querier}. */
    public RouterConfig withQuerier(boolean other) {
        return new RouterConfig(version, other, timers, limits, tracking, ssm, access, allowedQueriers);
    }

    /** Same but for {@link #timers}. */
    public RouterConfig withTimers(ProtocolTimers other) {
        return new RouterConfig(version, querier, other, limits, tracking, ssm, access, allowedQueriers);
    }

    /** Same but for {@link #limits}. */
    public RouterConfig withLimits(Limits other) {
        return new RouterConfig(version, querier, timers, other, tracking, ssm, access, allowedQueriers);
    }

    /** Same but for {@link #tracking}. */
    public RouterConfig withTracking(Tracking other) {
        return new RouterConfig(version, querier, timers, limits, other, ssm, access, allowedQueriers);
    }

    /** Same but for {@link #ssm}. */
    public RouterConfig withSsm(SsmMap other) {
        return new RouterConfig(version, querier, timers, limits, tracking, other, access, allowedQueriers);
    }

    /** Same but for {@link #access}. */
    public RouterConfig withAccess(AccessList other) {
        return new RouterConfig(version, querier, timers, limits, tracking, ssm, other, allowedQueriers);
    }

    /** Same but for {@link #allowedQueriers}. */
    public RouterConfig withAllowedQueriers(IntPredicate other) {
        return new RouterConfig(version, querier, timers, limits, tracking, ssm, access, other);
    }

    /** What to do with a record that names more sources than a group may have. */
    public enum SourceOverflow {
        /** Sources that do not fit are left out: exact for the others, too little for those. */
        REFUSE,
        /** The record counts as IS_EX {}: too much for everybody, nothing missing. Never in the SSM range. */
        DEGRADE
    }

    /**
     * Bounds. What is there stays; what is new is refused, counted and told once until there is room.
     *
     * @param groups groups of one attachment, 1 to 2^22
     * @param sourcesPerGroup sources of one group, 0 to 16,384
     * @param sourceOverflow what happens beyond them
     * @param groupsPerHost groups of one tracked host, 1 or more
     * @param memberships tracked pairs of host and group of one attachment, 1 to 2^22
     * @param watermarkPercent of {@code groups}, 1 to 100: crossing it is told; below nine tenths of it, told again
     * @param queriesPerSecond last-member query trains begun in a second, 1 to 1,000,000; more wait for their turn
     */
    public record Limits(int groups, int sourcesPerGroup, SourceOverflow sourceOverflow, int groupsPerHost,
            int memberships, int watermarkPercent, int queriesPerSecond) {
        private static final int MOST_ENTRIES = 1 << 22;
        private static final int MOST_SOURCES = 16_384;
        private static final int MOST_QUERIES = 1_000_000;

        /** Checks every field. */
        public Limits {
            requireRange("groups", groups, 1, MOST_ENTRIES);
            requireRange("sources_per_group", sourcesPerGroup, 0, MOST_SOURCES);
            Objects.requireNonNull(sourceOverflow, "sourceOverflow");
            requireRange("groups_per_host", groupsPerHost, 1, Integer.MAX_VALUE);
            requireRange("memberships", memberships, 1, MOST_ENTRIES);
            requireRange("watermark_percent", watermarkPercent, 1, MAX_PERCENT);
            requireRange("queries_per_second", queriesPerSecond, 1, MOST_QUERIES);
        }

        /** 65,536 groups, 64 sources each, no share per host, 262,144 memberships, 80 percent, 1,000 queries. */
        public static Limits defaults() {
            return new Limits(65_536, 64, SourceOverflow.REFUSE, Integer.MAX_VALUE, 262_144, 80, 1_000);
        }

        /** Same but for {@link #groups} and {@link #memberships}. */
        public Limits withGroups(int other, int otherMemberships) {
            return new Limits(other, sourcesPerGroup, sourceOverflow, groupsPerHost, otherMemberships,
                    watermarkPercent, queriesPerSecond);
        }

        /** Same but for {@link #sourcesPerGroup} and {@link #sourceOverflow}. */
        public Limits withSources(int other, SourceOverflow overflow) {
            return new Limits(groups, other, overflow, groupsPerHost, memberships, watermarkPercent, queriesPerSecond);
        }

        /** Same but for {@link #groupsPerHost}. */
        public Limits withGroupsPerHost(int other) {
            return new Limits(groups, sourcesPerGroup, sourceOverflow, other, memberships, watermarkPercent,
                    queriesPerSecond);
        }

        /** Same but for {@link #queriesPerSecond}. */
        public Limits withQueriesPerSecond(int other) {
            return new Limits(groups, sourcesPerGroup, sourceOverflow, groupsPerHost, memberships, watermarkPercent,
                    other);
        }
    }

    /**
     * Explicit tracking of hosts by address and MAC.
     *
     * @param enabled whether hosts are remembered
     * @param fastLeave whether a leave acts at once where no other tracked host wants the group or source
     * @param reportsSeparated whether no host hears another's reports (a snooping switch with one attachment per
     *        port, a point-to-point link): then versions 1 and 2, whose hosts suppress each other's reports, can be
     *        tracked reliably too
     */
    public record Tracking(boolean enabled, boolean fastLeave, boolean reportsSeparated) {
        /** No tracking. */
        public static final Tracking OFF = new Tracking(false, false, false);
        /** Tracking alone. */
        public static final Tracking ON = new Tracking(true, false, false);

        /** Checks that fast leave has what it stands on. */
        public Tracking {
            if (fastLeave && !enabled) {
                throw new IllegalArgumentException("fast_leave: true needs host tracking to be enabled");
            }
        }
    }
}
