package org.hopwire.igmp.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.wire.Ipv4Address;

/**
 * What the membership protocol does on every interface, and what differs on some. Absent ({@code null}) components take
 * their defaults; a value out of range is refused with an {@link IllegalArgumentException} that names it.
 *
 * @param role role of every port without one of its own; {@link IgmpRole#OFF} where absent
 * @param version highest version spoken, 1 to 3, default 3
 * @param timerProfile where timers start from, default {@link TimerProfile#RFC9776}
 * @param timers single timers that differ from the profile
 * @param strictness which messages are believed, default {@link Strictness#STRICT}
 * @param checks single checks that differ from the strictness
 * @param limits how much is kept
 * @param fastLeave whether the last tracked host's leave ends a group at once (needs host tracking), default false
 * @param hostTracking whether the hosts of each group are kept, default true
 * @param access which groups may be joined
 * @param querier how we ask, and whom we believe as querier
 * @param pim PIM hello messages (RFC 7761 section 4.9.2), which elect the querier of version 1
 * @param ssmRange source-specific groups, default 232.0.0.0/8 (RFC 4607)
 * @param ssmMap sources that version 1 and 2 reports stand for in that range
 * @param snooping what a switch does
 * @param port what differs, by port
 */
public record IgmpConfig(IgmpRole role, Integer version, TimerProfile timerProfile, Timers timers,
        Strictness strictness, Checks checks, Limits limits, Boolean fastLeave, Boolean hostTracking, Access access,
        Querier querier, Pim pim, List<String> ssmRange, List<SsmMapping> ssmMap, Snooping snooping,
        List<IgmpPortConfig> port) {
    private static final int MAX_VERSION = 3;
    private static final int MAX_VLAN = 4094;
    private static final int MOST = 1 << 22;
    private static final int MOST_SOURCES = 16_384;

    /** Fills in what is absent and checks the rest. */
    public IgmpConfig {
        role = Objects.requireNonNullElse(role, IgmpRole.OFF);
        version = inRange("version", version, MAX_VERSION, 1, MAX_VERSION);
        timerProfile = Objects.requireNonNullElse(timerProfile, TimerProfile.RFC9776);
        timers = Objects.requireNonNullElse(timers, Timers.NONE);
        strictness = Objects.requireNonNullElse(strictness, Strictness.STRICT);
        checks = Objects.requireNonNullElse(checks, Checks.NONE);
        limits = Objects.requireNonNullElse(limits, Limits.NONE).over(Limits.DEFAULTS);
        fastLeave = Objects.requireNonNullElse(fastLeave, false);
        hostTracking = Objects.requireNonNullElse(hostTracking, true);
        access = Objects.requireNonNullElse(access, Access.ANY);
        querier = Objects.requireNonNullElse(querier, Querier.DEFAULTS);
        pim = Objects.requireNonNullElse(pim, Pim.DEFAULTS);
        ssmRange = GroupTexts.groups("ssm_range", ssmRange == null ? List.of("232.0.0.0/8") : ssmRange);
        ssmMap = ssmMap == null ? List.of() : List.copyOf(ssmMap);
        snooping = Objects.requireNonNullElse(snooping, Snooping.DEFAULTS);
        port = port == null ? List.of() : List.copyOf(port);
        requireUnique(port);
    }

    private static void requireUnique(List<IgmpPortConfig> ports) {
        Set<String> names = new HashSet<>();
        for (IgmpPortConfig each : ports) {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException("igmp.port name: \"" + each.name() + "\" is given twice");
            }
        }
    }

    /** No role anywhere. */
    public static IgmpConfig defaults() {
        return of(IgmpRole.OFF);
    }

    /** One role on every port; everything else as RFC 9776 says. */
    public static IgmpConfig of(IgmpRole role, IgmpPortConfig... ports) {
        return new IgmpConfig(role, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                List.of(ports));
    }

    /** The same, speaking no version above this one. */
    public IgmpConfig withVersion(int highest) {
        return new IgmpConfig(role, highest, timerProfile, timers, strictness, checks, limits, fastLeave, hostTracking,
                access, querier, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same with other timers. */
    public IgmpConfig withTimers(TimerProfile profile, Timers overrides) {
        return new IgmpConfig(role, version, profile, overrides, strictness, checks, limits, fastLeave, hostTracking,
                access, querier, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same, believing other messages. */
    public IgmpConfig withStrictness(Strictness belief, Checks overrides) {
        return new IgmpConfig(role, version, timerProfile, timers, belief, overrides, limits, fastLeave, hostTracking,
                access, querier, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same with other limits. */
    public IgmpConfig withLimits(Limits bounds) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, bounds, fastLeave, hostTracking,
                access, querier, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same, ending a group with its last tracked host or not. */
    public IgmpConfig withFastLeave(boolean fast) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, limits, fast, hostTracking,
                access, querier, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same with other rules about queriers. */
    public IgmpConfig withQuerier(Querier rules) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, limits, fastLeave, hostTracking,
                access, rules, pim, ssmRange, ssmMap, snooping, port);
    }

    /** The same with other PIM hellos. */
    public IgmpConfig withPim(Pim hellos) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, limits, fastLeave, hostTracking,
                access, querier, hellos, ssmRange, ssmMap, snooping, port);
    }

    /** The same with sources for old hosts' reports of source-specific groups. */
    public IgmpConfig withSsmMap(List<SsmMapping> mappings) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, limits, fastLeave, hostTracking,
                access, querier, pim, ssmRange, mappings, snooping, port);
    }

    /** The same with another policy of the switch. */
    public IgmpConfig withSnooping(Snooping policy) {
        return new IgmpConfig(role, version, timerProfile, timers, strictness, checks, limits, fastLeave, hostTracking,
                access, querier, pim, ssmRange, ssmMap, policy, port);
    }

    /** Whether any port has a role. */
    public boolean isUsed() {
        return role != IgmpRole.OFF
                || port.stream().anyMatch(each -> each.role() != null && each.role() != IgmpRole.OFF);
    }

    /** What holds where no port says otherwise. */
    public IgmpLink common() {
        return IgmpLink.of(this, IgmpPortConfig.named(IgmpLink.COMMON));
    }

    /** What holds on a port. */
    public IgmpLink link(String portName) {
        for (IgmpPortConfig each : port) {
            if (each.name().equals(portName)) {
                return IgmpLink.of(this, each);
            }
        }
        return IgmpLink.of(this, IgmpPortConfig.named(portName));
    }

    static int inRange(String field, Integer value, int absent, int least, int most) {
        int checked = value == null ? absent : value;
        if (checked < least || checked > most) {
            throw new IllegalArgumentException(
                    "igmp." + field + ": " + checked + " is not " + least + " to " + most);
        }
        return checked;
    }

    private static Integer optional(String field, Integer value, int least, int most) {
        return value == null ? null : (Integer) inRange(field, value, 0, least, most);
    }

    /** Where timers start from. */
    public enum TimerProfile {
        /** 125, 10, 31.25, 255 and 260 seconds: the defaults of RFC 9776 section 8. */
        RFC9776,
        /** 60, 10, 15, 125 and 130 seconds: what many switches ship. */
        VENDOR60
    }

    /** What becomes of a record with more sources than its group may have. */
    public enum SourceOverflow {
        /** Sources that do not fit are left out: exact for the others, too little for those. */
        REFUSE,
        /** It counts as one for all sources: too much for everybody, nothing missing. Never in the SSM range. */
        DEGRADE
    }

    /** Which messages are believed. */
    public enum Strictness {
        /** Those that are as RFC 9776 says they must be sent; a switch drops malformed ones. */
        STRICT,
        /** Also those without Router Alert or to another destination; a switch passes malformed ones on. */
        LENIENT
    }

    /**
     * Single timers that differ from the profile.
     *
     * @param robustness 1 to 7
     * @param queryIntervalMs 1 to 31,744,000 milliseconds
     * @param queryResponseIntervalMs 1 to 3,174,400 milliseconds, not above the query interval
     * @param startupQueryIntervalMs a quarter of the query interval where absent
     * @param startupQueryCount the robustness where absent, 1 to 255
     * @param lastMemberQueryIntervalMs 1000 where absent
     * @param lastMemberQueryCount the robustness where absent, 1 to 255
     */
    public record Timers(Integer robustness, Integer queryIntervalMs, Integer queryResponseIntervalMs,
            Integer startupQueryIntervalMs, Integer startupQueryCount, Integer lastMemberQueryIntervalMs,
            Integer lastMemberQueryCount) {
        static final Timers NONE = new Timers(null, null, null, null, null, null, null);
        private static final int LONGEST_QUERY_MS = 31_744_000;
        private static final int LONGEST_RESPONSE_MS = 3_174_400;
        private static final int MOST_QUERIES = 255;

        /** Checks every field. */
        public Timers {
            optional("timers.robustness", robustness, 1, 7);
            optional("timers.query_interval_ms", queryIntervalMs, 1, LONGEST_QUERY_MS);
            optional("timers.query_response_interval_ms", queryResponseIntervalMs, 1, LONGEST_RESPONSE_MS);
            optional("timers.startup_query_interval_ms", startupQueryIntervalMs, 1, LONGEST_QUERY_MS);
            optional("timers.startup_query_count", startupQueryCount, 1, MOST_QUERIES);
            optional("timers.last_member_query_interval_ms", lastMemberQueryIntervalMs, 1, LONGEST_RESPONSE_MS);
            optional("timers.last_member_query_count", lastMemberQueryCount, 1, MOST_QUERIES);
        }

        Timers over(Timers base) {
            return new Timers(or(robustness, base.robustness), or(queryIntervalMs, base.queryIntervalMs),
                    or(queryResponseIntervalMs, base.queryResponseIntervalMs),
                    or(startupQueryIntervalMs, base.startupQueryIntervalMs),
                    or(startupQueryCount, base.startupQueryCount),
                    or(lastMemberQueryIntervalMs, base.lastMemberQueryIntervalMs),
                    or(lastMemberQueryCount, base.lastMemberQueryCount));
        }
    }

    static <T> T or(T value, T absent) {
        return value == null ? absent : value;
    }

    /**
     * Single checks that differ from the strictness.
     *
     * @param ttl TTL 1; on in both
     * @param routerAlert the Router Alert option on all but version 1's messages; off where lenient
     * @param source a source on the link, or 0.0.0.0; on in both
     * @param destination the destination RFC 9776 names for the kind of message; off where lenient
     * @param linkDestination the link-layer group that destination maps to; where off, any link-layer group
     * @param wellFormed in a switch: malformed messages are dropped; where off, they are passed on and nobody learns
     *        from them (RFC 4541 section 2.1.1 (5)); off where lenient. Elsewhere they are dropped in any case
     */
    public record Checks(Boolean ttl, Boolean routerAlert, Boolean source, Boolean destination,
            Boolean linkDestination, Boolean wellFormed) {
        static final Checks NONE = new Checks(null, null, null, null, null, null);

        /** What a strictness asks for. */
        public static Checks of(Strictness strictness) {
            boolean strict = strictness == Strictness.STRICT;
            return new Checks(true, strict, true, strict, strict, strict);
        }

        Checks over(Checks base) {
            return new Checks(or(ttl, base.ttl), or(routerAlert, base.routerAlert), or(source, base.source),
                    or(destination, base.destination), or(linkDestination, base.linkDestination),
                    or(wellFormed, base.wellFormed));
        }
    }

    /**
     * How much is kept. What is there stays exact; what is new beyond a limit is refused and counted.
     *
     * @param groups groups of an interface (in a switch: of a port and VLAN), 1 to 4,194,304, default 65,536
     * @param sources sources of a group, 1 to 16,384, default 256
     * @param hosts tracked pairs of host and group of an interface, 1 to 4,194,304, default 262,144
     * @param groupsPerHost groups of one host, 0 for no limit, default 0
     * @param watermarkPercent fill of groups that is told, 1 to 100, default 80
     * @param sourceOverflow what becomes of a record with more sources than fit, default {@link SourceOverflow#REFUSE}
     */
    public record Limits(Integer groups, Integer sources, Integer hosts, Integer groupsPerHost,
            Integer watermarkPercent, SourceOverflow sourceOverflow) {
        static final Limits NONE = new Limits(null, null, null, null, null);
        static final Limits DEFAULTS = new Limits(65_536, 256, 262_144, 0, 80, SourceOverflow.REFUSE);

        /** Checks every field. */
        public Limits {
            optional("limits.groups", groups, 1, MOST);
            optional("limits.sources", sources, 1, MOST_SOURCES);
            optional("limits.hosts", hosts, 1, MOST);
            optional("limits.groups_per_host", groupsPerHost, 0, MOST);
            optional("limits.watermark_percent", watermarkPercent, 1, 100);
        }

        /** Sources that do not fit are left out. */
        public Limits(Integer groups, Integer sources, Integer hosts, Integer groupsPerHost,
                Integer watermarkPercent) {
            this(groups, sources, hosts, groupsPerHost, watermarkPercent, null);
        }

        /** The same, with another way for records with more sources than fit. */
        public Limits withSourceOverflow(SourceOverflow overflow) {
            return new Limits(groups, sources, hosts, groupsPerHost, watermarkPercent, overflow);
        }

        Limits over(Limits base) {
            return new Limits(or(groups, base.groups), or(sources, base.sources), or(hosts, base.hosts),
                    or(groupsPerHost, base.groupsPerHost), or(watermarkPercent, base.watermarkPercent),
                    or(sourceOverflow, base.sourceOverflow));
        }
    }

    /**
     * Which groups may be joined: one that is in no {@code deny} and, where there is any, in an {@code allow}.
     *
     * @param allow prefixes of groups
     * @param deny prefixes of groups
     */
    public record Access(List<String> allow, List<String> deny) {
        static final Access ANY = new Access(null, null);

        /** Checks every field. */
        public Access {
            allow = allow == null ? List.of() : GroupTexts.groups("access.allow", allow);
            deny = deny == null ? List.of() : GroupTexts.groups("access.deny", deny);
        }
    }

    /**
     * How we ask, and whom we believe.
     *
     * @param enabled whether we ask at all; default true
     * @param address source of a switch's queries, default 0.0.0.0, which wins over nobody (RFC 4541 section 2.1.1)
     * @param allow queriers to listen to; absent or empty for any on the link
     * @param minVersion queries of older versions are ignored, 1 to 3, default 1
     */
    public record Querier(Boolean enabled, String address, List<String> allow, Integer minVersion) {
        static final Querier DEFAULTS = new Querier(null, null, null, null);

        /** Checks every field. */
        public Querier {
            enabled = Objects.requireNonNullElse(enabled, true);
            address = Objects.requireNonNullElse(address, "0.0.0.0");
            if (GroupTexts.address("querier.address", address) != 0) {
                GroupTexts.sources("querier.address", List.of(address));
            }
            allow = allow == null ? List.of() : GroupTexts.sources("querier.allow", allow);
            minVersion = inRange("querier.min_version", minVersion, 1, 1, MAX_VERSION);
        }

        /** {@link #address} as an {@link Ipv4Address}. */
        public int addressValue() {
            return Ipv4Address.parse(address);
        }
    }

    /**
     * PIM hello messages (RFC 7761 section 4.9.2). The designated router has the highest priority, then the highest
     * address; where version 1 is spoken it is the querier.
     *
     * @param hello whether they are sent and read, default false
     * @param drPriority 0 to 2,147,483,647, default 1
     * @param intervalSeconds time between two, 1 to 18,724, default 30; three and a half of them are the holdtime
     */
    public record Pim(Boolean hello, Integer drPriority, Integer intervalSeconds) {
        static final Pim DEFAULTS = new Pim(null, null, null);
        private static final int LONGEST = 18_724;

        /** Checks every field. */
        public Pim {
            hello = Objects.requireNonNullElse(hello, false);
            drPriority = inRange("pim.dr_priority", drPriority, 1, 0, Integer.MAX_VALUE);
            intervalSeconds = inRange("pim.interval_seconds", intervalSeconds, 30, 1, LONGEST);
        }
    }

    /**
     * Sources that an old host's report of a source-specific group stands for.
     *
     * @param group prefix of groups, {@code "232.1.0.0/16"}
     * @param source one or more
     */
    public record SsmMapping(String group, List<String> source) {
        /** Checks every field. */
        public SsmMapping {
            if (group == null || source == null || source.isEmpty()) {
                throw new IllegalArgumentException("igmp.ssm_map: needs a group and at least one source");
            }
            GroupTexts.groups("ssm_map.group", List.of(group));
            source = GroupTexts.sources("ssm_map.source", source);
        }
    }

    /**
     * A group that is there from the start and never goes: forwarded to a link, or joined.
     *
     * @param group its address
     * @param mode what the sources mean; {@code EXCLUDE} where absent and there are none, else {@code INCLUDE}
     * @param source may be absent
     */
    public record FixedGroup(String group, FilterMode mode, List<String> source) {
        /** Checks every field. */
        public FixedGroup {
            GroupTexts.group("port group", group);
            source = source == null ? List.of() : GroupTexts.sources("port source", source);
            if (mode == null) {
                mode = source.isEmpty() ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
            }
            if (mode == FilterMode.INCLUDE && source.isEmpty()) {
                throw new IllegalArgumentException("igmp.port group: " + group + " includes no source");
            }
        }

        /** All sources of a group. */
        public static FixedGroup any(String group) {
            return new FixedGroup(group, null, null);
        }

        /** {@link #group} as an {@link Ipv4Address}. */
        public int groupValue() {
            return Ipv4Address.parse(group);
        }

        /** {@link #source} as addresses. */
        public int[] sourceValues() {
            return source.stream().mapToInt(Ipv4Address::parse).toArray();
        }
    }

    /**
     * What a switch does.
     *
     * @param unregistered where data of a group without members goes; default {@link Unregistered#FLOOD}
     * @param tableFull where data of a group goes that was asked for when there was no room for it; as
     *        {@code unregistered} where absent. The newest 4,096 such groups are told from those nobody asked for
     * @param routerPortsFromAnyQuerier whether a query from 0.0.0.0 marks a router port, default false (RFC 4541
     *        section 2.1.1)
     * @param routerPortSeconds how long a port stays a router port without another sign, 1 to 65,535; where absent the
     *        querier's Other Querier Present Interval
     * @param offVlan VLANs that are not snooped: multicast and membership messages are flooded there, and nobody is
     *        asked; each is in use on some port
     */
    public record Snooping(Unregistered unregistered, Unregistered tableFull, Boolean routerPortsFromAnyQuerier,
            Integer routerPortSeconds, List<Integer> offVlan) {
        static final Snooping DEFAULTS = new Snooping(null, null, null, null, null);

        /** The same without snooping in some VLANs. */
        public Snooping withOffVlan(Integer... vlans) {
            return new Snooping(unregistered, tableFull, routerPortsFromAnyQuerier, routerPortSeconds, List.of(vlans));
        }

        /** Where data goes that nobody asked for. */
        public enum Unregistered {
            /** To every port of the VLAN. */
            FLOOD,
            /** To router ports alone. */
            ROUTER_PORTS,
            /** Nowhere. */
            DROP
        }

        /** Checks every field. */
        public Snooping {
            unregistered = Objects.requireNonNullElse(unregistered, Unregistered.FLOOD);
            tableFull = Objects.requireNonNullElse(tableFull, unregistered);
            routerPortsFromAnyQuerier = Objects.requireNonNullElse(routerPortsFromAnyQuerier, false);
            routerPortSeconds = optional("snooping.router_port_seconds", routerPortSeconds, 1, 65_535);
            offVlan = offVlan == null ? List.of() : List.copyOf(offVlan);
            for (int i = 0; i < offVlan.size(); i++) {
                int vlan = inRange("snooping.off_vlan", offVlan.get(i), 0, 1, MAX_VLAN);
                if (offVlan.indexOf(vlan) < i) {
                    throw new IllegalArgumentException("igmp.snooping.off_vlan: " + vlan + " is given twice");
                }
            }
        }
    }
}
