package org.hopwire.igmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.host.HostConfig;
import org.hopwire.igmp.host.HostLimits;
import org.hopwire.igmp.host.HostVersions;
import org.hopwire.igmp.router.AccessList;
import org.hopwire.igmp.router.PrefixAccessList;
import org.hopwire.igmp.router.PrefixSsmMap;
import org.hopwire.igmp.router.RouterConfig;
import org.hopwire.igmp.router.SsmMap;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/** What the roles are told of a configuration. */
final class RouterConfigs {
    private static final int TRAINS_PER_SECOND = 1000;
    private static final int HANDLES = 4096;

    private RouterConfigs() {}

    /** The router side of a link; {@code reportsSeparated} where no host hears another's reports. */
    static RouterConfig router(IgmpConfig all, IgmpLink link, boolean reportsSeparated) {
        IgmpConfig.Limits limits = link.limits();
        int perHost = limits.groupsPerHost() == 0 ? Integer.MAX_VALUE : limits.groupsPerHost();
        RouterConfig.Limits bounds = new RouterConfig.Limits(limits.groups(), limits.sources(),
                overflow(limits.sourceOverflow()), perHost, limits.hosts(), limits.watermarkPercent(),
                TRAINS_PER_SECOND);
        boolean fast = link.fastLeave() && link.hostTracking();
        RouterConfig.Tracking tracking = new RouterConfig.Tracking(link.hostTracking(), fast, reportsSeparated);
        return new RouterConfig(link.version(), link.querier().enabled(), link.timers(), bounds, tracking, ssm(all),
                access(link.access()), queriers(link.querier().allow()));
    }

    private static RouterConfig.SourceOverflow overflow(IgmpConfig.SourceOverflow overflow) {
        return switch (overflow) {
            case REFUSE -> RouterConfig.SourceOverflow.REFUSE;
            case DEGRADE -> RouterConfig.SourceOverflow.DEGRADE;
        };
    }

    private static SsmMap ssm(IgmpConfig all) {
        List<PrefixSsmMap.Entry> entries = new ArrayList<>();
        for (IgmpConfig.SsmMapping each : all.ssmMap()) {
            List<Integer> sources = each.source().stream().map(Ipv4Address::parse).toList();
            entries.add(new PrefixSsmMap.Entry(Ipv4Prefix.parseNetwork(each.group()), sources));
        }
        return new PrefixSsmMap(prefixes(all.ssmRange()), entries);
    }

    static List<Ipv4Prefix> prefixes(List<String> texts) {
        return texts.stream().map(Ipv4Prefix::parseNetwork).toList();
    }

    private static AccessList access(IgmpConfig.Access access) {
        if (access.allow().isEmpty() && access.deny().isEmpty()) {
            return AccessList.PERMIT_ALL;
        }
        List<PrefixAccessList.Rule> rules = new ArrayList<>();
        prefixes(access.deny()).forEach(groups -> rules.add(rule(false, groups)));
        prefixes(access.allow()).forEach(groups -> rules.add(rule(true, groups)));
        return new PrefixAccessList(rules, access.allow().isEmpty());
    }

    private static PrefixAccessList.Rule rule(boolean permit, Ipv4Prefix groups) {
        return new PrefixAccessList.Rule(permit, groups, Ipv4Prefix.DEFAULT_ROUTE, Ipv4Prefix.DEFAULT_ROUTE);
    }

    private static IntPredicate queriers(List<String> allowed) {
        if (allowed.isEmpty()) {
            return address -> true;
        }
        int[] addresses = allowed.stream().mapToInt(Ipv4Address::parse).sorted().toArray();
        return address -> Arrays.binarySearch(addresses, address) >= 0;
    }

    /** The host side of a link. */
    static HostConfig host(IgmpLink link) {
        int oldest = Math.min(link.querier().minVersion(), link.version());
        HostLimits limits = new HostLimits(link.limits().groups(), link.limits().sources(), HANDLES,
                HostLimits.DEFAULT.recordedSources());
        return new HostConfig(new HostVersions(link.version(), oldest), link.timers(),
                ProtocolTimers.UNSOLICITED_REPORT_INTERVAL_NS, ProtocolTimers.OLD_UNSOLICITED_REPORT_INTERVAL_NS,
                false, true, limits, link::isSsm);
    }
}
