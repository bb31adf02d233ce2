package org.hopwire.checksum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Vectors of several widths share the methods of their common class, and with them what the JVM learns of receivers.
 * Where C2 has to go by that, it compiles the vectors of one width as if they were of another: right, but 8 times as
 * slow. Which receivers it saw first is chance, so a fault would show in most runs, not in all.
 */
class MixedWidthsTest {
    private static final Pattern HEAD = Pattern
            .compile("\\s*\\d+\\s+\\d+\\s+[%sbn! ]*(\\d)\\s+(\\S+/0x[0-9a-f]+)::(\\w+) \\(\\d+ bytes\\).*");

    @TempDir
    Path folder;

    @Test
    @DisplayName("compiled code of 256-bit kernels names no vector of 128 bits, nor the other way round")
    void shouldCompileEachWidthForItself() throws IOException, InterruptedException {
        assumeTrue(InternetChecksum.kernel().name().matches("vector(256|512)"), "no vectors of 256 bits here");
        for (String[] order : new String[][] {{"128", "256"}, {"256", "128"}}) {
            Map<String, String> others = run(order);
            Map<String, Integer> compiled = new HashMap<>();
            List<String> strangers = new ArrayList<>();
            String other = null;
            for (String line : Files.readAllLines(folder.resolve("compiler"), StandardCharsets.ISO_8859_1)) {
                Matcher head = HEAD.matcher(line);
                if (head.matches()) {
                    other = head.group(1).equals("4") ? others.get(head.group(2).replace('/', '.')) : null;
                    if (other != null) {
                        compiled.merge(other, 1, Integer::sum);
                    }
                } else if (other != null && line.contains(other)) {
                    strangers.add(line.strip());
                }
            }
            assertThat(compiled).as("both were compiled").hasSize(2);
            assertThat(strangers).isEmpty();
        }
    }

    /** The vector class that each kernel's class must not know. */
    private Map<String, String> run(String... widths) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ForkedKernelTest.projectFlags());
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput", "-XX:+LogVMOutput",
                "-XX:LogFile=" + folder.resolve("compiler"),
                "-XX:CompileCommand=PrintInlining,org.hopwire.checksum.VectorKernel*::*",
                "-XX:CompileCommand=PrintCompilation,org.hopwire.checksum.VectorKernel*::*", "-cp",
                System.getProperty("java.class.path"), MixedWidths.class.getName()));
        command.addAll(List.of(widths));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Map<String, String> others = new HashMap<>();
        try (InputStream out = process.getInputStream()) {
            for (String line : new String(out.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("128") || words[0].equals("256")) {
                    others.put(words[1].replace('/', '.'), words[0].equals("128") ? "Long256Vector" : "Long128Vector");
                }
            }
        }
        assertThat(process.waitFor()).isZero();
        return others;
    }
}
