package org.hopwire.icmp;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpType;

/**
 * What one set of handlers counts; written by its thread, read by any.
 *
 * @param sent messages sent, by type; scope {@code icmp-sent}
 * @param received messages for us, by type; scope {@code icmp-received}
 * @param suppressed errors that were not sent, by the rule that said so; scope {@code icmp-suppressed}
 * @param raised errors sent, by cause; scope {@code icmp-raised}
 * @param events what else happened; scope {@code icmp-event}
 */
public record IcmpCounters(CounterSet<IcmpType> sent, CounterSet<IcmpType> received,
        CounterSet<SuppressionRule> suppressed, CounterSet<RejectCause> raised, CounterSet<Event> events) {
    /** Kind of the counters by {@link IcmpType}; the scope tells sent from received. */
    public static final int TYPE_ID_BY_TYPE = 110;
    /** Kind of the counters by {@link SuppressionRule}. */
    public static final int TYPE_ID_SUPPRESSED = 111;
    /** Kind of the counters by {@link RejectCause}. */
    public static final int TYPE_ID_RAISED = 112;
    /** Kind of the counters by {@link Event}. */
    public static final int TYPE_ID_EVENT = 113;

    /** What is worth counting and is neither a message nor a suppressed one. */
    public enum Event {
        /** An error left without its extensions, for lack of writable octets around the datagram. */
        EXTENSIONS_LEFT_OUT
    }

    /** Registers a set of counters under {@code scope}, for example {@code worker-0}. */
    public static IcmpCounters register(CounterRegistry registry, String scope) {
        return new IcmpCounters(registry.register(IcmpType.class, scope + ".icmp-sent", TYPE_ID_BY_TYPE),
                registry.register(IcmpType.class, scope + ".icmp-received", TYPE_ID_BY_TYPE),
                registry.register(SuppressionRule.class, scope + ".icmp-suppressed", TYPE_ID_SUPPRESSED),
                registry.register(RejectCause.class, scope + ".icmp-raised", TYPE_ID_RAISED),
                registry.register(Event.class, scope + ".icmp-event", TYPE_ID_EVENT));
    }
}
