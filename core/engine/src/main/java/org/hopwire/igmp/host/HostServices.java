package org.hopwire.igmp.host;

import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ReportSink;

/**
 * What a host asks of its surroundings.
 *
 * @param family what addresses mean
 * @param timers timers of the control agent
 * @param reports where messages leave
 * @param random of the delays
 * @param events told of groups joined and left, and of limits
 * @param counters what happened
 */
public record HostServices(AddressFamily family, MachineTimers timers, ReportSink reports, RandomGenerator random,
        MembershipEvents events, CounterSet<HostCounter> counters) {}
