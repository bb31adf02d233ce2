package org.hopwire.bench;

import org.hopwire.bench.peers.PeersCommand;
import org.hopwire.bench.soak.SoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench/bench}: lists and runs the benchmarks. */
@Command(name = "bench", mixinStandardHelpOptions = true, version = "bench 0.1.0-SNAPSHOT", description = "Runs Hopwire's benchmarks.", subcommands = {
    ListCommand.class, RunCommand.class, PeersCommand.class,
    SoakCommand.class}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:ok",
        "1:a benchmark failed", "2:usage",
        "4:environment: no Java 25, no build, no peers"})
public final class BenchMain {
    private BenchMain() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }
}
