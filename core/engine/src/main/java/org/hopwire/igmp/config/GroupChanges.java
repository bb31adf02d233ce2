package org.hopwire.igmp.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.core.FilterMode;

/** What changes where one list of configured groups takes the place of another; what is in both hears nothing. */
public final class GroupChanges {
    private static final int[] NO_SOURCES = {};

    private GroupChanges() {}

    /** Asks for a group of an interface, or for another filter of it; INCLUDE without sources leaves it. */
    @FunctionalInterface
    public interface Joiner {
        /** The group's whole filter. */
        void join(int group, FilterMode mode, int[] sources);
    }

    /** Forwards groups to a link whether anybody asks or not. */
    public interface Forwarder {
        /** All sources of a group, from now on or no longer. */
        void group(int group, boolean isForwarded);

        /** One source of a group, from now on or no longer. */
        void source(int group, int source, boolean isForwarded);
    }

    private record Entry(int group, boolean hasSource, int source) {
        void tell(Forwarder forwarder, boolean isForwarded) {
            if (hasSource) {
                forwarder.source(group, source, isForwarded);
            } else {
                forwarder.group(group, isForwarded);
            }
        }
    }

    /** Forwards what is wanted now, and no longer what only was before. */
    public static void forward(List<FixedGroup> before, List<FixedGroup> wanted, Forwarder forwarder) {
        Set<Entry> now = entries(wanted);
        Set<Entry> then = entries(before);
        then.stream().filter(each -> !now.contains(each)).forEach(each -> each.tell(forwarder, false));
        now.stream().filter(each -> !then.contains(each)).forEach(each -> each.tell(forwarder, true));
    }

    private static Set<Entry> entries(List<FixedGroup> groups) {
        Set<Entry> entries = new LinkedHashSet<>();
        for (FixedGroup each : groups) {
            int[] sources = each.sourceValues();
            if (sources.length == 0) {
                entries.add(new Entry(each.groupValue(), false, 0));
            }
            for (int source : sources) {
                entries.add(new Entry(each.groupValue(), true, source));
            }
        }
        return entries;
    }

    /** Leaves what is wanted no longer, and joins what is new or wanted with another filter. */
    public static void join(List<FixedGroup> before, List<FixedGroup> wanted, Joiner joiner) {
        Map<Integer, FixedGroup> then = byGroup(before);
        Map<Integer, FixedGroup> now = byGroup(wanted);
        for (int group : then.keySet()) {
            if (!now.containsKey(group)) {
                joiner.join(group, FilterMode.INCLUDE, NO_SOURCES);
            }
        }
        now.forEach((group, each) -> {
            if (!isSame(each, then.get(group))) {
                joiner.join(group, each.mode(), each.sourceValues());
            }
        });
    }

    private static Map<Integer, FixedGroup> byGroup(List<FixedGroup> groups) {
        Map<Integer, FixedGroup> byGroup = new LinkedHashMap<>();
        groups.forEach(each -> byGroup.put(each.groupValue(), each));
        return byGroup;
    }

    private static boolean isSame(FixedGroup one, FixedGroup other) {
        return other != null && one.mode() == other.mode()
                && new HashSet<>(one.source()).equals(new HashSet<>(other.source()));
    }
}
