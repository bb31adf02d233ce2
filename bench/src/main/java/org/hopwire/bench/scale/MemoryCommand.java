package org.hopwire.bench.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.machine.Jvm;
import org.hopwire.bench.option.JsonFile;
import org.hopwire.bench.option.Quick;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench memory}. */
@Command(name = "memory", mixinStandardHelpOptions = true, description = "Measures the bytes of one route, group, neighbour, host, timer and frame slot, each in a process of its own.", footer = {
    "", "Example:", "  bench memory --json memory.json"})
public final class MemoryCommand implements Callable<Integer> {
    private static final int QUICK_MOST = 10_000;

    @Mixin
    private Quick quick;

    @Mixin
    private JsonFile json;

    @Override
    public Integer call() throws IOException {
        List<Figures.Series> series = new ArrayList<>();
        for (MemoryRun.Thing each : MemoryRun.Thing.values()) {
            System.err.println("bench: " + each.label());
            int count = Math.min(quick.choose(QUICK_MOST, Integer.MAX_VALUE), each.count());
            // heap of one size and all of it touched, so that what the process gains is outside of it
            String line = Jvm.lastLine(Jvm.command(MemoryRun.class,
                    List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
                    List.of(each.name(), String.valueOf(count))));
            long[] bytes = new ObjectMapper().readValue(line, long[].class);
            series.add(new Figures.Series(each.label() + ", heap", "bytes", "of them", "",
                    List.of(Figures.Point.exactly(count, (double) bytes[0] / count))));
            series.add(new Figures.Series(each.label() + ", off the heap", "bytes", "of them", "",
                    List.of(Figures.Point.exactly(count, (double) bytes[1] / count))));
        }
        Figures figures = Figures.of("memory", series);
        figures.print(System.out);
        json.write(figures);
        return 0;
    }
}
