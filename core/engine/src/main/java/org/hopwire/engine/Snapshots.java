package org.hopwire.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterReading;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.counter.RowLabels;
import org.hopwire.icmp.IcmpCounters;
import org.hopwire.ip.fragment.FragmentCounter;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.pipeline.PortCounter;
import org.hopwire.pipeline.WorkerCounters;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.igmp.IgmpKind;

/** Reads the counters into an {@link EngineSnapshot}. */
final class Snapshots {
    private static final List<PipelineCounter> INTERNALS = List.of(PipelineCounter.REPLICAS_LOST,
            PipelineCounter.MIRRORS_LOST, PipelineCounter.SPAWN_REFUSED,
            PipelineCounter.TIMER_REFUSED, PipelineCounter.TIMER_STALE);

    private Snapshots() {}

    static EngineSnapshot of(EngineParts parts) {
        CounterRegistry registry = parts.registry;
        Map<String, Long> pipeline = registry.totals(PipelineCounter.class);
        long forwarded = pipeline.get("forwarded");
        long originated = pipeline.get("originated");
        IcmpCounters icmp = parts.icmp.counters();
        return new EngineSnapshot(pipeline.get("received"), forwarded + originated, forwarded, originated,
                pipeline.get("consumed"), pipeline.get("originated-lost"), pipeline.get("originated-suppressed"),
                occurred(registry.totals(DropReason.class)),
                ports(parts), sent(parts),
                byLabel(icmp.received(), IcmpType::label), byLabel(icmp.raised(), RowLabels::of),
                byLabel(icmp.suppressed(), RowLabels::of), byLabel(icmp.events(), RowLabels::of), internals(pipeline),
                igmpSent(parts), igmpReceived(parts), igmpEvents(parts), ipEvents(parts, pipeline),
                InternetChecksum.kernel().toString());
    }

    private static Map<String, Long> internals(Map<String, Long> pipeline) {
        Map<String, Long> internals = new LinkedHashMap<>();
        for (PipelineCounter row : INTERNALS) {
            internals.put(RowLabels.of(row), pipeline.get(RowLabels.of(row)));
        }
        return occurred(internals);
    }

    private static Map<String, Long> igmpSent(EngineParts parts) {
        return parts.multicast == null ? Map.of() : byLabel(parts.multicast.counters.sent(), IgmpKind::label);
    }

    private static Map<String, Long> igmpReceived(EngineParts parts) {
        return parts.multicast == null ? Map.of() : byLabel(parts.multicast.received, IgmpKind::label);
    }

    private static Map<String, Long> igmpEvents(EngineParts parts) {
        Map<String, Long> events = new LinkedHashMap<>();
        if (parts.multicast != null) {
            byLabel(parts.multicast.counters.own(), RowLabels::of).forEach(events::put);
            byLabel(parts.multicast.counters.router(), row -> "router-" + RowLabels.of(row)).forEach(events::put);
            byLabel(parts.multicast.counters.host(), row -> "host-" + RowLabels.of(row)).forEach(events::put);
            byLabel(parts.multicast.counters.proxy(), row -> "proxy-" + RowLabels.of(row)).forEach(events::put);
            byLabel(parts.multicast.copies, row -> "forward-" + RowLabels.of(row)).forEach(events::put);
            byLabel(parts.multicast.published, row -> "table-" + RowLabels.of(row)).forEach(events::put);
            events.keySet().removeAll(List.of("table-changed", "table-unchanged"));
        }
        return events;
    }

    private static Map<String, Long> ipEvents(EngineParts parts, Map<String, Long> pipeline) {
        Map<String, Long> events = parts.registry.totals(FragmentCounter.class);
        events.put("routes-refused", parts.tables.routes.refused());
        String dropped = RowLabels.of(PipelineCounter.REASSEMBLED_DROPPED);
        events.put(dropped, pipeline.get(dropped));
        return occurred(events);
    }

    private static Map<String, Long> occurred(Map<String, Long> totals) {
        Map<String, Long> occurred = new LinkedHashMap<>(totals);
        occurred.values().removeIf(count -> count == 0);
        return occurred;
    }

    /** What workers wrote and what the control agent originated, less what could not leave. */
    private static Map<String, Long> sent(EngineParts parts) {
        Map<String, Long> sent = new LinkedHashMap<>();
        IcmpCounters icmp = parts.icmp.counters();
        for (IcmpType type : IcmpType.values()) {
            long written = icmp.sent().get(type) + parts.icmp.originated().get(type);
            long count = written - parts.counters.lostIcmp().get(type);
            if (count > 0) {
                sent.put(type.label(), count);
            }
        }
        return sent;
    }

    private static <E extends Enum<E>> Map<String, Long> byLabel(CounterSet<E> counters, Function<E, String> label) {
        Map<String, Long> byLabel = new LinkedHashMap<>();
        counters.forEach((row, count) -> {
            if (count > 0) {
                byLabel.put(label.apply(row), count);
            }
        });
        return byLabel;
    }

    private static Map<String, EngineSnapshot.PortFigures> ports(EngineParts parts) {
        Map<String, Map<String, Long>> byPort = new LinkedHashMap<>();
        parts.config.portNames().forEach(name -> byPort.put(name, new LinkedHashMap<>()));
        for (CounterReading reading : parts.registry.snapshot()) {
            if (reading.typeId() == WorkerCounters.PORT_TYPE_ID) {
                byPort.get(portOf(reading.scope())).merge(reading.row(), reading.value(), Long::sum);
            }
        }
        Map<String, EngineSnapshot.PortFigures> figures = new LinkedHashMap<>();
        byPort.forEach((name, rows) -> figures.put(name, figuresOf(rows)));
        return figures;
    }

    private static String portOf(String scope) {
        return scope.substring(scope.indexOf(WorkerCounters.PORT_INFIX) + WorkerCounters.PORT_INFIX.length());
    }

    private static EngineSnapshot.PortFigures figuresOf(Map<String, Long> rows) {
        return new EngineSnapshot.PortFigures(get(rows, PortCounter.RECEIVED), get(rows, PortCounter.RECEIVED_OCTETS),
                get(rows, PortCounter.TRANSMITTED), get(rows, PortCounter.TRANSMITTED_OCTETS),
                get(rows, PortCounter.REFUSED));
    }

    private static long get(Map<String, Long> rows, PortCounter row) {
        return rows.get(RowLabels.of(row));
    }
}
