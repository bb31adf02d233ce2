package org.hopwire.port.linux;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;

/** What one port counts: kept to itself until an engine registers it. Written by the port's owner, read by any. */
public final class Tally {
    private CounterSet<LinuxCounter> counters = new CounterRegistry(LinuxCounter.values().length)
            .register(LinuxCounter.class, "port", LinuxCounter.TYPE_ID);

    /** Counts from zero in an engine's registry; before the port carries its first frame. */
    void register(CounterRegistry registry, String scope) {
        counters = registry.register(LinuxCounter.class, scope, LinuxCounter.TYPE_ID);
    }

    /** Counts one event. */
    public void increment(LinuxCounter row) {
        counters.increment(row);
    }

    /** Counts several. */
    public void add(LinuxCounter row, long count) {
        counters.add(row, count);
    }

    /** Count now, from any thread. */
    public long get(LinuxCounter row) {
        return counters.get(row);
    }
}
