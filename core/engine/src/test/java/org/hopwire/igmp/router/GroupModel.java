package org.hopwire.igmp.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.hopwire.wire.igmp.RecordType;

/**
 * A group as RFC 9776 section 6 describes it, in sets and maps: written from the RFC's tables, knows nothing of the
 * code under test. Times are nanoseconds; a source of Y has no timer.
 */
final class GroupModel {
    final boolean exclude;
    final long groupTimer;
    /** A, or X in EXCLUDE mode, with the timers. */
    final Map<Integer, Long> running;
    final Set<Integer> y;
    final List<String> queries;

    GroupModel(boolean exclude, long groupTimer, Map<Integer, Long> running, Set<Integer> y, List<String> queries) {
        this.exclude = exclude;
        this.groupTimer = groupTimer;
        this.running = new TreeMap<>(running);
        this.y = new TreeSet<>(y);
        this.queries = queries;
    }

    static GroupModel empty() {
        return new GroupModel(false, 0, Map.of(), Set.of(), List.of());
    }

    static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    static Set<Integer> both(Set<Integer> one, Set<Integer> other) {
        Set<Integer> common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    static Set<Integer> minus(Set<Integer> one, Set<Integer> other) {
        Set<Integer> rest = new TreeSet<>(one);
        rest.removeAll(other);
        return rest;
    }

    private static Map<Integer, Long> timers(Set<Integer> set, Map<Integer, Long> known, Set<Integer> fresh,
            long value) {
        Map<Integer, Long> timers = new TreeMap<>();
        set.forEach(source -> timers.put(source, fresh.contains(source) ? (Long) value : known.get(source)));
        return timers;
    }

    /** Sections 6.4.1 and 6.4.2. */
    GroupModel apply(RecordType type, Set<Integer> b, long now, long gmi) {
        return exclude ? inExclude(type, b, now + gmi) : inInclude(type, b, now + gmi);
    }

    private GroupModel inInclude(RecordType type, Set<Integer> b, long gmi) {
        Set<Integer> a = running.keySet();
        return switch (type) {
            case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> include(timers(union(a, b), running, b, gmi));
            case CHANGE_TO_INCLUDE_MODE -> include(timers(union(a, b), running, b, gmi), minus(a, b));
            case BLOCK_OLD_SOURCES -> include(running, both(a, b));
            case MODE_IS_EXCLUDE -> exclude(gmi, timers(both(a, b), running, Set.of(), 0), minus(b, a));
            case CHANGE_TO_EXCLUDE_MODE -> exclude(gmi, timers(both(a, b), running, Set.of(), 0), minus(b, a),
                    both(a, b));
        };
    }

    private GroupModel inExclude(RecordType type, Set<Integer> a, long gmi) {
        Set<Integer> x = running.keySet();
        Set<Integer> fresh = minus(minus(a, x), y);
        return switch (type) {
            case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> exclude(groupTimer, timers(union(x, a), running, a, gmi),
                    minus(y, a));
            case CHANGE_TO_INCLUDE_MODE -> new GroupModel(true, groupTimer, timers(union(x, a), running, a, gmi),
                    minus(y, a), ask(minus(x, a), true));
            case MODE_IS_EXCLUDE -> exclude(gmi, timers(minus(a, y), running, fresh, gmi), both(y, a));
            case CHANGE_TO_EXCLUDE_MODE -> exclude(gmi, timers(minus(a, y), running, fresh, groupTimer), both(y, a),
                    minus(a, y));
            case BLOCK_OLD_SOURCES -> exclude(groupTimer, timers(union(x, minus(a, y)), running, fresh, groupTimer), y,
                    minus(a, y));
        };
    }

    private static List<String> ask(Set<Integer> sources, boolean group) {
        List<String> queries = new ArrayList<>();
        queries.add(sources.toString());
        if (group) {
            queries.add("G");
        }
        return queries;
    }

    private GroupModel include(Map<Integer, Long> timers) {
        return new GroupModel(false, 0, timers, Set.of(), List.of());
    }

    private GroupModel include(Map<Integer, Long> timers, Set<Integer> asked) {
        return new GroupModel(false, 0, timers, Set.of(), ask(asked, false));
    }

    private GroupModel exclude(long timer, Map<Integer, Long> timers, Set<Integer> excluded) {
        return new GroupModel(true, timer, timers, excluded, List.of());
    }

    private GroupModel exclude(long timer, Map<Integer, Long> timers, Set<Integer> excluded, Set<Integer> asked) {
        return new GroupModel(true, timer, timers, excluded, ask(asked, false));
    }

    /** Sections 6.6.3.1 and 6.6.3.2: what a querier sends for the actions of {@link #apply}, and the timers after. */
    GroupModel asked(long now, long lmqt) {
        List<String> sent = new ArrayList<>();
        Map<Integer, Long> lowered = new TreeMap<>(running);
        long timer = groupTimer;
        for (String query : queries) {
            if (query.equals("G")) {
                sent.add("Q(G)");
                timer = Math.min(timer, now + lmqt);
            } else {
                Set<Integer> late = new TreeSet<>();
                for (String source : query.replaceAll("[\\[\\] ]", "").split(",", -1)) {
                    if (!source.isEmpty() && running.get(Integer.valueOf(source)) > now + lmqt) {
                        late.add(Integer.valueOf(source));
                    }
                }
                late.forEach(source -> lowered.put(source, now + lmqt));
                if (!late.isEmpty()) {
                    sent.add("Q(G," + late + ")");
                }
            }
        }
        return new GroupModel(exclude, timer, lowered, y, sent);
    }

    /** Sections 6.2.2, 6.2.3 and 6.5: timers that have run out by now. */
    GroupModel at(long now) {
        Map<Integer, Long> left = new TreeMap<>(running);
        Set<Integer> excluded = new TreeSet<>(y);
        boolean stays = exclude && groupTimer > now;
        running.forEach((source, deadline) -> {
            if (deadline <= now) {
                left.remove(source);
                excluded.add(source);
            }
        });
        return new GroupModel(stays, stays ? groupTimer : 0, left, stays ? excluded : Set.of(), List.of());
    }

    boolean isGone() {
        return !exclude && running.isEmpty();
    }

    /** Section 6.3, in the words of the rig. */
    String forwarding() {
        if (isGone()) {
            return null;
        }
        return exclude ? "EXCLUDE" + new TreeSet<>(y) : "INCLUDE" + running.keySet();
    }

    /** In the words of the rig. */
    String state(long now) {
        if (isGone()) {
            return "-";
        }
        TreeSet<String> sources = new TreeSet<>();
        running.forEach((source, deadline) -> sources
                .add(org.hopwire.wire.Ipv4Address.format(source) + "=" + RouterRig.seconds(deadline - now)));
        y.forEach(source -> sources.add(org.hopwire.wire.Ipv4Address.format(source) + "!"));
        return (exclude ? "EXCLUDE " + RouterRig.seconds(groupTimer - now) : "INCLUDE") + " v3 " + sources;
    }

    static Set<Integer> set(int... sources) {
        Set<Integer> set = new TreeSet<>();
        Arrays.stream(sources).forEach(set::add);
        return set;
    }
}
