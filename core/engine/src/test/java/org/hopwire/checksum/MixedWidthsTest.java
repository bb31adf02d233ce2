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
import java.util.Set;
import java.util.TreeSet;
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
    /** Level and class of a compilation that begins: of a method, or of a loop it is in. */
    private static final Pattern HEAD = Pattern.compile(
            "\\s*\\d+\\s+\\d+\\s+[%sbn! ]*(\\d)\\s+(\\S+/0x[0-9a-f]+)::\\w+( @ -?\\d+)? \\(\\d+ bytes\\)\\s*");
    /** What follows was written by this thread: several compile at a time. */
    private static final Pattern WRITER = Pattern.compile("<writer thread='(\\d+)'/>");

    @TempDir
    Path folder;

    @Test
    @DisplayName("compiled code of 256-bit kernels names no vector of 128 bits, nor the other way round")
    void shouldCompileEachWidthForItself() throws IOException, InterruptedException {
        assumeTrue(InternetChecksum.kernel().name().matches("vector(256|512)"), "no vectors of 256 bits here");
        for (String[] order : new String[][] {{"128", "256"}, {"256", "128"}}) {
            Map<String, String> others = run(order);
            Compiled compiled = new Compiled(others);
            Files.readAllLines(folder.resolve("compiler"), StandardCharsets.ISO_8859_1).forEach(compiled::read);
            assertThat(compiled.own).as("vectors of their own are in both").containsExactlyInAnyOrderElementsOf(
                    others.values());
            assertThat(compiled.strangers).isEmpty();
        }
    }

    /** What the code of C2 names. */
    private static final class Compiled {
        private final Map<String, String> others;
        private final Map<String, String> otherByWriter = new HashMap<>();
        private final Set<String> own = new TreeSet<>();
        private final List<String> strangers = new ArrayList<>();
        private String writer = "";

        Compiled(Map<String, String> others) {
            this.others = others;
        }

        void read(String line) {
            Matcher thread = WRITER.matcher(line);
            Matcher head = HEAD.matcher(line);
            if (thread.matches()) {
                writer = thread.group(1);
            } else if (head.matches()) {
                String other = head.group(1).equals("4") ? others.get(head.group(2).replace('/', '.')) : null;
                otherByWriter.put(writer, other == null ? "" : other);
            } else {
                take(line, otherByWriter.getOrDefault(writer, ""));
            }
        }

        private void take(String line, String other) {
            if (other.isEmpty()) {
                return;
            }
            if (line.contains(other)) {
                strangers.add(line.strip());
            }
            others.values().stream().filter(each -> !each.equals(other) && line.contains(each)).forEach(own::add);
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
