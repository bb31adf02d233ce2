package org.hopwire.bench.gate;

import java.time.Duration;

import picocli.CommandLine.Option;

/** How much time a command has that is usually left alone until it is done. */
final class Time {
    @Option(names = "--budget", paramLabel = "DURATION", defaultValue = "24h", converter = Length.class, description = "all the time there is, builds too; nothing is begun after it (default ${DEFAULT-VALUE})")
    private Duration budget;

    Workbench workbench() {
        return new Workbench(budget);
    }
}
