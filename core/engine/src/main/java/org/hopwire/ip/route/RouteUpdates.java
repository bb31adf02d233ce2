package org.hopwire.ip.route;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Prefix;

/** Changes routes on the control agent, in the order in which they are asked for and in slices of a turn. */
public final class RouteUpdates implements ControlHandler {
    private static final int PER_TURN = 64;

    private final RouteTable table;
    private final Queue<Iterator<Change>> waiting = new ArrayDeque<>();
    /** What was asked for before the replacement. */
    private final Queue<Iterator<Change>> before = new ArrayDeque<>();
    /** Null where none is under way. */
    private RouteReplacement replacement;

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
     * Begins to remove some routes and to add others, or replace those to the same prefixes: at once, or not at all.
     * What was asked for before is done first, what is asked for from now on waits until {@link #commit} or
     * {@link #discard}.
     */
    public void prepare(List<Ipv4Prefix> removed, List<Route> added) {
        replacement = new RouteReplacement(table, removed, added);
        while (!waiting.isEmpty()) {
            before.add(waiting.remove());
        }
    }

    /** Whether {@link #commit} may be called by now; each turn brings it nearer. */
    public boolean isReady() {
        return before.isEmpty() && replacement.isReady();
    }

    /**
     * Puts the routes in force while no reader is in a burst.
     *
     * @return false where the table is full: nothing has changed then
     */
    public boolean commit() {
        RouteReplacement due = replacement;
        replacement = null;
        return due.commit();
    }

    /** Gives up what was prepared; nothing has changed. */
    public void discard() {
        if (replacement != null) {
            replacement.discard();
            replacement = null;
        }
    }

    @Override
    public int onTurn(Turn turn) {
        int done = table.reclaim();
        if (replacement == null) {
            return done + makeSome(waiting);
        }
        if (!before.isEmpty()) {
            return done + makeSome(before);
        }
        if (!replacement.isReady()) {
            replacement.prepare();
            done++;
        }
        return done;
    }

    private int makeSome(Queue<Iterator<Change>> asked) {
        int done = 0;
        while (done < PER_TURN && !asked.isEmpty()) {
            Iterator<Change> next = asked.peek();
            if (next.hasNext()) {
                next.next().on(table);
                done++;
            } else {
                asked.remove();
            }
        }
        return done;
    }
}
