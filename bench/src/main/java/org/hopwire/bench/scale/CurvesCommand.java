package org.hopwire.bench.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench curves}. */
@Command(name = "curves", mixinStandardHelpOptions = true, description = "Measures how the cost of a packet grows with its size, the burst, tables, ports and workers.", footer = {
    "", "Examples:", "  bench curves --json curves.json", "  bench curves --quick routes",
    "  bench curves --cores 0,1 workers"})
public final class CurvesCommand implements Callable<Integer> {
    private static final int QUICK_MOST = 65_536;
    private static final long WINDOW_NS = 50_000_000;
    private static final int WINDOWS = 40;

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "part of a curve's name; all where absent")
    private String name;

    @Option(names = "--quick", description = "a smoke test up to 65,536 entries: no figure to quote")
    private boolean quick;

    @Option(names = "--cores", paramLabel = "N[,N]", split = ",", description = "processors of the workers; one worker without")
    private List<Integer> cores = List.of(0);

    @Option(names = "--json", paramLabel = "FILE", description = "writes the figures there, too")
    private Path json;

    @Override
    public Integer call() throws IOException {
        List<Figures.Series> series = new ArrayList<>();
        for (Curve each : Curves.all()) {
            if (each.name().contains(name)) {
                System.err.println("bench: " + each.name());
                series.add(each.measure(quick ? Slices.QUICK : Slices.FULL, quick ? QUICK_MOST : Integer.MAX_VALUE));
            }
        }
        if ("workers, forward".contains(name)) {
            System.err.println("bench: workers");
            series.add(WorkersCurve.measure(cores, WINDOW_NS, quick ? WINDOWS / 10 : WINDOWS));
        }
        Figures.of("curves", series).report(System.out, json);
        return 0;
    }
}
