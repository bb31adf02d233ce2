package org.hopwire.ip.route;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Prefix;

/** Changes routes on the control agent, in the order in which they are asked for and in slices of a turn. */
public final class RouteUpdates implements ControlHandler {
    /** Changes of one {@link #replace} that are made at once. */
    public static final int MOST_AT_ONCE = 1024;

    private static final int PER_TURN = 64;

    private final RouteTable table;
    private final Queue<Iterator<Change>> waiting = new ArrayDeque<>();

    /** One change, on the table's writer's thread. */
    @FunctionalInterface
    private interface Change {
        void on(RouteTable changed);
    }

    /** The only writer of a table, once the engine runs. */
    public RouteUpdates(RouteTable table) {
        this.table = table;
    }

    /** Adds routes, or replaces those to the same prefixes. */
    public void add(List<Route> routes) {
        waiting.add(routes.stream().<Change>map(each -> changed -> changed.put(each)).iterator());
    }

    /** Removes the routes to exactly those prefixes; where there is none, nothing happens. */
    public void remove(List<Ipv4Prefix> prefixes) {
        waiting.add(prefixes.stream().<Change>map(each -> changed -> changed.remove(each)).iterator());
    }

    /**
     * Removes some routes and adds others, or replaces those to the same prefixes: at once, or not at all. More than
     * {@link #MOST_AT_ONCE} of them, and those behind changes that wait, are made in slices.
     *
     * @return false where the table is full: nothing has changed then
     */
    public boolean replace(List<Ipv4Prefix> removed, List<Route> added) {
        if (removed.size() + added.size() > MOST_AT_ONCE || !waiting.isEmpty()) {
            remove(removed);
            add(added);
            return true;
        }
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

    @Override
    public int onTurn(Turn turn) {
        int done = 0;
        while (done < PER_TURN && !waiting.isEmpty()) {
            Iterator<Change> next = waiting.peek();
            if (next.hasNext()) {
                next.next().on(table);
                done++;
            } else {
                waiting.remove();
            }
        }
        return done + table.reclaim();
    }
}
