package org.hopwire.engine.config;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

import org.hopwire.igmp.config.IgmpLink;

/** What differs between two configurations, and what of it a running engine can change. */
public final class ConfigDifference {
    /** Keys, and tables with all their keys, that memory, threads or sockets were made by. */
    private static final Set<String> FIXED = Set.of("engine", "port", "ip.arp.max_entries", "ip.arp.queue_packets",
            "ip.arp.queue_total", "ip.reassembly.datagrams", "ip.reassembly.kibibytes", "ip.path.router_discovery",
            "ip.path.max_entries", "igmp.snooping.off_vlan");

    private final EngineConfig before;
    private final EngineConfig after;

    private ConfigDifference(EngineConfig before, EngineConfig after) {
        this.before = before;
        this.after = after;
    }

    /** Every key whose value differs; a value that is not given counts as what it stands for. */
    public static List<ConfigChange> between(EngineConfig before, EngineConfig after) {
        return new ConfigComparison(new ConfigDifference(before, after)::isFixed).between(before, after);
    }

    private boolean isFixed(String key) {
        return switch (key) {
            // what counts is what a port ends up with
            case "igmp.role", "igmp.port.role" -> anyLink((one, other) -> one.role() != other.role());
            case "igmp.pim.hello", "igmp.port.pim.hello" ->
                anyLink((one, other) -> !one.pim().hello().equals(other.pim().hello()));
            case "ip.port.arp" -> before.port().stream()
                    .anyMatch(each -> before.resolvesNeighbours(each) != after.resolvesNeighbours(each));
            default -> FIXED.stream().anyMatch(each -> key.equals(each) || key.startsWith(each + '.'));
        };
    }

    private boolean anyLink(BiPredicate<IgmpLink, IgmpLink> differ) {
        return before.portNames().stream()
                .anyMatch(each -> differ.test(before.igmp().link(each), after.igmp().link(each)));
    }
}
