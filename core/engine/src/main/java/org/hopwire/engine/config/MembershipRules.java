package org.hopwire.engine.config;

import java.util.List;

import org.hopwire.counter.RowLabels;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.wire.Ipv4Prefix;

/** What membership cannot tell without mode and ports. What would be passed over in silence is refused, too. */
final class MembershipRules {
    private MembershipRules() {}

    static void check(EngineMode mode, List<PortConfig> ports, IgmpConfig igmp) {
        List<String> names = ports.stream().map(PortConfig::name).toList();
        for (IgmpPortConfig each : igmp.port()) {
            if (!names.contains(each.name())) {
                throw refused(each, "name: no port is called \"" + each.name() + "\"");
            }
        }
        igmp.common();
        ports.forEach(each -> requireAudible(mode, each, igmp.link(each.name())));
        requireMapped(igmp);
        for (IgmpPortConfig each : igmp.port()) {
            requireUse(mode, each, igmp.link(each.name()));
        }
        if (mode == EngineMode.SWITCH) {
            requireVlans(ports, igmp.snooping().offVlan());
        } else {
            requireNoSwitch(igmp.snooping());
        }
    }

    /** Groups' frames do not come through a card that was not asked for them; a promiscuous one is for all. */
    private static void requireAudible(EngineMode mode, PortConfig port, IgmpLink link) {
        boolean isDeaf = !port.options().allMulticast() && !Boolean.TRUE.equals(port.options().promiscuous());
        if (isDeaf && mode != EngineMode.SWITCH && link.role() != IgmpRole.OFF) {
            throw new IllegalArgumentException("port " + port.name() + " options.all_multicast: false leaves the igmp "
                    + "role \"" + RowLabels.of(link.role()) + "\" deaf to its groups");
        }
    }

    /** A mapping outside the range would never be looked at. */
    private static void requireMapped(IgmpConfig igmp) {
        List<Ipv4Prefix> range = igmp.ssmRange().stream().map(Ipv4Prefix::parseNetwork).toList();
        for (IgmpConfig.SsmMapping each : igmp.ssmMap()) {
            Ipv4Prefix groups = Ipv4Prefix.parseNetwork(each.group());
            if (range.stream().noneMatch(any -> any.contains(groups.network()) || groups.contains(any.network()))) {
                throw new IllegalArgumentException(
                        "igmp.ssm_map.group: " + each.group() + " is outside of ssm_range, " + igmp.ssmRange());
            }
        }
    }

    private static void requireUse(EngineMode mode, IgmpPortConfig port, IgmpLink link) {
        boolean snoops = mode == EngineMode.SWITCH;
        if (!port.join().isEmpty() && (snoops || link.role() == IgmpRole.OFF)) {
            throw refused(port, "join: " + port.join().getFirst().group() + " needs a role"
                    + (snoops ? ", which a switch's port has not" : " other than \"off\""));
        }
        if (!port.staticGroup().isEmpty() && !snoops && !link.role().isRouter()) {
            throw refused(port, "static_group: " + port.staticGroup().getFirst().group()
                    + " needs the role \"querier\" or \"proxy-downstream\"");
        }
        if (!port.boundary().isEmpty() && mode != EngineMode.ROUTER) {
            throw refused(port, "boundary: " + port.boundary().getFirst() + ": only a router has boundaries");
        }
        if (port.routerPort() && !snoops) {
            throw refused(port, "router_port: true: only a switch snoops");
        }
    }

    private static IllegalArgumentException refused(IgmpPortConfig port, String why) {
        return new IllegalArgumentException("igmp.port " + port.name() + ' ' + why);
    }

    private static void requireVlans(List<PortConfig> ports, List<Integer> vlans) {
        for (int vlan : vlans) {
            if (ports.stream().noneMatch(each -> each.isIn(vlan))) {
                throw new IllegalArgumentException("igmp.snooping.off_vlan: " + vlan + " is on no port");
            }
        }
    }

    private static void requireNoSwitch(Snooping snooping) {
        for (int vlan : snooping.offVlan()) {
            throw onlySwitch("off_vlan", vlan);
        }
        if (snooping.unregistered() != Unregistered.FLOOD) {
            throw onlySwitch("unregistered", quoted(snooping.unregistered()));
        }
        if (snooping.tableFull() != Unregistered.FLOOD) {
            throw onlySwitch("table_full", quoted(snooping.tableFull()));
        }
        if (snooping.routerPortsFromAnyQuerier()) {
            throw onlySwitch("router_ports_from_any_querier", true);
        }
        if (snooping.routerPortSeconds() != null) {
            throw onlySwitch("router_port_seconds", snooping.routerPortSeconds());
        }
    }

    private static String quoted(Unregistered policy) {
        return '"' + RowLabels.of(policy) + '"';
    }

    private static IllegalArgumentException onlySwitch(String key, Object value) {
        return new IllegalArgumentException("igmp.snooping." + key + ": " + value + ": only a switch snoops");
    }
}
