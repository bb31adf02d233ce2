package org.hopwire.igmp;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.host.HostInterface;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.igmp.router.GroupVisitor;
import org.hopwire.igmp.router.Querier;
import org.hopwire.igmp.router.RouterConfig;

/** The roles on one port; those it does not have are null. */
final class IgmpPort {
    final int index;
    IgmpLink link;
    HostInterface host;
    IgmpSender reports;
    Querier querier;
    GroupTable table;
    IgmpSender queries;
    PimNeighbours pim;
    /** The host side has said goodbye for every group. */
    boolean stopped;

    IgmpPort(int index, IgmpLink link) {
        this.index = index;
        this.link = link;
    }

    /** Puts in force what holds on the port now; timers whose time is the same go on. */
    void reconfigure(IgmpConfig all, int address, long nowNs) {
        if (host != null) {
            reports.reconfigure(link.version(), address);
            host.reconfigure(RouterConfigs.host(link), nowNs);
        }
        if (querier != null) {
            queries.reconfigure(link.version(), address);
            RouterConfig changed = RouterConfigs.router(all, link, false);
            table.reconfigure(changed, nowNs);
            querier.reconfigure(changed, nowNs);
        }
        if (pim != null) {
            pim.reconfigure(link.pim(), nowNs);
        }
    }

    void snapshot(List<GroupSnapshot> groups, List<MembershipSnapshot.QuerierSnapshot> queriers, long nowNs) {
        if (querier != null) {
            queriers.add(querierOf(querier, link.name(), 0, nowNs));
        }
        if (table != null) {
            collect(table, link.name(), 0, groups, nowNs);
        }
        if (host != null) {
            host.forEach((group, mode, sources, count, requests, reportNs) -> groups
                    .add(new GroupSnapshot(link.name(), 0, group, GroupSnapshot.Side.HOST, mode, 0,
                            GroupSnapshot.FOREVER, false, hostSources(mode, sources, count), List.of())));
        }
    }

    static void collect(GroupTable table, String port, int vlan, List<GroupSnapshot> into, long nowNs) {
        Collector collector = new Collector(port, vlan, into);
        table.forEach(collector, nowNs);
        collector.end();
    }

    static MembershipSnapshot.QuerierSnapshot querierOf(Querier querier, String port, int vlan, long nowNs) {
        return new MembershipSnapshot.QuerierSnapshot(port, vlan, querier.config().version(), querier.querier(),
                querier.isQuerier(), querier.otherQuerierRemainingNs(nowNs));
    }

    private static List<GroupSnapshot.Source> hostSources(FilterMode mode, int[] sources, int count) {
        List<GroupSnapshot.Source> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(new GroupSnapshot.Source(sources[i], mode == FilterMode.INCLUDE, GroupSnapshot.FOREVER));
        }
        list.sort((one, other) -> Integer.compareUnsigned(one.address(), other.address()));
        return list;
    }

    /** Gathers a table's groups; each is complete when the next begins, and the last when {@link #end} is called. */
    static final class Collector implements GroupVisitor {
        private final String port;
        private final int vlan;
        private final List<GroupSnapshot> into;
        private final List<GroupSnapshot.Source> sources = new ArrayList<>();
        private final List<GroupSnapshot.Host> hosts = new ArrayList<>();
        private GroupSnapshot begun;

        Collector(String port, int vlan, List<GroupSnapshot> into) {
            this.port = port;
            this.vlan = vlan;
            this.into = into;
        }

        @Override
        public void group(int group, FilterMode mode, int version, long remainingNs, boolean isStatic) {
            end();
            begun = new GroupSnapshot(port, vlan, group, GroupSnapshot.Side.ROUTER, mode, version, remainingNs,
                    isStatic, List.of(), List.of());
        }

        @Override
        public void source(int source, boolean forwarded, long remainingNs, boolean isStatic) {
            sources.add(new GroupSnapshot.Source(source, forwarded, remainingNs));
        }

        @Override
        public void host(int address, long mac, FilterMode mode, int version, long remainingNs) {
            hosts.add(new GroupSnapshot.Host(address, mac, mode, version, remainingNs));
        }

        /** Hands over the last group. */
        void end() {
            if (begun == null) {
                return;
            }
            sources.sort((one, other) -> Integer.compareUnsigned(one.address(), other.address()));
            hosts.sort((one, other) -> Integer.compareUnsigned(one.address(), other.address()));
            into.add(new GroupSnapshot(port, vlan, begun.group(), begun.side(), begun.mode(), begun.version(),
                    begun.remainingNs(), begun.isStatic(), sources, hosts));
            sources.clear();
            hosts.clear();
            begun = null;
        }
    }
}
