package org.hopwire.bench.gate.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.build.Build;
import org.hopwire.bench.gate.sample.ForkSample;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.RawLog;
import org.hopwire.bench.gate.sample.Side;
import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Command;

/**
 * A fork is one JVM in which JMH runs without forking: each side with its own jar, its own flags and its own hints to
 * the compiler, and nothing of this program in it. {@code -Xbatch}, because on a busy machine a fork would otherwise be
 * measured before its code is compiled.
 */
public final class JvmForks implements ForkRunner, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAP = "1g";
    private static final List<String> JVM = List.of("-Xbatch", "-Xms" + HEAP, "-Xmx" + HEAP, "-Xshare:auto",
            "-XX:+UnlockDiagnosticVMOptions", "-XX:+UnlockExperimentalVMOptions", "-DcompilerBlackholesEnabled=true",
            "-Djmh.blackhole.mode=COMPILER");
    private static final List<String> SETTINGS = List.of("-f", "0", "-wi", "4", "-w", "100ms", "-i", "8", "-r", "50ms",
            "-bm", "avgt", "-tu", "ns", "-foe", "true", "-v", "SILENT", "-rf", "json", "-rff");

    private final Map<Side, Build> sides = new EnumMap<>(Side.class);
    private final Build reference;
    private final RawLog log;
    private final ForkTimes times;
    private final Path folder;

    /**
     * Forks of two builds.
     *
     * @param reference
     *            the build whose frozen kernel is used
     * @param log
     *            takes every sample
     * @param cache
     *            where the lengths of forks are remembered
     */
    public JvmForks(Build baseline, Build candidate, Build reference, RawLog log, Path cache) {
        sides.put(Side.A, baseline);
        sides.put(Side.B, candidate);
        this.reference = reference;
        this.log = log;
        times = new ForkTimes(cache.resolve("fork-times.json"));
        try {
            folder = Files.createTempDirectory("hopwire-bench");
        } catch (IOException e) {
            throw BenchException.environment("no temporary folder: " + e.getMessage());
        }
    }

    @Override
    public long expectedMs(BenchmarkCase benchmark) {
        return times.expectedMs(benchmark.label());
    }

    @Override
    public ForkSample run(Phase phase, BenchmarkCase benchmark, int pair, Side side, long limitMs)
            throws ForkFailedException {
        try {
            Path result = folder.resolve("result.json");
            Files.deleteIfExists(result);
            long startNs = System.nanoTime();
            start(phase == Phase.REFERENCE ? reference : sides.get(side), benchmark, result, limitMs);
            long wallMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            ForkSample sample = RawLog
                    .rounded(new ForkSample(phase, benchmark.label(), pair, side, iterations(result), wallMs));
            log.fork(sample);
            times.add(benchmark.label(), wallMs);
            return sample;
        } catch (IOException e) {
            throw BenchException.environment("cannot keep a fork's figures: " + e.getMessage());
        }
    }

    private void start(Build build, BenchmarkCase benchmark, Path result, long limitMs)
            throws IOException, ForkFailedException {
        Path output = folder.resolve("output.txt");
        int code = Command.run(folder, output, limitMs, command(build, benchmark, result));
        if (code == -1) {
            throw new ForkFailedException("took longer than " + limitMs / 1000 + " s");
        }
        if (code != 0 || !Files.exists(result)) {
            throw new ForkFailedException(reason(output));
        }
    }

    private static void refuseOtherRuns(List<String> lines) {
        if (lines.stream().anyMatch(each -> each.contains("JMH lock"))) {
            throw BenchException.environment("another JMH run is under way on this machine: wait for its end");
        }
    }

    private List<String> command(Build build, BenchmarkCase benchmark, Path result) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(build.flags());
        command.addAll(JVM);
        command.add("-XX:CompileCommandFile=" + Files.write(folder.resolve("hints"), build.hints()));
        command.addAll(List.of("-cp", build.jar().toString(), "org.openjdk.jmh.Main"));
        command.addAll(benchmark.arguments());
        command.addAll(SETTINGS);
        command.add(result.toString());
        return command;
    }

    /** The line that says most: the exception of a check, or else the last one. */
    private static String reason(Path output) {
        List<String> lines = Command.lastLines(output).lines().map(String::trim).toList();
        refuseOtherRuns(lines);
        return lines.stream().filter(each -> each.matches("(Caused by: )?[\\w.]+(Exception|Error)\\b.*")).findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }

    private static List<Double> iterations(Path result) throws IOException, ForkFailedException {
        JsonNode all = JSON.readTree(result.toFile());
        JsonNode raw = all.path(0).path("primaryMetric").path("rawData").path(0);
        List<Double> ns = new ArrayList<>();
        raw.forEach(each -> ns.add(each.asDouble()));
        if (all.size() != 1 || ns.isEmpty() || ns.stream().anyMatch(each -> !(each > 0))) {
            throw new ForkFailedException(all.size() + " results, " + ns.size() + " iterations: " + ns);
        }
        return ns;
    }

    @Override
    public void close() throws IOException {
        times.save();
        for (String each : List.of("result.json", "output.txt", "hints")) {
            Files.deleteIfExists(folder.resolve(each));
        }
        Files.deleteIfExists(folder);
    }
}
