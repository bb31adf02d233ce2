package org.hopwire.cli.live;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Json;
import org.hopwire.cli.config.ConfigException;
import org.hopwire.cli.config.ConfigLoader;
import org.hopwire.cli.figures.MembershipReport;
import org.hopwire.cli.figures.NeighbourReport;
import org.hopwire.counter.CounterFile;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.port.linux.sys.Affinity;
import org.hopwire.port.linux.sys.SystemCallException;

/** An engine and the ways in which other processes look at it: opened together, closed together. */
final class Appliance implements AutoCloseable {
    /** Request for what the engine knows of its surroundings, groups and neighbours, for people. */
    static final String STATE = "state";
    /** The same for programs. */
    static final String STATE_JSON = "state-json";

    private static final String NOW = "now";

    private final Engine engine;
    private final Reload reload;
    private final ControlServer control;
    /** Null where nobody asked for it. */
    private final HTTPServer exposition;

    private Appliance(Engine engine, Reload reload, ControlServer control, HTTPServer exposition) {
        this.engine = engine;
        this.reload = reload;
        this.control = control;
        this.exposition = exposition;
    }

    /**
     * Opens the engine, its socket and, where {@code prometheus} is an address, its page of counters; nothing runs yet.
     *
     * @param file where the configuration came from, and is read from again when a reload is asked for
     * @throws CliException naming what cannot be opened
     * @throws ConfigException naming what the file says of this machine that is not so
     */
    static Appliance open(EngineConfig config, Path file, EngineFiles files, String prometheus)
            throws CliException, ConfigException {
        long pid = ProcessHandle.current().pid();
        requireCores(config);
        Engine engine = engineOf(config, file, files.counters(pid));
        Reload reload = new Reload(engine, file);
        ControlServer control = null;
        try {
            control = ControlServer.start(files.socket(pid), responders(engine, reload));
            HTTPServer exposition = prometheus == null
                    ? null
                    : Exposition.serve(prometheus, CounterFile.open(files.counters(pid))::readings);
            return new Appliance(engine, reload, control, exposition);
        } catch (IOException e) {
            closeAll(engine, control);
            throw new CliException(ExitCode.ENVIRONMENT, files.socket(pid) + ": " + e.getMessage(), e);
        } catch (CliException e) {
            closeAll(engine, control);
            throw e;
        }
    }

    /** Before anything is opened: an engine whose workers run elsewhere than told is not what was asked for. */
    private static void requireCores(EngineConfig config) throws CliException {
        for (int core : config.engine().cores()) {
            try {
                Affinity.require(core);
            } catch (SystemCallException e) {
                throw new CliException(ExitCode.ENVIRONMENT, "engine cores: " + config.engine().cores() + ": "
                        + e.getMessage(), e);
            }
        }
    }

    /** What the file says of an interface only the machine can tell to be wrong, or that it is for a replay. */
    private static Engine engineOf(EngineConfig config, Path file, Path counters)
            throws CliException, ConfigException {
        try {
            return Engine.builder().config(config).countersFile(counters).build();
        } catch (IllegalArgumentException e) {
            throw ConfigLoader.refused(file, e);
        } catch (UncheckedIOException | SystemCallException e) {
            throw new CliException(ExitCode.ENVIRONMENT, e.getMessage(), e);
        }
    }

    private static Map<String, ControlServer.Responder> responders(Engine engine, Reload reload) {
        return Map.of(ObserveCommand.OBSERVE, (argument, out) -> ObserveCommand.serve(engine, argument, out), STATE,
                (argument, out) -> print(engine, out), STATE_JSON,
                (argument, out) -> printDocument(engine, out), Reload.RELOAD,
                (argument, out) -> Json.print(out, reload.answer(false)), Reload.PLAN,
                (argument, out) -> Json.print(out, reload.answer(true)));
    }

    private static void print(Engine engine, PrintWriter out) {
        membership(engine).print(out, NOW);
        neighbours(engine).print(out, NOW);
    }

    private static MembershipReport membership(Engine engine) {
        return new MembershipReport(engine.snapshot(), engine.membership());
    }

    private static NeighbourReport neighbours(Engine engine) {
        return new NeighbourReport(engine.snapshot(), engine.neighbours());
    }

    private static void printDocument(Engine engine, PrintWriter out) {
        ObjectNode document = Json.document();
        membership(engine).putInto(document);
        neighbours(engine).putInto(document);
        Json.print(out, document);
    }

    Engine engine() {
        return engine;
    }

    /** Reads the configuration again. */
    Reload reload() {
        return reload;
    }

    /** TCP port of the page of counters, or 0 where there is none. */
    int expositionPort() {
        return exposition == null ? 0 : exposition.getPort();
    }

    @Override
    public void close() {
        if (exposition != null) {
            exposition.close();
        }
        closeAll(engine, control);
    }

    private static void closeAll(Engine engine, ControlServer control) {
        try {
            if (control != null) {
                control.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            engine.close();
        }
    }
}
