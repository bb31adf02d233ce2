package org.hopwire.igmp.router;

import java.util.Objects;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;

/**
 * What the queriers and tables of one engine share.
 *
 * @param random keys the hash tables, so that nobody can choose groups that collide
 */
public record RouterParts(AddressFamily family, MachineTimers timers, MembershipEvents events,
        CounterSet<RouterCounter> counters, EntryBudget budget, RandomGenerator random) {
    /** Kind of the counters by {@link RouterCounter}. */
    public static final int TYPE_ID_ROUTER = 120;

    /** Refuses nulls. */
    public RouterParts {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(timers, "timers");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(counters, "counters");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(random, "random");
    }
}
