package org.hopwire.cli.live;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.counter.CounterReading;
import org.hopwire.pipeline.WorkerCounters;

/**
 * Every counter for Prometheus, as it stands when asked. {@code worker-0.drop} with row {@code no-route} becomes
 * {@code hopwire_drop_total{agent="worker-0",row="no-route"}}, a port's counters {@code hopwire_port_total} with the
 * port's name.
 */
final class Exposition implements MultiCollector {
    private static final String PREFIX = "hopwire_";
    private static final String PACKETS = "packets";
    private static final String PORT = WorkerCounters.PORT_INFIX.substring(1);

    private final Supplier<List<CounterReading>> counters;

    /** What is exposed are these counters, read anew for each request. */
    Exposition(Supplier<List<CounterReading>> counters) {
        this.counters = counters;
    }

    /** Serves them over HTTP at {@code host:port}. */
    static HTTPServer serve(String address, Supplier<List<CounterReading>> counters) throws CliException {
        int colon = address.lastIndexOf(':');
        try {
            PrometheusRegistry registry = new PrometheusRegistry();
            registry.register(new Exposition(counters));
            return HTTPServer.builder().hostname(colon > 0 ? address.substring(0, colon) : "localhost")
                    .port(portOf(address.substring(colon + 1))).registry(registry).buildAndStart();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "--prometheus " + address + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "--prometheus: \"" + address
                    + "\" is no address such as localhost:9464 or :9464", e);
        }
    }

    private static int portOf(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port);
        }
        return port;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, CounterSnapshot.Builder> metrics = new TreeMap<>();
        for (CounterReading each : counters.get()) {
            metrics.computeIfAbsent(metricOf(each.scope()), Exposition::metric).dataPoint(
                    CounterDataPointSnapshot.builder().labels(labelsOf(each)).value((double) each.value()).build());
        }
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        metrics.values().forEach(each -> all.metricSnapshot(each.build()));
        return all.build();
    }

    private static CounterSnapshot.Builder metric(String name) {
        return CounterSnapshot.builder().name(name).help("Hopwire counters of kind " + name.substring(PREFIX.length()));
    }

    private static String kindOf(String scope) {
        int dot = scope.indexOf('.');
        return dot < 0 ? PACKETS : scope.substring(dot + 1);
    }

    private static String metricOf(String scope) {
        String kind = kindOf(scope);
        String name = kind.startsWith(PORT) ? PORT.substring(0, PORT.length() - 1) : kind;
        return PREFIX + name.replace('-', '_').replace('.', '_');
    }

    private static Labels labelsOf(CounterReading reading) {
        int dot = reading.scope().indexOf('.');
        String agent = dot < 0 ? reading.scope() : reading.scope().substring(0, dot);
        String kind = kindOf(reading.scope());
        return kind.startsWith(PORT)
                ? Labels.of("agent", agent, "port", kind.substring(PORT.length()), "row", reading.row())
                : Labels.of("agent", agent, "row", reading.row());
    }
}
