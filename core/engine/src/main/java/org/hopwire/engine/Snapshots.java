package org.hopwire.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.hopwire.counter.CounterReading;
import org.hopwire.counter.RowLabels;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.PortCounter;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.igmp.IgmpKind;

/**
 * Makes an {@link EngineSnapshot} of counters, whichever process reads them. Counters of one kind are summed over the
 * agents that write them: the kind is what follows the agent's name in their scope.
 */
final class Snapshots {
    private static final List<PipelineCounter> INTERNALS = List.of(PipelineCounter.REPLICAS_LOST,
            PipelineCounter.MIRRORS_LOST, PipelineCounter.MEMBERSHIP_LOST, PipelineCounter.SPAWN_REFUSED,
            PipelineCounter.TIMER_REFUSED, PipelineCounter.TIMER_STALE);
    /** Of what a port on an interface counts, all that a person would want to know of; the rest is mere work. */
    private static final List<LinuxCounter> MISHAPS = List.of(LinuxCounter.KERNEL_DROPPED, LinuxCounter.RING_FROZEN,
            LinuxCounter.TRUNCATED, LinuxCounter.SEGMENT_UNCUT, LinuxCounter.UNSENDABLE, LinuxCounter.LINK_LOST,
            LinuxCounter.REOPENED, LinuxCounter.REOPEN_FAILED, LinuxCounter.RING_INVALID);
    /** Kinds of what the membership roles count, in the order they are shown in, and what their rows start with. */
    private static final Map<String, String> MEMBERSHIP = ordered("igmp", "", "igmp-router", "router-", "igmp-host",
            "host-", "igmp-proxy", "proxy-", "multicast", "forward-", "membership", "table-", "bridge", "switch-");
    private static final List<String> MERE_WORK = List.of("table-changed", "table-unchanged");
    /** The kind of counters whose scope is an agent's name alone. */
    private static final String PIPELINE = "";
    private static final String PORT = WorkerCounters.PORT_INFIX.substring(1);

    private final Map<String, Map<String, Long>> byKind = new LinkedHashMap<>();

    private Snapshots(List<CounterReading> readings) {
        for (CounterReading each : readings) {
            byKind.computeIfAbsent(kindOf(each.scope()), kind -> new LinkedHashMap<>()).merge(each.row(),
                    each.value(), Long::sum);
        }
    }

    private static String kindOf(String scope) {
        int dot = scope.indexOf('.');
        return dot < 0 ? PIPELINE : scope.substring(dot + 1);
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /**
     * What counters say.
     *
     * @param ports names of ports, in the order in which they are shown; those of the counters where it is empty
     */
    static EngineSnapshot of(List<CounterReading> readings, Collection<String> ports, String checksumKernel) {
        return new Snapshots(readings).snapshot(ports, checksumKernel);
    }

    private EngineSnapshot snapshot(Collection<String> ports, String checksumKernel) {
        Map<String, Long> pipeline = kind(PIPELINE);
        long forwarded = get(pipeline, PipelineCounter.FORWARDED);
        long originated = get(pipeline, PipelineCounter.ORIGINATED);
        return new EngineSnapshot(get(pipeline, PipelineCounter.RECEIVED), forwarded + originated, forwarded,
                originated, get(pipeline, PipelineCounter.CONSUMED), get(pipeline, PipelineCounter.ORIGINATED_LOST),
                get(pipeline, PipelineCounter.ORIGINATED_SUPPRESSED), occurred("drop"), portFigures(ports),
                icmpSent(), labelled("icmp-received", Snapshots::icmpLabel), occurred("icmp-raised"),
                occurred("icmp-suppressed"), occurred("icmp-event"), picked(pipeline, INTERNALS),
                labelled("igmp-sent", Snapshots::igmpLabel), labelled("igmp-received", Snapshots::igmpLabel),
                igmpEvents(), occurred("neighbours"), ipEvents(pipeline), occurred("paths"),
                checksumKernel);
    }

    private Map<String, Long> kind(String kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    private Map<String, Long> occurred(String kind) {
        return labelled(kind, UnaryOperator.identity());
    }

    private Map<String, Long> labelled(String kind, UnaryOperator<String> label) {
        Map<String, Long> rows = new LinkedHashMap<>();
        kind(kind).forEach((row, count) -> {
            if (count > 0) {
                rows.put(label.apply(row), count);
            }
        });
        return rows;
    }

    private static String icmpLabel(String row) {
        return IcmpType.valueOf(constant(row)).label();
    }

    private static String igmpLabel(String row) {
        return IgmpKind.valueOf(constant(row)).label();
    }

    private static String constant(String row) {
        return row.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Rows in the given order, those that occurred. */
    private static Map<String, Long> picked(Map<String, Long> counts, List<? extends Enum<?>> rows) {
        Map<String, Long> picked = new LinkedHashMap<>();
        for (Enum<?> row : rows) {
            picked.put(RowLabels.of(row), get(counts, row));
        }
        picked.values().removeIf(count -> count == 0);
        return picked;
    }

    private Map<String, Long> igmpEvents() {
        Map<String, Long> events = new LinkedHashMap<>();
        MEMBERSHIP.forEach((kind, prefix) -> events.putAll(labelled(kind, row -> prefix + row)));
        events.keySet().removeAll(MERE_WORK);
        return events;
    }

    private Map<String, Long> ipEvents(Map<String, Long> pipeline) {
        Map<String, Long> events = occurred("fragment");
        long dropped = get(pipeline, PipelineCounter.REASSEMBLED_DROPPED);
        if (dropped > 0) {
            events.put(RowLabels.of(PipelineCounter.REASSEMBLED_DROPPED), dropped);
        }
        return events;
    }

    /** What workers wrote and what the control agent originated, less what could not leave. */
    private Map<String, Long> icmpSent() {
        Map<String, Long> sent = new LinkedHashMap<>(kind("icmp-sent"));
        kind("icmp-originated").forEach((row, count) -> sent.merge(row, count, Long::sum));
        kind("icmp-lost").forEach((row, count) -> sent.merge(row, -count, Long::sum));
        Map<String, Long> labelled = new LinkedHashMap<>();
        sent.forEach((row, count) -> {
            if (count > 0) {
                labelled.put(icmpLabel(row), count);
            }
        });
        return labelled;
    }

    private Map<String, EngineSnapshot.PortFigures> portFigures(Collection<String> ports) {
        Map<String, EngineSnapshot.PortFigures> figures = new LinkedHashMap<>();
        ports.forEach(name -> figures.put(name, figuresOf(kind(PORT + name))));
        byKind.forEach((kind, rows) -> {
            if (kind.startsWith(PORT)) {
                figures.putIfAbsent(kind.substring(PORT.length()), figuresOf(rows));
            }
        });
        return figures;
    }

    private static EngineSnapshot.PortFigures figuresOf(Map<String, Long> rows) {
        return new EngineSnapshot.PortFigures(get(rows, PortCounter.RECEIVED), get(rows, PortCounter.RECEIVED_OCTETS),
                get(rows, PortCounter.TRANSMITTED), get(rows, PortCounter.TRANSMITTED_OCTETS),
                get(rows, PortCounter.REFUSED), picked(rows, MISHAPS));
    }

    private static long get(Map<String, Long> rows, Enum<?> row) {
        return rows.getOrDefault(RowLabels.of(row), 0L);
    }
}
