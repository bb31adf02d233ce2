package org.hopwire.bench.scale.latency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.machine.Jvm;
import org.hopwire.bench.option.JsonFile;
import org.hopwire.bench.option.Quick;
import org.hopwire.bench.option.Range;
import org.hopwire.bench.scale.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench latency}. */
@Command(name = "latency", mixinStandardHelpOptions = true, description = "Measures how long packets take through the engine at parts of the highest rate without loss, under each collector.", footer = {
    "", "Examples:", "  bench latency --json latency.json", "  bench latency --load 80 --gc g1,zgc --seconds 30"})
public final class LatencyCommand implements Callable<Integer> {
    /** The collectors an application may have. */
    enum Collector {
        G1("-XX:+UseG1GC"),
        ZGC("-XX:+UseZGC"),
        SERIAL("-XX:+UseSerialGC"),
        PARALLEL(
                "-XX:+UseParallelGC"),
        SHENANDOAH("-XX:+UseShenandoahGC");

        private final String flag;

        Collector(String flag) {
            this.flag = flag;
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--load", paramLabel = "N[,N]", split = ",", description = "percent of the highest rate without loss (default ${DEFAULT-VALUE})", defaultValue = "50,80,95")
    private List<Integer> loads = List.of();

    @Option(names = "--gc", paramLabel = "NAME[,NAME]", split = ",", description = "${COMPLETION-CANDIDATES}; default all")
    private List<Collector> collectors = List.of(Collector.values());

    @Option(names = "--seconds", paramLabel = "N", description = "for each load (default ${DEFAULT-VALUE})", defaultValue = "5")
    private int seconds;

    @Option(names = "--garbage", paramLabel = "N", description = "MiB a second that the rest of the application allocates (default ${DEFAULT-VALUE})", defaultValue = "200")
    private int garbage;

    @Mixin
    private Quick quick;

    @Mixin
    private JsonFile json;

    @Override
    public Integer call() throws IOException {
        loads.forEach(each -> Range.check(spec, "--load", each, 1, 100));
        Range.check(spec, "--seconds", seconds, 1, 3600);
        Range.check(spec, "--garbage", garbage, 0, 100_000);
        List<Figures.Series> series = new ArrayList<>();
        for (Collector each : collectors) {
            System.err.println("bench: " + name(each));
            series.addAll(measure(each));
        }
        Figures figures = Figures.of("latency", series);
        figures.print(System.out);
        json.write(figures);
        return 0;
    }

    private Collection<Figures.Series> measure(Collector collector) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(name(collector), String.valueOf(quick.choose(1, seconds)),
                String.valueOf(garbage)));
        loads.forEach(load -> arguments.add(String.valueOf(load)));
        String line = Jvm.lastLine(Jvm.command(LatencyRun.class, List.of(collector.flag, "-Xms512m", "-Xmx512m"),
                arguments));
        return new ObjectMapper().readValue(line, new TypeReference<List<Figures.Series>>() {});
    }

    private static String name(Collector collector) {
        return collector.name().toLowerCase(Locale.ROOT);
    }
}
