package org.hopwire.bench.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.machine.Shell;
import org.hopwire.bench.option.JsonFile;
import org.hopwire.bench.option.Range;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench wire}: speed on interfaces beside peers, in one run. */
@Command(name = "wire", mixinStandardHelpOptions = true, description = "Answers and forwards over veth pairs beside the kernel, C and DPDK, in turn, and prints rates and ratios.", footer = {
    "", "Needs root, two processors, iproute2, util-linux and a C compiler; DPDK takes part where it is installed.",
    "", "Examples:", "  bench wire", "  bench wire --frame 64 --only xdp --rounds 9",
    "  bench wire --work forward --json wire.json"}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:ok",
        "1:a responder answered wrongly or not at all", "2:usage", "4:environment or permission", "130:interrupted"})
public final class WireCommand implements Callable<Integer> {
    private static final int LEAST_FRAME = 64;
    private static final int MOST_FRAME = 1514;

    @Spec
    private CommandSpec spec;

    @Option(names = "--work", paramLabel = "WORK", description = "echo or forward; both where absent")
    private List<Work> works = List.of(Work.values());

    @Option(names = "--frame", paramLabel = "BYTES", split = ",", defaultValue = "64,1514", description = "lengths, 64 to 1514 (default ${DEFAULT-VALUE})")
    private List<Integer> frames = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "turns of each, at least 2 (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--millis", paramLabel = "N", defaultValue = "1000", description = "length of a turn, 50 to 60000 (default ${DEFAULT-VALUE})")
    private int millis;

    @Option(names = "--settle", paramLabel = "N", defaultValue = "300", description = "milliseconds of each turn that do not count (default ${DEFAULT-VALUE})")
    private int settleMillis;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "those whose name contains one of these")
    private List<String> only = List.of("");

    @Option(names = "--cores", paramLabel = "SENDER,RESPONDER", split = ",", defaultValue = "0,1", description = "processors (default ${DEFAULT-VALUE})")
    private List<Integer> cores = List.of();

    @Option(names = "--beside", paramLabel = "JAR", description = "lets another build's benchmarks.jar take part as \"base\"")
    private Path beside;

    @Mixin
    private JsonFile json;

    private final List<Responder> responders = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        check();
        requireMachine();
        return contest();
    }

    private void check() {
        frames.forEach(each -> Range.check(spec, "--frame", each, LEAST_FRAME, MOST_FRAME));
        Range.check(spec, "--rounds", rounds, 2, 1000);
        Range.check(spec, "--millis", millis, 50, 60_000);
        Range.check(spec, "--settle", settleMillis, 0, 60_000);
        if (cores.size() != 2 || cores.get(0).equals(cores.get(1))) {
            throw usage("--cores: " + cores + " are not two processors");
        }
        int most = Runtime.getRuntime().availableProcessors() - 1;
        cores.forEach(each -> Range.check(spec, "--cores", each, 0, Math.max(1, most)));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void requireMachine() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw BenchException.environment("wire needs Linux");
        }
        if (!"0".equals(Shell.run("id -u"))) {
            throw BenchException.environment("wire needs root: it makes network namespaces and attaches XDP programs");
        }
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw BenchException.environment("wire needs two processors");
        }
        requireProgram("ip", "iproute2");
        requireProgram("taskset", "util-linux");
        requireProgram("cc", "gcc libc6-dev linux-libc-dev");
    }

    private static void requireProgram(String program, String packages) {
        if (!Shell.has(program)) {
            throw BenchException.environment(program + " is missing: apt-get install " + packages);
        }
    }

    private int contest() throws IOException {
        try (WirePrograms programs = new WirePrograms()) {
            return contest(programs);
        }
    }

    private int contest(WirePrograms programs) {
        String flood = programs.compile("flood");
        WireLab lab = WireLab.make();
        Thread sweeper = new Thread(() -> close(lab), "sweeper");
        Runtime.getRuntime().addShutdownHook(sweeper);
        try {
            choose(Responders.of(lab, cores.get(1), programs, beside));
            return report(hold(new Sender(lab, flood, cores.get(0))));
        } finally {
            Runtime.getRuntime().removeShutdownHook(sweeper);
            close(lab);
        }
    }

    private void choose(List<Responder> all) {
        if (!Shell.has(Responders.TESTPMD)) {
            System.err.println("bench: " + Responders.TESTPMD_ADVICE);
        }
        all.stream().filter(each -> only.stream().anyMatch(each.name()::contains)).forEach(responders::add);
        if (responders.isEmpty()) {
            throw usage("--only: " + only + " is none of " + all.stream().map(Responder::name).toList());
        }
    }

    private List<Contest> hold(Sender sender) {
        List<Contest> contests = new ArrayList<>();
        for (Work work : works) {
            for (int frame : frames) {
                Contest contest = new Contest(work, frame, responders);
                contest.hold(sender, new Contest.Pace(rounds, settleMillis, millis));
                new ContestTable(contest, sender.core()).print(System.out);
                contests.add(contest);
            }
        }
        return contests;
    }

    private int report(List<Contest> contests) {
        System.out.printf(Locale.ROOT,
                "%nIn brackets the least and most of %d rounds' ratios: the median with %.0f %%.%n",
                rounds, 100 * Ratio.confidence(rounds));
        System.out.println("C: " + WirePrograms.compiler());
        json.write(ContestJson.of(contests, cores.get(0)));
        boolean isAllRight = contests.stream().flatMap(each -> each.rows().stream())
                .allMatch(row -> row.fault().isEmpty());
        return isAllRight ? 0 : 1;
    }

    /** From the end, however it came: whoever still runs first, for a namespace lives as long as its processes. */
    private void close(WireLab lab) {
        responders.forEach(Responder::close);
        lab.close();
    }
}
