package org.hopwire.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.hopwire.cli.figures.NeighbourReport;
import org.hopwire.cli.privilege.Privileges;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.port.file.CaptureInterface;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.xdp.TagStripping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An appliance: the engine on real interfaces, until it is told to stop. */
@Command(name = "run", description = {"Run the engine on the interfaces a configuration names.",
    "Ends after --duration, on SIGTERM (status 0) and on ^C (status 130); either way it says goodbye on the wire,"
            + " gives the interfaces back and prints what it has counted.",
    "On SIGHUP it reads its configuration again, as with 'hopwire reload'."}, footer = {
        "  hopwire run --config router.toml", "  hopwire run -c host.toml --duration 10m --json",
        "  hopwire run -c switch.toml --prometheus localhost:9464",
        "  hopwire stats                        (in another terminal)"})
public final class RunCommand extends HopwireCommand {
    private static final String DURATION_OVER = "duration";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true, description = "TOML configuration.")
    private Path configFile;

    @Option(names = "--duration", paramLabel = "TIME", converter = Quantities.DurationConverter.class, description = "End after so much time (default: never).")
    private Duration duration;

    @Option(names = "--interval", paramLabel = "TIME", converter = Quantities.IntervalConverter.class, description = "Time between two tables of rates (default: 1s on a terminal, else no tables).")
    private Duration interval;

    @Option(names = "--prometheus", paramLabel = "HOST:PORT", description = "Serve the counters to Prometheus, such as on localhost:9464.")
    private String prometheus;

    @Option(names = "--json", description = "Print the figures at the end as a JSON document, and no tables.")
    private boolean json;

    /** Why the engine ends: the name of a signal, or {@link #DURATION_OVER}. */
    private final BlockingQueue<String> reasons = new ArrayBlockingQueue<>(16);
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final boolean hadTerminal = hasTerminal();

    @Override
    public Integer call() throws CliException, ConfigException {
        requireEngine();
        ConfigLoader.Loaded loaded = ConfigLoader.loadWithFiles(configFile);
        EngineConfig config = loaded.config();
        Privileges.require(config);
        // with what is given up next it may restore more
        sweepInterfaces(config);
        Privileges.limit(config, prometheus, loaded.files());
        EngineFiles files = EngineFiles.ofThisUser();
        files.sweep();
        sweepInterfaces(config).forEach(this::say);
        Signals.on("INT", this::end);
        Signals.on("TERM", this::end);
        try (Appliance appliance = Appliance.open(config, configFile, files, prometheus)) {
            Signals.on("HUP", signal -> reload(appliance.reload()));
            return run(appliance, config);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** Gives back what killed engines have kept, where this one has ports; tells what it cannot. */
    private static List<String> sweepInterfaces(EngineConfig config) {
        return config.port().stream().filter(port -> PortKind.parse(port.kind()).isDevice())
                .map(port -> port.options().namespace()).distinct().flatMap(RunCommand::sweepInterfaces).toList();
    }

    private static Stream<String> sweepInterfaces(String namespace) {
        try {
            return TagStripping.sweep(namespace).stream();
        } catch (SystemCallException e) {
            // the port that cannot be opened there says so
            return Stream.empty();
        }
    }

    /** Says goodbye on the first signal, and on the second leaves at once. */
    private void end(String signal) {
        if (isEnding.getAndSet(true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        reasons.offer(signal);
    }

    /** Tells on standard error what {@code hopwire reload} would have told. */
    private void reload(Reload reload) {
        if (hadTerminal && !hasTerminal()) {
            // its window was closed
            end("HUP");
            return;
        }
        ObjectNode answer = reload.answer(false);
        answer.path("changes").forEach(each -> say(ReloadCommand.line(each)));
        if (answer.path("error").isNull()) {
            say(ReloadCommand.summary(answer));
        } else {
            // what is quoted from a file may hold anything, a terminal's commands too
            err().println("hopwire: " + CaptureInterface.printable(answer.path("error").asText()));
        }
    }

    private static boolean hasTerminal() {
        try {
            Files.newInputStream(Path.of("/dev/tty")).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void say(String line) {
        if (!isQuiet()) {
            err().println("hopwire: " + line);
        }
    }

    private int run(Appliance appliance, EngineConfig config) throws CliException, InterruptedException {
        Engine engine = appliance.engine();
        long startNs = System.nanoTime();
        engine.start();
        say(Version.current() + ", process " + ProcessHandle.current().pid() + ", checksum="
                + InternetChecksum.kernel());
        config.port().forEach(each -> say("port " + each.name() + ", " + each.kind() + ", "
                + String.join(" ", each.address())));
        engine.notices().forEach(this::say);
        say("capabilities: " + Privileges.describe());
        if (prometheus != null) {
            say("counters for Prometheus on port " + appliance.expositionPort());
        }
        String reason = watch(engine, startNs);
        // as they were: an engine that has ended knows no group
        MembershipSnapshot membership = engine.membership();
        List<NeighbourSnapshot> neighbours = engine.neighbours();
        engine.close();
        finish(engine, startNs, membership, neighbours);
        return reason.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private String watch(Engine engine, long startNs) throws CliException, InterruptedException {
        boolean draws = !json && (interval != null || Terminal.watchesStdout());
        long everyNs = interval == null ? NANOS_PER_SECOND : interval.toNanos();
        long endNs = duration == null ? Long.MAX_VALUE : duration.toNanos();
        LiveTable table = LiveTable.on(out());
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

    private void finish(Engine engine, long startNs, MembershipSnapshot membership,
            List<NeighbourSnapshot> neighbours) {
        EngineSnapshot figures = engine.snapshot();
        engine.failures().forEach(this::say);
        if (json) {
            ObjectNode document = Json.document();
            document.put("up_seconds", (System.nanoTime() - startNs) / (double) NANOS_PER_SECOND);
            new FiguresReport(figures).putInto(document);
            new MembershipReport(figures, membership).putInto(document);
            new NeighbourReport(figures, neighbours).putInto(document);
            document.put("checksum", figures.checksumKernel());
            ArrayNode notices = document.putArray("notices");
            engine.notices().forEach(notices::add);
            Json.print(out(), document);
        } else if (!isQuiet()) {
            new FiguresReport(figures).print(out());
            out().flush();
        }
    }
}
