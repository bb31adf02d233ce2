package org.hopwire.membership;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a membership table must say, in plain Java: per context and group, each port's mode and list. */
final class MembershipModel {
    /** A port's state in a group. */
    record State(boolean exclude, Set<Integer> sources) {
        boolean wants(int source) {
            return exclude != sources.contains(source);
        }
    }

    private final Map<Long, Map<Integer, State>> groups = new HashMap<>();

    private static long key(int context, int group) {
        return (long) context << 32 | (group & 0xffff_ffffL);
    }

    void update(int context, int group, int port, boolean exclude, int... sources) {
        Set<Integer> list = new HashSet<>();
        for (int source : sources) {
            list.add(source);
        }
        Map<Integer, State> ports = groups.computeIfAbsent(key(context, group), k -> new HashMap<>());
        if (exclude || !list.isEmpty()) {
            ports.put(port, new State(exclude, list));
        } else {
            ports.remove(port);
        }
        groups.values().removeIf(Map::isEmpty);
    }

    /** As {@link #update} for one of many groups: no sweep over all of them. */
    void updateOne(int context, int group, int port, boolean exclude, int[] sources, int count) {
        Set<Integer> list = new HashSet<>();
        for (int i = 0; i < count; i++) {
            list.add(sources[i]);
        }
        long key = key(context, group);
        Map<Integer, State> ports = groups.computeIfAbsent(key, k -> new HashMap<>());
        if (exclude || !list.isEmpty()) {
            ports.put(port, new State(exclude, list));
        } else {
            ports.remove(port);
        }
        if (ports.isEmpty()) {
            groups.remove(key);
        }
    }

    void clearPort(int context, int port) {
        groups.forEach((key, ports) -> {
            if (key >>> 32 == context) {
                ports.remove(port);
            }
        });
        groups.values().removeIf(Map::isEmpty);
    }

    void clear(int context) {
        groups.keySet().removeIf(key -> key >>> 32 == context);
    }

    int groups() {
        return groups.size();
    }

    boolean knows(int context, int group) {
        return groups.containsKey(key(context, group));
    }

    Set<Integer> ports(int context, int group, int source) {
        Set<Integer> wanting = new TreeSet<>();
        groups.getOrDefault(key(context, group), Map.of()).forEach((port, state) -> {
            if (state.wants(source)) {
                wanting.add(port);
            }
        });
        return wanting;
    }

    /** Sources some port of the group treats differently from those nobody named. */
    int namedSources(int context, int group) {
        Map<Integer, State> ports = groups.getOrDefault(key(context, group), Map.of());
        Set<Integer> named = new HashSet<>();
        ports.values().forEach(state -> named.addAll(state.sources()));
        int count = 0;
        for (int source : named) {
            boolean same = ports.values().stream().allMatch(state -> state.wants(source) == state.exclude());
            count += same ? 0 : 1;
        }
        return count;
    }

    long namedSources() {
        long sum = 0;
        for (long key : groups.keySet()) {
            sum += namedSources((int) (key >>> 32), (int) key);
        }
        return sum;
    }
}
