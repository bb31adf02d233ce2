package org.hopwire.bench.scale;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import org.hopwire.bench.Frames;
import org.hopwire.bench.machine.Jvm;
import org.hopwire.bench.machine.TempFolder;
import org.hopwire.bench.option.JsonFile;
import org.hopwire.bench.option.Quick;
import org.hopwire.bench.option.Range;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench startup}. */
@Command(name = "startup", mixinStandardHelpOptions = true, description = "Measures the time from the start of a process to its first answer, each time in a new one.", footer = {
    "", "Example:", "  bench startup --runs 11 --program core/cli/target/hopwire/bin/hopwire"})
public final class StartupCommand implements Callable<Integer> {
    private static final double NS_PER_MS = 1e6;
    private static final int QUICK_RUNS = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", paramLabel = "N", description = "of each kind (default ${DEFAULT-VALUE})", defaultValue = "9")
    private int runs;

    @Option(names = "--program", paramLabel = "FILE", description = "the launcher (default ${DEFAULT-VALUE}); left out where there is none", defaultValue = "core/cli/target/hopwire/bin/hopwire")
    private Path program;

    @Mixin
    private Quick quick;

    @Mixin
    private JsonFile json;

    @Override
    public Integer call() throws IOException {
        Range.check(spec, "--runs", runs, 1, 1000);
        List<Figures.Series> series = new ArrayList<>();
        try (TempFolder temporary = TempFolder.make()) {
            Path folder = temporary.path();
            Path archive = folder.resolve("classes.jsa");
            Path cache = folder.resolve("code.aot");
            series.add(measure("embedded engine", embedded()));
            Jvm.lastLine(orderly("-XX:ArchiveClassesAtExit=" + archive));
            series.add(
                    measure("embedded engine, class archive (AppCDS)", embedded("-XX:SharedArchiveFile=" + archive)));
            Jvm.lastLine(orderly("-XX:AOTCacheOutput=" + cache));
            series.add(measure("embedded engine, AOT cache (JEP 483)", embedded("-XX:AOTCache=" + cache)));
            addProgram(series, folder);
        }
        Figures figures = Figures.of("startup", series);
        figures.print(System.out);
        json.write(figures);
        return 0;
    }

    private static List<String> embedded(String... flags) {
        return Jvm.command(FirstAnswer.class, List.of(flags), List.of());
    }

    /** An archive is written by a process that ends as processes do. */
    private static List<String> orderly(String flag) {
        return Jvm.command(FirstAnswer.class, List.of(flag), List.of("orderly"));
    }

    private void addProgram(List<Figures.Series> series, Path folder) throws IOException {
        if (!Files.isExecutable(program)) {
            System.err.println("bench: no program at " + program + ": left out");
            return;
        }
        Path capture = folder.resolve("one.pcap");
        Path config = folder.resolve("router.toml");
        Files.write(capture, pcap(Frames.echo(98, 1)));
        Files.writeString(config, """
                [[port]]
                name = "lan"
                kind = "pcap"
                mac = "02:00:00:00:01:01"
                address = ["192.0.2.1/24"]
                [[neighbor]]
                port = "lan"
                address = "192.0.2.10"
                mac = "02:00:00:00:01:0a"
                """);
        series.add(measure("hopwire replay of one frame", List.of(program.toAbsolutePath().toString(), "replay",
                capture.toString(), folder.resolve("out.pcapng").toString(), "-c", config.toString())));
        series.add(measure("hopwire --version", List.of(program.toAbsolutePath().toString(), "--version")));
    }

    /** A capture file of one Ethernet frame. */
    private static byte[] pcap(byte[] frame) {
        return ByteBuffer.allocate(40 + frame.length).putInt(0xa1b2_c3d4).putShort((short) 2).putShort((short) 4)
                .putInt(0).putInt(0).putInt(65_535).putInt(1).putInt(1).putInt(0).putInt(frame.length)
                .putInt(frame.length).put(frame).array();
    }

    private Figures.Series measure(String name, List<String> command) {
        System.err.println("bench: " + name);
        Jvm.lastLine(command);
        double[] times = new double[quick.choose(QUICK_RUNS, runs)];
        for (int i = 0; i < times.length; i++) {
            long startNs = System.nanoTime();
            Jvm.lastLine(command);
            times[i] = (System.nanoTime() - startNs) / NS_PER_MS;
        }
        Arrays.sort(times);
        return new Figures.Series(name, "ms", "runs", "",
                List.of(new Figures.Point(times.length, times[times.length / 2], times[0], times[times.length - 1])));
    }
}
