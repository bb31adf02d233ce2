package org.hopwire.bench.command;

import org.hopwire.bench.gate.AaCommand;
import org.hopwire.bench.gate.CompareCommand;
import org.hopwire.bench.gate.GateCommand;
import org.hopwire.bench.gate.HistoryCommand;
import org.hopwire.bench.gate.MutateCommand;
import org.hopwire.bench.machine.BenchException;
import org.hopwire.bench.peers.PeersCommand;
import org.hopwire.bench.report.ReportCommand;
import org.hopwire.bench.scale.CurvesCommand;
import org.hopwire.bench.scale.MemoryCommand;
import org.hopwire.bench.scale.StartupCommand;
import org.hopwire.bench.scale.latency.LatencyCommand;
import org.hopwire.bench.soak.SoakCommand;
import org.hopwire.bench.wire.WireCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** {@code bench/bench}: lists and runs the benchmarks. */
@Command(name = "bench", mixinStandardHelpOptions = true, version = "bench 0.1.0-SNAPSHOT", description = "Runs Hopwire's benchmarks.", subcommands = {
    ListCommand.class, RunCommand.class, GateCommand.class, CompareCommand.class, AaCommand.class, MutateCommand.class,
    HistoryCommand.class, SoakCommand.class, PeersCommand.class, WireCommand.class, CurvesCommand.class,
    LatencyCommand.class, StartupCommand.class,
    MemoryCommand.class, ReportCommand.class}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:ok", "1:a benchmark failed, or became slower", "2:usage", "3:inconclusive",
        "4:environment: no Java 25, no such commit, no build, no peers", "5:bad input", "70:a defect of this program"})
public final class BenchMain {
    private static final int DEFECT = 70;

    private BenchMain() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(BenchMain::explain)
                .execute(arguments));
    }

    private static int explain(Exception exception, CommandLine command, ParseResult result) {
        if (exception instanceof BenchException gate) {
            System.err.println("bench: " + gate.getMessage());
            return gate.exitCode();
        }
        exception.printStackTrace();
        return DEFECT;
    }
}
