package org.hopwire.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import org.hopwire.engine.StartupCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command shares: help, loudness, streams. {@code call} returns an {@link ExitCode}. */
@Command(sortOptions = false, usageHelpAutoWidth = true, footerHeading = "%nExamples:%n", exitCodeListHeading = "%nExit status:%n", exitCodeList = {
    "0:done", "2:wrong options or arguments",
    "4:this machine or JVM lacks something, or permission for it",
    "5:an input file is damaged, empty, missing or says something impossible",
    "70:a defect of Hopwire's; -vv shows where", "130:interrupted"})
public abstract class HopwireCommand implements Callable<Integer> {
    private static final int TRACE_LEVEL = 2;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = {"-q", "--quiet"}, description = "Say nothing on standard error but errors.")
    private boolean quiet;

    @Option(names = {"-v", "--verbose"}, description = "Say more; -vv adds stack traces to errors.")
    private boolean[] verbose = {};

    @Option(names = "--no-color", description = "No colours, as with NO_COLOR in the environment.")
    private boolean noColor;

    /** Standard output: data only. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error: progress, warnings, errors. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    protected final CommandSpec spec() {
        return spec;
    }

    protected final boolean isQuiet() {
        return quiet;
    }

    protected final boolean isVerbose() {
        return verbose.length > 0;
    }

    final boolean showsTraces() {
        return verbose.length >= TRACE_LEVEL;
    }

    /** Colours or their absence, for standard output. */
    protected final Ansi ansi() {
        return !noColor && Terminal.wantsColor() ? Ansi.ON : Ansi.OFF;
    }

    /** Refuses to go on where this JVM cannot run an engine. */
    protected static void requireEngine() throws CliException {
        try {
            StartupCheck.require();
        } catch (IllegalStateException e) {
            throw new CliException(ExitCode.ENVIRONMENT, e.getMessage(), e);
        }
    }
}
