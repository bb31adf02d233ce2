package org.hopwire.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.hopwire.bench.machine.Machine;
import org.hopwire.bench.machine.TempFolder;
import org.hopwire.bench.option.Quick;
import org.hopwire.bench.option.Range;
import org.hopwire.bench.peers.report.PeersJson;
import org.hopwire.bench.peers.report.PeersTable;
import org.hopwire.bench.peers.work.Peer;
import org.hopwire.bench.peers.work.Row;
import org.hopwire.bench.peers.work.Settings;
import org.hopwire.bench.peers.work.Work;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Quick quick;

    @Option(names = "--check", description = "compares all answers, and measures nothing")
    private boolean check;

    @Option(names = "--all", description = "also peers that take minutes to set up (rte_lpm with 900,000 routes)")
    private boolean all;

    @Option(names = "--core", paramLabel = "N", defaultValue = "1", description = "the processor to measure on, from 0 (default ${DEFAULT-VALUE})")
    private int core;

    @Option(names = "--list", description = "lists works, benchmarks and peers, and measures nothing")
    private boolean list;

    @Override
    public Integer call() throws IOException {
        List<Work> works = chosen();
        if (list) {
            works.forEach(PeersCommand::print);
            return 0;
        }
        Range.check(spec, "--rounds", rounds, 1, 100);
        Range.check(spec, "--core", core, 0, Runtime.getRuntime().availableProcessors() - 1);
        Settings settings = new Settings(core, check ? 1 : quick.choose(1, rounds), length());
        try (PeerPrograms programs = PeerPrograms.here(); TempFolder folder = TempFolder.make()) {
            Session session = new Session(settings, programs, folder.path(), System.err);
            if (check) {
                check(works, session);
            } else {
                measure(works, session, settings);
            }
            return 0;
        }
    }

    private Settings.Length length() {
        if (check) {
            return Settings.Length.CHECK;
        }
        return quick.isWanted() ? Settings.Length.QUICK : Settings.Length.FULL;
    }

    private void check(List<Work> works, Session session) throws IOException {
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

    private void measure(List<Work> works, Session session, Settings settings) throws IOException {
        Map<String, String> machine = Facts.here();
        PeersTable table = new PeersTable(System.out);
        table.head();
        for (Work each : works) {
            double loadBefore = Machine.loadNow();
            List<Row> rows = session.measure(each, peersOf(each));
            table.rows(rows);
            if (json != null) {
                new PeersJson(json, settings, machine).write(each, rows, loadBefore);
            }
        }
        System.err.printf("peers: %s; load average %.2f%n", machine, Machine.loadNow());
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

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
