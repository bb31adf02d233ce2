package org.hopwire.bench.scale.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import jdk.jfr.Recording;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.hopwire.bench.Frames;
import org.hopwire.bench.scale.Figures;
import org.hopwire.bench.soak.RateSearch;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;

/** The measured program: one virtual machine with one collector, an engine on its main thread, and {@link Ballast}. */
final class LatencyRun {
    /** Percentiles that are told; 100 is the longest. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 100.0);

    private static final long LONGEST_NS = 10_000_000_000L;
    private static final int DIGITS = 3;
    private static final long FIRST_BIN_NS = 64;
    private static final double PRECISION = 0.05;
    private static final long WARM_UP_NS = 1_500_000_000L;
    private static final long TRIAL_NS = 150_000_000L;
    private static final double WARM_UP_RATE = 1_000_000;

    private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
    private final ScheduledPorts ports = new ScheduledPorts(Frames.udp(64, 64, Frames.FAR_HOST), histogram);
    private final Engine engine = Engine.builder().seed(1)
            .port(PortConfig.memory("lan", "192.0.2.1/24").withMac("02:00:00:00:01:01"), ports.in())
            .port(PortConfig.memory("wan", "198.51.100.1/24").withMac("02:00:00:00:02:01"), ports.out())
            .neighbor(new NeighborConfig("wan", "198.51.100.10", "02:00:00:00:02:0a")).build();

    private LatencyRun() {}

    /** Name of the collector, seconds for each load, MiB of garbage a second, loads; prints series as JSON. */
    public static void main(String[] arguments) throws IOException {
        Ballast rest = new Ballast(Integer.parseInt(arguments[2]));
        try {
            List<Integer> loads = List.of(arguments).subList(3, arguments.length).stream().map(Integer::valueOf)
                    .toList();
            System.out.println(new ObjectMapper().writeValueAsString(
                    new LatencyRun().measure(arguments[0], Long.parseLong(arguments[1]), loads)));
        } finally {
            rest.close();
        }
    }

    private List<Figures.Series> measure(String collector, long seconds, List<Integer> loads) throws IOException {
        InternetChecksum.warmUp();
        run(WARM_UP_RATE, WARM_UP_NS);
        run(4 * WARM_UP_RATE, WARM_UP_NS);
        double most = RateSearch.highest(this::holds, PRECISION);
        List<Figures.Series> series = new ArrayList<>();
        for (int load : loads) {
            series.add(measure(collector, load, most, seconds * 1_000_000_000L));
            series.add(new Figures.Series(name(collector, load), "packets", "ns at most", "", counts(histogram)));
        }
        engine.close();
        ports.close();
        return series;
    }

    private boolean holds(double perSecond) {
        // one pause of the neighbours must not decide
        boolean first = lost(perSecond) == 0;
        return first || lost(perSecond) == 0;
    }

    private long lost(double perSecond) {
        run(perSecond, TRIAL_NS);
        return ports.lost();
    }

    /** Packets at a rate for a while. */
    private void run(double perSecond, long durationNs) {
        long startNs = System.nanoTime();
        ports.begin(new Schedule(startNs, perSecond));
        while (System.nanoTime() - startNs < durationNs) {
            engine.invoke();
        }
    }

    private Figures.Series measure(String collector, int load, double most, long durationNs) throws IOException {
        Path file = Files.createTempFile("hopwire-latency", ".jfr");
        long lost;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.GCPhasePause").withoutThreshold();
            recording.enable("jdk.ExecuteVMOperation").withoutThreshold();
            recording.start();
            run(most * load / 100, durationNs);
            lost = ports.lost();
            recording.stop();
            recording.dump(file);
            String note = "%d packets a second of %d without loss; %s; %s; %d lost".formatted(
                    Math.round(most * load / 100), Math.round(most), Pauses.of(file).summary(), explain(file), lost);
            return new Figures.Series(name(collector, load), "ns", "percentile", note,
                    PERCENTILES.stream()
                            .map(each -> Figures.Point.exactly(each, (double) histogram.getValueAtPercentile(each)))
                            .toList());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String name(String collector, int load) {
        return collector + ", " + load + " % load";
    }

    /** How many took at most so long, and longer than the point before: bins that double. */
    static List<Figures.Point> counts(Histogram histogram) {
        List<Figures.Point> points = new ArrayList<>();
        for (HistogramIterationValue each : histogram.logarithmicBucketValues(FIRST_BIN_NS, 2)) {
            if (!points.isEmpty() || each.getCountAddedInThisIterationStep() > 0) {
                points.add(Figures.Point.exactly((double) each.getValueIteratedTo(),
                        (double) each.getCountAddedInThisIterationStep()));
            }
        }
        return points;
    }

    private String explain(Path recording) throws IOException {
        Instant end = Instant.now().minusNanos(System.nanoTime() - ports.longestEndNs());
        return Pauses.of(recording).explain(end.minusNanos(ports.longestNs()), end);
    }
}
