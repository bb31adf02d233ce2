package org.hopwire.cli;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
import org.hopwire.port.linux.LinuxCounter;

/** A port without frames, whose kernel loses some. */
public final class UnluckyPort implements Port {
    private CounterSet<LinuxCounter> counters;

    /** Counts so many events. */
    public void befall(LinuxCounter row, long count) {
        counters.add(row, count);
    }

    @Override
    public String name() {
        return "lan";
    }

    @Override
    public void register(CounterRegistry registry, String scope) {
        counters = registry.register(LinuxCounter.class, scope, LinuxCounter.TYPE_ID);
    }

    @Override
    public int receive(Burst burst) {
        return 0;
    }

    @Override
    public int transmit(Burst burst) {
        return burst.size();
    }

    @Override
    public void flush() {
        // nothing to send
    }

    @Override
    public void release(Burst burst) {
        // nothing was lent
    }

    @Override
    public void close() {
        // nothing to close
    }
}
