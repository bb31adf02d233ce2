package org.hopwire.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.hopwire.bench.option.JsonFile;
import org.hopwire.bench.option.Quick;
import org.hopwire.bench.option.Range;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench curves}. */
@Command(name = "curves", mixinStandardHelpOptions = true, description = "Measures how the cost of a packet grows with its size, the burst, tables, ports and workers.", footer = {
    "", "Examples:", "  bench curves --json curves.json", "  bench curves --quick routes",
    "  bench curves --cores 0,1 workers"})
public final class CurvesCommand implements Callable<Integer> {
    private static final int QUICK_MOST = 65_536;
    private static final long WINDOW_NS = 50_000_000;
    private static final int WINDOWS = 40;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", defaultValue = "", description = "part of a curve's name; all where absent")
    private String name;

    @Mixin
    private Quick quick;

    @Option(names = "--cores", paramLabel = "N[,N]", split = ",", description = "processors of the workers; one worker without")
    private List<Integer> cores = List.of(0);

    @Mixin
    private JsonFile json;

    @Override
    public Integer call() {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        cores.forEach(each -> Range.check(spec, "--cores", each, 0, last));
        List<Figures.Series> series = new ArrayList<>();
        for (Curve each : Curves.all()) {
            if (each.name().contains(name)) {
                System.err.println("bench: " + each.name());
                series.add(each.measure(quick.isWanted() ? Slices.QUICK : Slices.FULL,
                        quick.choose(QUICK_MOST, Integer.MAX_VALUE)));
            }
        }
        if (WorkersCurve.NAME.contains(name)) {
            System.err.println("bench: " + WorkersCurve.NAME);
            series.add(WorkersCurve.measure(cores, WINDOW_NS, quick.choose(WINDOWS / 10, WINDOWS)));
        }
        if (series.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "NAME: no curve's name contains \"" + name + "\"");
        }
        Figures figures = Figures.of("curves", series);
        figures.print(System.out);
        json.write(figures);
        return 0;
    }
}
