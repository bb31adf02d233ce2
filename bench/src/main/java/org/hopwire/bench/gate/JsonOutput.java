package org.hopwire.bench.gate;

import java.nio.file.Path;

import org.hopwire.bench.gate.report.Format;
import org.hopwire.bench.gate.report.GateResult;
import picocli.CommandLine.Option;

/** A result for people, on standard output, unless the one for programs is wanted there. */
final class JsonOutput {
    private static final String STANDARD_OUTPUT = "-";

    @Option(names = "--json", paramLabel = "FILE", description = "result as JSON; - for standard output instead of the table")
    private Path json;

    /** Prints one of both, and writes the file. */
    void print(GateResult result, String table) {
        boolean isOnStandardOutput = json != null && json.toString().equals(STANDARD_OUTPUT);
        System.out.print(isOnStandardOutput ? Format.JSON.render(result) : table);
        if (json != null && !isOnStandardOutput) {
            Workbench.write(json, Format.JSON.render(result));
        }
    }
}
