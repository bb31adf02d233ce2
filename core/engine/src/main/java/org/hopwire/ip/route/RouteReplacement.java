package org.hopwire.ip.route;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.hopwire.wire.Ipv4Prefix;

/**
 * Some routes go and others come, at once or not at all. A few are made in the table itself; for many another table is
 * filled aside, a slice in each turn, and takes the first one's place at the end.
 */
final class RouteReplacement {
    /** Changes that are made in the table itself: 2 ms, while the workers stand still. */
    static final int MOST_IN_PLACE = 1024;
    /** Places of the table, and changes, that one turn goes through: 2 ms of the control agent's. */
    private static final int PER_TURN = 4096;

    private final RouteTable table;
    private final List<Ipv4Prefix> removed;
    private final List<Route> added;
    /** Prefixes whose routes the draft does not take over. */
    private final Set<Ipv4Prefix> changed;
    /** Null where the table itself is changed, before the first slice, and after the last look at it. */
    private RouteTable draft;
    private final boolean isInPlace;
    private int places;
    private int entered;
    private boolean isFull;

    RouteReplacement(RouteTable table, List<Ipv4Prefix> removed, List<Route> added) {
        this.table = table;
        this.removed = removed;
        this.added = added;
        isInPlace = removed.size() + added.size() <= MOST_IN_PLACE;
        changed = isInPlace ? Set.of() : prefixesOf(removed, added);
    }

    private static Set<Ipv4Prefix> prefixesOf(List<Ipv4Prefix> removed, List<Route> added) {
        Set<Ipv4Prefix> prefixes = HashSet.newHashSet(removed.size() + added.size());
        prefixes.addAll(removed);
        added.forEach(each -> prefixes.add(each.prefix()));
        return Collections.unmodifiableSet(prefixes);
    }

    /** Whether {@link #commit} may be called; another {@link #prepare} is needed where not. */
    boolean isReady() {
        return isInPlace || isFull
                || (draft != null && places == table.places() && entered == added.size());
    }

    /** Goes on filling the draft, for one turn; between the first and the last call nobody changes the table. */
    void prepare() {
        if (draft == null) {
            draft = table.draft();
        }
        int left = PER_TURN;
        while (left-- > 0 && !isReady()) {
            isFull = places < table.places() ? !copyNext() : !draft.enter(added.get(entered++));
        }
    }

    private boolean copyNext() {
        Ipv4Prefix prefix = table.prefixAt(places++);
        return prefix == null || changed.contains(prefix) || draft.enter(table.routeTo(prefix));
    }

    /**
     * Puts it in force. While no reader is inside.
     *
     * @return false where there is no room: nothing has changed then
     */
    boolean commit() {
        if (isInPlace) {
            return replaceInPlace();
        }
        if (isFull) {
            discard();
            return false;
        }
        table.adopt(draft);
        draft = null;
        return true;
    }

    /** Gives it up; nothing has changed. */
    void discard() {
        if (draft != null) {
            draft.close();
            draft = null;
        }
    }

    private boolean replaceInPlace() {
        Map<Ipv4Prefix, Route> before = new LinkedHashMap<>();
        removed.forEach(prefix -> before.put(prefix, table.routeTo(prefix)));
        added.forEach(route -> before.put(route.prefix(), table.routeTo(route.prefix())));
        removed.forEach(table::remove);
        for (Route each : added) {
            if (!table.put(each)) {
                restore(before);
                return false;
            }
        }
        return true;
    }

    private void restore(Map<Ipv4Prefix, Route> before) {
        before.keySet().forEach(table::remove);
        before.values().stream().filter(Objects::nonNull).forEach(table::put);
    }
}
