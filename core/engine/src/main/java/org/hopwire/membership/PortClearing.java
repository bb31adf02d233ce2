package org.hopwire.membership;

import java.util.ArrayDeque;

import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Ports that are being taken out of all groups of a context, a slice at a time. What such a port is given meanwhile
 * stands: its group is noted and passed over.
 */
final class PortClearing {
    private static final int PORT_BITS = 12;

    private final Long2ObjectHashMap<Sweep> sweeps = new Long2ObjectHashMap<>();
    private final ArrayDeque<Sweep> queue = new ArrayDeque<>();

    /** One port's way through a context's slots, from the last to the first. */
    static final class Sweep {
        final int context;
        final int port;
        private final IntHashSet given = new IntHashSet();
        private long arrays = -1;
        private int cursor;

        private Sweep(int context, int port) {
            this.context = context;
            this.port = port;
        }

        /** The next slot to look at, or -1 at the end. Slots that were moved are all looked at again. */
        int next(ContextTable table) {
            if (arrays != table.arrays()) {
                arrays = table.arrays();
                cursor = table.capacity();
            }
            return --cursor;
        }

        boolean isPassedOver(int group) {
            return given.contains(group);
        }
    }

    private static long key(int context, int port) {
        return ((long) context << PORT_BITS) | port;
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /** Begins, or begins again where it is under way: what the port has now goes. */
    void begin(int context, int port) {
        end(sweeps.get(key(context, port)));
        Sweep begun = new Sweep(context, port);
        sweeps.put(key(context, port), begun);
        queue.add(begun);
    }

    /** The one whose turn it is, or null. */
    Sweep current() {
        return queue.peek();
    }

    void end(Sweep over) {
        if (over != null) {
            queue.remove(over);
            sweeps.remove(key(over.context, over.port));
        }
    }

    /** Forgets what is under way in a context. */
    void endAll(int context) {
        queue.removeIf(each -> each.context == context);
        sweeps.values().removeIf(each -> each.context == context);
    }

    /** A port is given a state in a group, which no clearing begun before may take. */
    void give(int context, int port, int group) {
        Sweep under = sweeps.get(key(context, port));
        if (under != null) {
            under.given.add(group);
        }
    }
}
