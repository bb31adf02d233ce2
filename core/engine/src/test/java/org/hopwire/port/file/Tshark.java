package org.hopwire.port.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Wireshark's tools as judges of what we write; tests that need one are skipped where there is none. */
final class Tshark {
    private Tshark() {}

    static void assumeInstalled(String tool) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), tool + " is not installed");
    }

    /** Output lines of a command that must succeed. */
    static List<String> run(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        Path errors = Files.createTempFile("hopwire", ".err");
        Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .toList();
        int exit = process.waitFor();
        String complaint = Files.readString(errors);
        Files.delete(errors);
        assertThat(exit).as("%s: %s", line, complaint).isZero();
        return output;
    }
}
