package org.hopwire.igmp.router;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/** A configured SSM range and map for IPv4; where several entries cover a group the longest prefix counts. */
public final class PrefixSsmMap implements SsmMap {
    /** 232.0.0.0/8, nothing mapped (RFC 4607 section 1). */
    public static final PrefixSsmMap RFC4607 = new PrefixSsmMap(List.of(Ipv4Prefix.parse("232.0.0.0/8")), List.of());

    private final Ipv4Prefix[] ranges;
    private final Entry[] entries;

    /**
     * One line of the map.
     *
     * @param groups prefix of group addresses
     * @param sources unicast addresses, at least one
     */
    public record Entry(Ipv4Prefix groups, List<Integer> sources) {
        /** Checks both fields. */
        public Entry {
            requireMulticast("ssm_map group", groups);
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("ssm_map sources: none for " + groups);
            }
            for (int source : sources) {
                if (source == 0 || Ipv4Address.isMulticast(source)) {
                    throw new IllegalArgumentException(
                            "ssm_map source: " + Ipv4Address.format(source) + " is not a host");
                }
            }
        }
    }

    /** A range of one or more prefixes and its entries. */
    public PrefixSsmMap(List<Ipv4Prefix> ranges, List<Entry> entries) {
        ranges.forEach(range -> requireMulticast("ssm_range", range));
        this.ranges = ranges.toArray(Ipv4Prefix[]::new);
        this.entries = entries.toArray(Entry[]::new);
        Arrays.sort(this.entries, (one, other) -> Integer.compare(other.groups().length(), one.groups().length()));
    }

    private static void requireMulticast(String field, Ipv4Prefix prefix) {
        Objects.requireNonNull(prefix, field);
        if (!Ipv4Address.isMulticast(prefix.address()) || prefix.length() < 4) {
            throw new IllegalArgumentException(field + ": " + prefix + " is not a prefix of groups");
        }
    }

    @Override
    public boolean isSsm(int group) {
        for (Ipv4Prefix range : ranges) {
            if (range.contains(group)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int sourceCount(int group) {
        Entry entry = find(group);
        return entry == null ? 0 : entry.sources().size();
    }

    @Override
    public int source(int group, int index) {
        return Objects.requireNonNull(find(group), "group is not mapped").sources().get(index);
    }

    private Entry find(int group) {
        for (Entry entry : entries) {
            if (entry.groups().contains(group)) {
                return entry;
            }
        }
        return null;
    }
}
