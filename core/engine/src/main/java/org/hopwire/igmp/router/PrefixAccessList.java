package org.hopwire.igmp.router;

import java.util.List;
import java.util.Objects;

import org.hopwire.wire.Ipv4Prefix;

/**
 * An ordered list of rules for IPv4; the first that matches decides. A host that asks for a group without naming
 * sources matches only rules for every source.
 */
public final class PrefixAccessList implements AccessList {
    private final Rule[] rules;
    private final boolean permitRest;

    /** One rule; {@link Ipv4Prefix#DEFAULT_ROUTE} stands for any. */
    public record Rule(boolean permit, Ipv4Prefix groups, Ipv4Prefix sources, Ipv4Prefix hosts) {
        /** Refuses nulls. */
        public Rule {
            Objects.requireNonNull(groups, "groups");
            Objects.requireNonNull(sources, "sources");
            Objects.requireNonNull(hosts, "hosts");
        }

        boolean matches(int group, boolean anySource, int source, int host) {
            return groups.contains(group) && hosts.contains(host)
                    && (anySource ? sources.length() == 0 : sources.contains(source));
        }
    }

    /**
     * A list.
     *
     * @param permitRest the answer where no rule matches
     */
    public PrefixAccessList(List<Rule> rules, boolean permitRest) {
        this.rules = rules.toArray(Rule[]::new);
        this.permitRest = permitRest;
    }

    @Override
    public boolean permits(int group, boolean anySource, int source, int host) {
        for (Rule rule : rules) {
            if (rule.matches(group, anySource, source, host)) {
                return rule.permit();
            }
        }
        return permitRest;
    }
}
