package org.hopwire.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench peers}: Hopwire and its peers in turn, on one processor, with one table. */
@Command(name = "peers", mixinStandardHelpOptions = true, description = {
    "Measures Hopwire beside programs in C on DPDK, and beside libraries for the JVM.", "",
    "All sides get the same questions and must give the same answers. They run one after the other on one processor, "
            + "the next round the other way round. ns are the middle of the rounds' minima; the interval of the ratio "
            + "is from the least round to the greatest."}, footer = {
                "", "Examples:", "  bench peers --list", "  bench peers --work 'T[123] ' --json peers.json",
                "  bench peers --quick --work echo"}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                    "0:measured, whoever won", "1:a wrong answer", "2:usage",
                    "4:environment: no gcc, no DPDK; the line says what to install"})
public final class PeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--work", paramLabel = "REGEX", defaultValue = "", description = "only works whose id and name have a part that matches")
    private String work;

    @Option(names = "--json", paramLabel = "FILE", description = "writes rows there, too; those of other works stay")
    private Path json;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "4", description = "runs of each side, 1 to 100 (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--quick", description = "one short round: a smoke test, no figure to quote")
    private boolean quick;

    @Option(names = "--check", description = "compares all answers, and measures nothing")
    private boolean check;

    @Option(names = "--all", description = "also peers that take minutes to set up (rte_lpm with 900,000 routes)")
    private boolean all;

    @Option(names = "--core", paramLabel = "N", defaultValue = "1", description = "the processor to measure on, from 0 (default ${DEFAULT-VALUE})")
    private int core;

    @Option(names = "--list", description = "lists works, benchmarks and peers, and measures nothing")
    private boolean list;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Work> works = chosen();
        if (list) {
            works.forEach(PeersCommand::print);
            return 0;
        }
        checkRange("--rounds", rounds, 1, 100);
        checkRange("--core", core, 0, Runtime.getRuntime().availableProcessors() - 1);
        Path folder = Files.createTempDirectory("hopwire-peers");
        try {
            if (check) {
                check(works, folder);
            } else {
                measure(works, folder);
            }
            return 0;
        } catch (PeerException e) {
            System.err.println("bench: peers: " + e.getMessage());
            return e.exitCode();
        } finally {
            Session.deleteAll(folder);
        }
    }

    private void check(List<Work> works, Path folder) throws IOException, InterruptedException, PeerException {
        Settings settings = new Settings(core, 1, Settings.Length.CHECK);
        Session session = new Session(settings, new NativePrograms(folder), folder, System.err);
        for (Work each : works) {
            List<String> outcomes = session.check(each, peersOf(each));
            System.out.printf("%s: %d agree%n", each.title(), outcomes.stream().filter(String::isEmpty).count());
            outcomes.stream().filter(reason -> !reason.isEmpty()).distinct()
                    .forEach(reason -> System.out.println("    " + reason));
        }
    }

    private List<Peer> peersOf(Work work) {
        return work.peers().stream().filter(each -> all || !each.isSlow()).toList();
    }

    private void measure(List<Work> works, Path folder) throws IOException, InterruptedException, PeerException {
        Settings settings = new Settings(core, quick ? 1 : rounds, quick
                ? Settings.Length.QUICK
                : Settings.Length.FULL);
        Session session = new Session(settings, new NativePrograms(folder), folder, System.err);
        Map<String, String> machine = Machine.facts();
        PeersTable table = new PeersTable(System.out);
        table.head();
        for (Work each : works) {
            double loadBefore = Machine.load();
            List<Row> rows = session.measure(each, peersOf(each));
            table.rows(rows);
            if (json != null) {
                new PeersJson(json, settings, machine).write(each, rows, loadBefore);
            }
        }
        System.err.printf("peers: %s; load average %.2f%n", machine, Machine.load());
    }

    private List<Work> chosen() {
        try {
            Pattern pattern = Pattern.compile(work);
            List<Work> chosen = Catalogue.works().stream().filter(each -> pattern.matcher(each.title()).find())
                    .toList();
            if (chosen.isEmpty()) {
                throw usage("--work: no work matches \"" + work + "\"; try: bench peers --list");
            }
            return chosen;
        } catch (PatternSyntaxException e) {
            throw usage("--work: \"" + work + "\": " + e.getDescription());
        }
    }

    private static void print(Work work) {
        System.out.println(work.title() + ": " + work.hopwire().name());
        work.peers().forEach(each -> System.out.println("    " + each.name() + (each.isSlow() ? " (--all)" : "")));
    }

    private void checkRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(option + ": " + value + " is not within " + least + " to " + most);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
