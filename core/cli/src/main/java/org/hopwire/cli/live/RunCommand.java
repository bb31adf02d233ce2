package org.hopwire.cli.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.Quantities;
import org.hopwire.cli.Terminal;
import org.hopwire.cli.Version;
import org.hopwire.cli.config.ConfigException;
import org.hopwire.cli.config.ConfigLoader;
import org.hopwire.cli.figures.FiguresReport;
import org.hopwire.cli.figures.MembershipReport;
import org.hopwire.counter.CounterFile;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.port.linux.sys.SystemCallException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An appliance: the engine on real interfaces, until it is told to stop. */
@Command(name = "run", description = {"Run the engine on the interfaces a configuration names.",
    "Ends after --duration, on SIGTERM (status 0) and on ^C (status 130); either way it says goodbye on the wire,"
            + " gives the interfaces back and prints what it has counted."}, footer = {
                "  hopwire run --config router.toml", "  hopwire run -c host.toml --duration 10m --json",
                "  hopwire run -c switch.toml --prometheus localhost:9464",
                "  hopwire stats                        (in another terminal)"})
public final class RunCommand extends HopwireCommand {
    /** Request for groups and queriers, for people. */
    static final String GROUPS = "groups";
    /** The same for programs. */
    static final String GROUPS_JSON = "groups-json";

    private static final String DURATION_OVER = "duration";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true, description = "TOML configuration.")
    private Path configFile;

    @Option(names = "--duration", paramLabel = "TIME", converter = Quantities.DurationConverter.class, description = "End after so much time (default: never).")
    private Duration duration;

    @Option(names = "--interval", paramLabel = "TIME", converter = Quantities.DurationConverter.class, description = "Time between two tables of rates (default: 1s on a terminal, else no tables).")
    private Duration interval;

    @Option(names = "--prometheus", paramLabel = "HOST:PORT", description = "Serve the counters to Prometheus, such as on localhost:9464.")
    private String prometheus;

    @Option(names = "--json", description = "Print the figures at the end as a JSON document, and no tables.")
    private boolean json;

    /** Why the engine ends: the name of a signal, or {@link #DURATION_OVER}. */
    private final BlockingQueue<String> reasons = new ArrayBlockingQueue<>(16);

    @Override
    public Integer call() throws CliException, ConfigException {
        requireEngine();
        EngineConfig config = ConfigLoader.load(configFile);
        EngineFiles files = EngineFiles.ofThisUser();
        files.sweep();
        Signals.on("INT", reasons::offer);
        Signals.on("TERM", reasons::offer);
        long pid = ProcessHandle.current().pid();
        Engine engine = open(config, files.counters(pid));
        try (AutoCloseable ignored = engine::close;
                ControlServer control = ControlServer.start(files.socket(pid), responders(engine));
                AutoCloseable server = serve(files.counters(pid))) {
            return run(engine, config);
        } catch (CliException e) {
            throw e;
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, files.socket(pid) + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new CliException(ExitCode.DEFECT, String.valueOf(e.getMessage()), e);
        }
    }

    private static Engine open(EngineConfig config, Path counters) throws CliException {
        try {
            return Engine.builder().config(config).countersFile(counters).build();
        } catch (IllegalArgumentException | UncheckedIOException | SystemCallException e) {
            throw new CliException(ExitCode.ENVIRONMENT, e.getMessage(), e);
        }
    }

    private static Map<String, ControlServer.Responder> responders(Engine engine) {
        return Map.of(ObserveCommand.OBSERVE, (argument, out) -> ObserveCommand.serve(engine, out), GROUPS,
                (argument, out) -> report(engine).print(out, "now"),
                GROUPS_JSON, (argument, out) -> {
                    ObjectNode document = Json.document();
                    report(engine).putInto(document);
                    Json.print(out, document);
                });
    }

    private static MembershipReport report(Engine engine) {
        return new MembershipReport(engine.snapshot(), engine.membership());
    }

    private AutoCloseable serve(Path counters) throws CliException, IOException {
        if (prometheus == null) {
            return () -> {};
        }
        HTTPServer server = Exposition.serve(prometheus, CounterFile.open(counters)::readings);
        say("counters for Prometheus on port " + server.getPort());
        return server::close;
    }

    private void say(String line) {
        if (!isQuiet()) {
            err().println("hopwire: " + line);
        }
    }

    private int run(Engine engine, EngineConfig config) throws CliException, InterruptedException {
        long startNs = System.nanoTime();
        engine.start();
        say(Version.current() + ", process " + ProcessHandle.current().pid() + ", checksum="
                + InternetChecksum.kernel());
        config.port().forEach(each -> say("port " + each.name() + ", " + each.kind() + ", "
                + String.join(" ", each.address())));
        String reason = watch(engine, startNs);
        engine.close();
        finish(engine, startNs);
        return reason.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private String watch(Engine engine, long startNs) throws CliException, InterruptedException {
        boolean draws = !json && (interval != null || Terminal.watchesStdout());
        long everyNs = interval == null ? NANOS_PER_SECOND : interval.toNanos();
        long endNs = duration == null ? Long.MAX_VALUE : duration.toNanos();
        LiveTable table = new LiveTable(out(), Terminal.watchesStdout());
        table.begin(engine.snapshot(), startNs);
        while (true) {
            long leftNs = endNs - (System.nanoTime() - startNs);
            String reason = leftNs <= 0
                    ? DURATION_OVER
                    : reasons.poll(Math.min(leftNs, everyNs), TimeUnit.NANOSECONDS);
            if (reason != null) {
                return reason;
            }
            requireAlive(engine);
            if (draws) {
                table.draw(engine.snapshot(), System.nanoTime(), System.nanoTime() - startNs);
            }
        }
    }

    private static void requireAlive(Engine engine) throws CliException {
        Throwable failure = engine.stoppedBy();
        if (failure != null) {
            throw new CliException(ExitCode.DEFECT, "an agent has stopped: " + failure, failure);
        }
    }

    private void finish(Engine engine, long startNs) {
        EngineSnapshot figures = engine.snapshot();
        engine.failures().forEach(this::say);
        if (json) {
            ObjectNode document = Json.document();
            document.put("up_seconds", (System.nanoTime() - startNs) / (double) NANOS_PER_SECOND);
            new FiguresReport(figures).putInto(document);
            document.put("checksum", figures.checksumKernel());
            Json.print(out(), document);
        } else if (!isQuiet()) {
            new FiguresReport(figures).print(out());
            out().flush();
        }
    }
}
