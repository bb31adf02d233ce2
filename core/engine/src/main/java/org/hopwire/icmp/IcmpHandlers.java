package org.hopwire.icmp;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketClass;

/**
 * All of ICMP for one thread: what a worker or the control agent asks, put together from one configuration. Each thread
 * has its own, with its own limiter and counters.
 */
public final class IcmpHandlers {
    private final IcmpCounters counters;
    private final BurstHandler errors;
    private final Map<PacketClass, BurstHandler> byClass = new EnumMap<>(PacketClass.class);
    private final List<ControlHandler> control;

    /**
     * Handlers of one thread.
     *
     * @param config what is sent, answered and limited
     * @param interfaces our addresses
     * @param registry where the counters stand
     * @param scope first part of their labels, for example {@code worker-0}
     * @param random source of keys, jitter and delays; secure where strangers can send, seeded where a run must repeat
     */
    public IcmpHandlers(IcmpConfig config, InterfaceTable interfaces, CounterRegistry registry, String scope,
            RandomGenerator random) {
        counters = IcmpCounters.register(registry, scope);
        errors = new IcmpErrorHandler(config, interfaces, counters, random);
        control = List.of();
    }

    /** Turns refused packets into errors. */
    public BurstHandler errors() {
        return errors;
    }

    /** Who handles which class of packet on a worker. */
    public Map<PacketClass, BurstHandler> byClass() {
        return Map.copyOf(byClass);
    }

    /** Protocol machines for the control agent. */
    public List<ControlHandler> control() {
        return control;
    }

    /** What this thread's ICMP has counted. */
    public IcmpCounters counters() {
        return counters;
    }
}
