package org.hopwire.bench.gate.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.hopwire.bench.machine.BenchException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;

/**
 * A jar of benchmarks, with the flags and the hints to the compiler that it brings along itself.
 *
 * @param name
 *            commit, or commit and changes
 * @param jar
 *            {@code benchmarks.jar}, in a place where nobody overwrites it
 */
public record Build(String name, Path jar) {
    private static final String FLAGS = "org/hopwire/engine/hopwire.jvm";
    private static final String HINTS = "META-INF/CompilerHints";
    private static final String QUICK = "org/hopwire/bench/gate/quick.txt";
    /** What JMH puts in front of a jar's own hints when it starts a fork itself. */
    private static final List<String> JMH_HINTS = List.of("quiet",
            "inline,org/openjdk/jmh/infra/Blackhole.consume", "dontinline,org/openjdk/jmh/infra/Blackhole.consumeCPU",
            "blackhole,org/openjdk/jmh/infra/Blackhole.consumeCompiler",
            "dontinline,org/openjdk/jmh/infra/Blackhole.consumeFull");

    /** The JVM flags this build asks for. */
    public List<String> flags() {
        return lines(FLAGS);
    }

    /** What the compiler must be told so that JMH's loops are left alone. */
    public List<String> hints() {
        List<String> hints = new ArrayList<>(JMH_HINTS);
        hints.addAll(lines(HINTS));
        return hints;
    }

    /** The benchmarks of the quick gate as this build names them; none where it is older than the gate. */
    public List<BenchmarkCase> quick() {
        return lines(QUICK).stream().map(BenchmarkCase::parse).toList();
    }

    /** All benchmarks that measure an average, with all their parameters. */
    public SortedSet<BenchmarkCase> cases() {
        SortedSet<BenchmarkCase> cases = new TreeSet<>();
        withEntry(BenchmarkList.BENCHMARK_LIST.substring(1), in -> {
            BenchmarkList.readBenchmarkList(in).stream().filter(each -> each.getMode() == Mode.AverageTime)
                    .forEach(each -> cases.addAll(BenchmarkCase.all(each)));
            return null;
        });
        return cases;
    }

    private List<String> lines(String entry) {
        List<String> lines = withEntry(entry, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map(String::trim).filter(each -> !each.isEmpty() && !each.startsWith("#")).toList());
        return lines == null ? List.of() : lines;
    }

    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    private <T> T withEntry(String name, Reading<T> reading) {
        if (!Files.isRegularFile(jar)) {
            throw BenchException.environment("no " + jar + ": run bench/bench");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(name);
            if (entry == null) {
                return null;
            }
            try (InputStream in = file.getInputStream(entry)) {
                return reading.from(in);
            }
        } catch (IOException e) {
            throw BenchException.environment("cannot read " + jar + ": " + e.getMessage());
        }
    }
}
