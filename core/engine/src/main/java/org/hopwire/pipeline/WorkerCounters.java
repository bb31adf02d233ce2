package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.wire.IcmpType;

/**
 * The counters of one worker.
 *
 * @param pipeline whole packets
 * @param drops dropped packets by reason
 * @param lostIcmp ICMP messages of ours that were written and could not leave, by type
 * @param ports frames by port, each at its index
 */
public record WorkerCounters(CounterSet<PipelineCounter> pipeline, CounterSet<DropReason> drops,
        CounterSet<IcmpType> lostIcmp,
        List<CounterSet<PortCounter>> ports) {
    /** Counter type of {@link PipelineCounter} rows. */
    public static final int PIPELINE_TYPE_ID = 100;
    /** Counter type of {@link DropReason} rows. */
    public static final int DROP_TYPE_ID = 101;
    /** Counter type of {@link IcmpType} rows. */
    public static final int ICMP_TYPE_ID = 110;
    /** Counter type of {@link PortCounter} rows. */
    public static final int PORT_TYPE_ID = 102;

    /** What stands between a worker's name and a port's in the scope of a port's counters. */
    public static final String PORT_INFIX = ".port.";

    /** Registers the counters of worker {@code name} with the given ports. */
    public static WorkerCounters register(CounterRegistry registry, String name, List<String> portNames) {
        List<CounterSet<PortCounter>> ports = new ArrayList<>();
        for (String port : portNames) {
            ports.add(registry.register(PortCounter.class, name + PORT_INFIX + port, PORT_TYPE_ID));
        }
        return new WorkerCounters(registry.register(PipelineCounter.class, name, PIPELINE_TYPE_ID),
                registry.register(DropReason.class, name + ".drop", DROP_TYPE_ID),
                registry.register(IcmpType.class, name + ".icmp-lost", ICMP_TYPE_ID), List.copyOf(ports));
    }
}
