package org.hopwire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether a process that is started here hears ^C: a shell starts what it runs in the background with it ignored. */
public final class Interrupts {
    private static final int SIGINT = 2;

    private Interrupts() {}

    /** Skips the test where it would not. */
    public static void require() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            String mask = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
                    .orElse("SigIgn: 0").substring("SigIgn:".length()).strip();
            assumeTrue((Long.parseUnsignedLong(mask, 16) >>> (SIGINT - 1) & 1) == 0,
                    "this process was started with SIGINT ignored");
        }
    }
}
