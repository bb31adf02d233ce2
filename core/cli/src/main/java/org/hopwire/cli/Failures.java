package org.hopwire.cli;

import java.io.PrintWriter;

import org.hopwire.cli.config.ConfigException;
import org.hopwire.port.file.CaptureInterface;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong: one line for what a person did, a trace only for those who ask for it. */
final class Failures {
    private Failures() {}

    static int onUsage(ParameterException e, String[] args) {
        CommandLine where = e.getCommandLine();
        PrintWriter err = where.getErr();
        String name = where.getCommandSpec().qualifiedName();
        err.println(name + ": " + oneLine(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    static int onFailure(Exception e, CommandLine where, ParseResult parsed) {
        PrintWriter err = where.getErr();
        int exitCode = exitCodeOf(e);
        String prefix = exitCode == ExitCode.DEFECT ? "defect: " + e.getClass().getSimpleName() + ": " : "";
        err.println("hopwire: " + prefix + oneLine(e));
        if (where.getCommand() instanceof HopwireCommand command && command.showsTraces()) {
            e.printStackTrace(err);
        } else if (exitCode == ExitCode.DEFECT) {
            err.println("This should not happen. Please report it with what -vv prints.");
        }
        return exitCode;
    }

    private static int exitCodeOf(Exception e) {
        if (e instanceof CliException told) {
            return told.exitCode();
        }
        return e instanceof ConfigException ? ExitCode.BAD_INPUT : ExitCode.DEFECT;
    }

    private static String oneLine(Exception e) {
        // what is quoted from a file may hold anything, a terminal's commands too
        return CaptureInterface.printable(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip());
    }
}
