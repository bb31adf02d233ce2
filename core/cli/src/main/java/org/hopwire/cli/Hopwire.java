package org.hopwire.cli;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.doctor.DoctorCommand;
import org.hopwire.cli.lab.LabCommand;
import org.hopwire.cli.live.ObserveCommand;
import org.hopwire.cli.live.ReloadCommand;
import org.hopwire.cli.live.RunCommand;
import org.hopwire.cli.live.StatsCommand;
import org.hopwire.cli.privilege.Privileges;
import org.hopwire.cli.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The program's entry and the root of its commands. */
@Command(name = "hopwire", synopsisSubcommandLabel = "COMMAND", description = "The ICMP and IGMP half of an IPv4 router, host or switch: answers, forwards and counts.", subcommands = {
    DoctorCommand.class, ReplayCommand.class, RunCommand.class, StatsCommand.class, ObserveCommand.class,
    ReloadCommand.class, LabCommand.class, ConfigCommand.class, CompletionCommand.class}, footer = {
        "  hopwire doctor", "  hopwire replay in.pcapng out.pcapng --config router.toml",
        "  hopwire config check router.toml", "  hopwire replay --help"})
public final class Hopwire extends HopwireCommand {
    private static final String OUT_OF_MEMORY = "hopwire: the JVM is out of memory; give it more with"
            + " HOPWIRE_OPTS=-Xmx256m";

    @Option(names = "--version", description = "Show the version.")
    private boolean version;

    @Option(names = "--json", description = "With --version: as a JSON document.")
    private boolean json;

    /** Runs the program and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.setProperty(Privileges.OWN_PROCESS, "true");
        System.exit(execute(args));
    }

    private static int execute(String... args) {
        try {
            return commandLine().execute(args);
        } catch (OutOfMemoryError | ExceptionInInitializerError | BootstrapMethodError | InternalError e) {
            if (!isForLackOfMemory(e)) {
                throw e;
            }
            // a line made beforehand: there may be no room for another
            System.err.println(OUT_OF_MEMORY);
            return ExitCode.ENVIRONMENT;
        }
    }

    private static boolean isForLackOfMemory(Throwable e) {
        return e instanceof OutOfMemoryError || (e.getCause() != null && isForLackOfMemory(e.getCause()));
    }

    /** The program as an object, for tests and completion scripts. */
    public static CommandLine commandLine() {
        CommandLine program = new CommandLine(new Hopwire()).setParameterExceptionHandler(Failures::onUsage)
                .setExecutionExceptionHandler(Failures::onFailure).registerConverter(Path.class, FileName::toPath)
                .setUsageHelpLongOptionsMaxWidth(30);
        // whatever follows the node belongs to the command that runs there
        program.getSubcommands().get("lab").getSubcommands().get("exec").setStopAtPositional(true);
        return program;
    }

    @Override
    public Integer call() {
        if (!version) {
            throw new ParameterException(spec().commandLine(), "Missing command");
        }
        if (json) {
            ObjectNode document = Json.document();
            document.put("name", "hopwire").put("version", Version.current());
            document.put("java", Runtime.version().toString());
            Json.print(out(), document);
        } else {
            out().println("hopwire " + Version.current());
        }
        return ExitCode.OK;
    }
}
