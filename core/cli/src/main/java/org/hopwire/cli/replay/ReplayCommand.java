package org.hopwire.cli.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.FileName;
import org.hopwire.cli.HopwireCommand;
import org.hopwire.cli.Json;
import org.hopwire.cli.Terminal;
import org.hopwire.cli.Version;
import org.hopwire.cli.config.ConfigException;
import org.hopwire.cli.config.ConfigLoader;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.replay.Replay;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.engine.replay.ReplayOptions.Pace;
import org.hopwire.engine.replay.ReplayResult;
import org.hopwire.port.file.CaptureException;
import org.hopwire.port.file.CaptureFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A capture through the engine: what a correct router or host would have sent comes out. */
@Command(name = "replay", description = {"Run a capture through the engine and write what it sends.",
    "The engine lives in the capture's time, so the same input gives the same output on every machine. A pcapng"
            + " interface feeds the port of its name, whatever that port's kind; a pcap file or a nameless"
            + " interface feeds the first port of kind \"pcap\", or the first of all. Needs neither root nor a"
            + " network card."}, footer = {
                "  hopwire replay in.pcapng out.pcapng --config router.toml",
                "  hopwire replay in.pcap.gz out.pcapng -c router.toml --drops dropped.pcapng --json",
                "  tcpdump -c 1000 -w - | hopwire replay - - -c router.toml > out.pcapng",
                "  hopwire replay in.pcap out.pcapng -c router.toml --pps 10k --limit 50000"})
public final class ReplayCommand extends HopwireCommand {
    private static final String STANDARD_STREAM = "-";

    @Parameters(index = "0", paramLabel = "IN", converter = FileName.class, description = "pcap or pcapng file, gzip or not; - for stdin.")
    private String input;

    @Parameters(index = "1", paramLabel = "OUT", converter = FileName.class, description = "pcapng file with one interface per port; - for stdout (the summary goes to stderr).")
    private String output;

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true, description = "TOML configuration.")
    private Path configFile;

    @Option(names = "--in-port", paramLabel = "NAME", description = "Port a pcap file or a nameless interface feeds.")
    private String inPort;

    @Option(names = "--drops", paramLabel = "FILE", converter = FileName.class, description = "Write dropped frames here, with the reason in the packet comment.")
    private String drops;

    @Option(names = "--settle", paramLabel = "TIME", defaultValue = "10s", converter = Quantities.DurationConverter.class, description = "How long timers go on after the last frame, in the capture's time (default: 10s).")
    private Duration settle;

    @Option(names = "--max-gap", paramLabel = "TIME", defaultValue = "1h", converter = Quantities.DurationConverter.class, description = "How long timers go on between two frames; the rest of a longer gap in the capture's time is jumped over (default: 1h).")
    private Duration maxGap;

    @Option(names = "--at", paramLabel = "TIME", converter = Quantities.DurationConverter.class, description = "Tell groups and queriers as they are so long after the first frame, in the capture's time (default: at the end).")
    private Duration at;

    @Option(names = {"-L", "--limit"}, paramLabel = "N", description = "Read at most N frames in each pass.")
    private long limit = Long.MAX_VALUE;

    @Option(names = {"-l", "--loop"}, paramLabel = "N", description = "Read the capture N times.")
    private int loops = 1;

    @ArgGroup
    private SpeedOptions speed = new SpeedOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every random choice (default: the configuration's, else 1).")
    private Long seed;

    @Option(names = "--json", description = "Print the summary as a JSON document.")
    private boolean json;

    @Override
    public Integer call() throws CliException, ConfigException {
        requireEngine();
        ReplayOptions options = options();
        EngineConfig config = config();
        requireInPort(config);
        requireInput();
        prepareOutput();
        if (!isQuiet()) {
            err().println("hopwire " + Version.current() + ": checksum=" + InternetChecksum.kernel());
        }
        Interruption interruption = new Interruption();
        try {
            return finish(new Summary(options, run(config, options)));
        } finally {
            interruption.end();
        }
    }

    private ReplayOptions options() {
        try {
            Pace pace = speed.isTopSpeed() ? Pace.TOP_SPEED : speed.pace();
            return new ReplayOptions(input, output, drops, inPort, settle.toNanos(), maxGap.toNanos(), limit, loops,
                    pace, at == null ? ReplayOptions.AT_THE_END : at.toNanos());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), e.getMessage(), e);
        }
    }

    private EngineConfig config() throws ConfigException {
        EngineConfig config = ConfigLoader.load(configFile);
        if (seed == null) {
            return config;
        }
        EngineSettings settings = new EngineSettings(config.engine().mode(), config.engine().idle(), seed);
        return new EngineConfig(settings, config.port(), config.route(), config.neighbor(), config.ip(),
                config.icmp(), config.igmp());
    }

    private void requireInPort(EngineConfig config) {
        if (inPort != null && !config.portNames().contains(inPort)) {
            throw usage("--in-port: no port is called \"" + inPort + "\"; there are "
                    + String.join(", ", config.portNames()));
        }
    }

    private void requireInput() throws CliException {
        if (input.equals(STANDARD_STREAM)) {
            return;
        }
        Path file = Path.of(input);
        if (!Files.exists(file)) {
            throw new CliException(ExitCode.BAD_INPUT, input + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new CliException(ExitCode.BAD_INPUT, input + ": is a folder");
        }
        if (!Files.isReadable(file)) {
            throw new CliException(ExitCode.ENVIRONMENT, input + ": no permission to read it");
        }
    }

    /** Nobody means to replay a capture into itself, nor two captures into one file. */
    private void prepareOutput() throws CliException {
        requireFormat(output, false);
        if (drops != null) {
            requireFormat(drops, true);
            if (isSame(output, drops)) {
                throw usage("--drops " + drops + " is OUT, too");
            }
        }
        for (String each : new String[] {output, drops}) {
            if (each == null || each.equals(STANDARD_STREAM)) {
                continue;
            }
            Path file = Path.of(each).toAbsolutePath();
            try {
                if (Files.exists(file) && Files.exists(inputFile()) && Files.isSameFile(file, inputFile())) {
                    throw usage(each + " is both input and output");
                }
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new CliException(ExitCode.ENVIRONMENT, each + ": its folder cannot be made (" + e + ")", e);
            }
        }
    }

    private void requireFormat(String name, boolean withComments) {
        try {
            CaptureFormat format = CaptureFormat.of(name);
            if (withComments && format != CaptureFormat.PCAPNG) {
                throw usage("--drops " + name + ": only pcapng holds the reasons");
            }
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private static boolean isSame(String one, String other) {
        return one.equals(other) || Path.of(one).toAbsolutePath().normalize()
                .equals(Path.of(other).toAbsolutePath().normalize());
    }

    /** Standard input may be a file as well. */
    private Path inputFile() {
        Path stdin = Path.of("/dev/stdin");
        return input.equals(STANDARD_STREAM) && Files.isRegularFile(stdin) ? stdin : Path.of(input);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private ReplayResult run(EngineConfig config, ReplayOptions options) throws CliException {
        ProgressBar bar = new ProgressBar(err(), totalOctets(), System::nanoTime);
        boolean watched = !isQuiet() && Terminal.watchesStderr();
        try {
            return new Replay(config, options, watched ? bar::update : null).run();
        } catch (CaptureException e) {
            throw new CliException(ExitCode.BAD_INPUT, e.getMessage(), e);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.BAD_INPUT, configFile + ": " + e.getMessage(), e);
        } finally {
            bar.erase();
        }
    }

    private long totalOctets() {
        try {
            return input.equals(STANDARD_STREAM) ? 0 : Files.size(Path.of(input)) * loops;
        } catch (IOException e) {
            return 0;
        }
    }

    private int finish(Summary summary) {
        boolean taken = output.equals(STANDARD_STREAM) || STANDARD_STREAM.equals(drops);
        PrintWriter data = taken ? err() : out();
        if (json) {
            Json.print(data, summary.toJson());
        } else {
            summary.print(data);
        }
        return verdict(summary.result());
    }

    private int verdict(ReplayResult result) {
        result.unmapped().forEach((name, count) -> err().println("hopwire: " + count + " frames of interface \"" + name
                + "\" were left out: no port has that name"));
        if (!isQuiet() && result.snapshot().dropped().containsKey("igmp-unhandled")) {
            err().println("hopwire: IGMP came in on a port without a role: [igmp] role = \"querier\" (or \"host\") in "
                    + configFile + " keeps its groups");
        }
        result.failures().forEach(each -> err().println("hopwire: defect: " + each));
        if (!result.failures().isEmpty()) {
            return ExitCode.DEFECT;
        }
        if (result.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        if (result.failure() != null) {
            err().println("hopwire: " + result.failure());
            return ExitCode.BAD_INPUT;
        }
        if (result.snapshot().received() == 0) {
            err().println("hopwire: " + input + ": no frame to replay");
            return ExitCode.BAD_INPUT;
        }
        return ExitCode.OK;
    }
}
