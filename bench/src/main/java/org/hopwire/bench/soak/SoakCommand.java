package org.hopwire.bench.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.bench.option.Range;
import org.hopwire.engine.config.EngineSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench soak}: an engine under steady load, and a verdict. */
@Command(name = "soak", mixinStandardHelpOptions = true, description = {
    "Routes between two veth cables in namespaces of its own, in a process of its own, and watches that process.",
    "Searches the highest rate without loss, open loop, then holds a part of it. Needs root and iproute2."}, footer = {
        "", "Examples:", "  bench soak --minutes 60 --rate 120000",
        "  bench soak --minutes 4 --spin --json"}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:flat, and every frame accounted for", "1:not so; the lines say what", "2:usage",
            "3:no rate held without loss", "4:no namespaces or ports to be had"})
public final class SoakCommand implements Callable<Integer> {
    private static final int NO = 1;
    private static final int INCONCLUSIVE = 3;
    private static final int ENVIRONMENT = 4;
    private static final double PRECISION = 0.05;
    private static final double WARM_UP_RATE = 100_000;
    private static final long WARM_UP_NS = 10_000_000_000L;
    private static final int WARM_UPS = 30;
    /** Load that comes later than this is not the load that was asked for. */
    private static final long MOST_LAG_NS = 50_000_000;
    private static final int TRIES = 2;
    private static final int SAMPLES_PER_COLLECTION = 12;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "60", description = "how long to hold the rate (default ${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--rate", paramLabel = "PPS", description = "frames a second to hold, instead of a search")
    private double rate;

    @Option(names = "--margin", paramLabel = "PART", defaultValue = "0.8", description = "part of the highest rate to hold (default ${DEFAULT-VALUE})")
    private double margin;

    @Option(names = "--sample", paramLabel = "SECONDS", defaultValue = "5", description = "time between two looks at the process (default ${DEFAULT-VALUE})")
    private double sampleSeconds;

    @Option(names = "--trial", paramLabel = "SECONDS", defaultValue = "2", description = "how long the search tries a rate (default ${DEFAULT-VALUE})")
    private double trialSeconds;

    @Option(names = "--ring-frames", paramLabel = "N", defaultValue = "65536", description = "frames the kernel may hold for a port (default ${DEFAULT-VALUE})")
    private int ringFrames;

    @Option(names = "--spin", description = "the worker never sleeps: for a processor of its own")
    private boolean spins;

    @Option(names = "--json", description = "print a JSON document with every sample")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Range.checkPositive(spec, "--minutes", minutes);
        Range.checkPositive(spec, "--sample", sampleSeconds);
        Range.checkPositive(spec, "--trial", trialSeconds);
        Range.checkPositive(spec, "--margin", margin);
        String idle = (spins ? EngineSettings.IdleMode.SPIN : EngineSettings.IdleMode.BACKOFF).name();
        try (Cables cables = Cables.open()) {
            Runtime.getRuntime().addShutdownHook(new Thread(cables::close));
            try (WatchedEngine engine = WatchedEngine.start(cables.routerNamespace(), Integer.toString(ringFrames),
                    idle);
                    Load load = new Load(cables.loadNamespace(), ringFrames)) {
                return soak(engine, load);
            }
        } catch (IllegalStateException e) {
            System.err.println("bench: " + e.getMessage());
            return ENVIRONMENT;
        }
    }

    private int soak(WatchedEngine engine, Load load) throws IOException {
        warmUp(engine, load);
        double highest = rate > 0 ? 0 : RateSearch.highest(each -> holds(load, each), PRECISION);
        double held = rate > 0 ? rate : highest * margin;
        if (held == 0) {
            say("no rate held without loss");
            return INCONCLUSIVE;
        }
        say(String.format(Locale.ROOT, "holding %,.0f frames a second for %s minutes", held, minutes));
        List<EngineSample> samples = new ArrayList<>();
        Load.Counts before = load.counts();
        samples.add(engine.sample(true));
        hold(engine, load, held, samples);
        Load.Counts after = load.counts();
        Verdict verdict = Verdict.of(samples, before, after);
        report(verdict, highest, held, load, samples);
        return verdict.holds() ? 0 : NO;
    }

    /** Until the rarest path is compiled: what is not may put on the heap what a compiler keeps in registers. */
    private void warmUp(WatchedEngine engine, Load load) {
        long before = -1;
        EngineSample sample = engine.sample(true);
        for (int i = 0; i < WARM_UPS && sample.workerBytes() != before; i++) {
            before = sample.workerBytes();
            load.run(rate > 0 ? Math.min(rate, WARM_UP_RATE) : WARM_UP_RATE, WARM_UP_NS, Long.MAX_VALUE);
            sample = engine.sample(true);
        }
        say(String.format(Locale.ROOT, "warm after %,d frames and %,d octets allocated by the worker",
                sample.received(), sample.workerBytes()));
    }

    /** Loss that comes again is the rate's; loss that does not was the machine's. */
    private boolean holds(Load load, double candidate) {
        for (int i = 0; i < TRIES; i++) {
            long before = load.counts().unanswered();
            boolean isKept = load.run(candidate, (long) (trialSeconds * 1e9), MOST_LAG_NS);
            long lost = load.counts().unanswered() - before;
            say(String.format(Locale.ROOT, "%,.0f frames a second: %s", candidate,
                    !isKept ? "more than the load can send" : lost == 0 ? "no loss" : lost + " lost"));
            if (isKept && lost == 0) {
                return true;
            }
        }
        return false;
    }

    private void hold(WatchedEngine engine, Load load, double held, List<EngineSample> samples) {
        CompletableFuture<Boolean> running = CompletableFuture
                .supplyAsync(() -> load.run(held, (long) (minutes * 60e9), Long.MAX_VALUE));
        while (!isOver(running)) {
            boolean collects = samples.size() % SAMPLES_PER_COLLECTION == 0;
            samples.add(engine.sample(collects));
            if (collects) {
                tell(samples.get(0), samples.get(samples.size() - 1));
            }
        }
        samples.add(engine.sample(true));
    }

    private void tell(EngineSample first, EngineSample now) {
        say(String.format(Locale.ROOT,
                "%,d s: %,d frames, %,d lost, %,d octets live, %,d resident, %d descriptors, %d mappings",
                (now.atMillis() - first.atMillis()) / 1000, now.received() - first.received(),
                now.lost() - first.lost(), now.liveBytes(), now.residentBytes(), now.descriptors(),
                now.mappings()));
    }

    private boolean isOver(CompletableFuture<Boolean> running) {
        try {
            running.get((long) (sampleSeconds * 1000), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load has ended: " + e.getCause(), e);
        }
    }

    private void report(Verdict verdict, double highest, double held, Load load, List<EngineSample> samples)
            throws IOException {
        if (!json) {
            verdict.checks().forEach(each -> System.out.println(
                    (each.holds() ? "yes  " : "NO   ") + each.claim() + " (" + each.figures() + ")"));
            return;
        }
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode document = mapper.createObjectNode();
        document.put("schema", 1).put("holds", verdict.holds()).put("highest_rate", highest).put("held_rate", held)
                .put("minutes", minutes).put("worst_lag_ms", load.worstLagNs() / 1e6);
        document.set("checks", mapper.valueToTree(verdict.checks()));
        document.set("load", mapper.valueToTree(load.counts()));
        document.set("samples", mapper.valueToTree(samples));
        System.out.println(mapper.writeValueAsString(document));
    }

    private void say(String line) {
        System.err.println("bench: " + line);
    }
}
