package org.hopwire.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.PortConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM of its own for each case: flags cannot be taken back. */
class StartupCheckTest {
    /** What an embedder's main method comes to. */
    static final class Embedder {
        private Embedder() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) {
            try {
                Engine.builder().port(PortConfig.memory("lan", "192.0.2.1/24")).build().close();
                System.out.println("started");
            } catch (IllegalStateException | IllegalArgumentException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static String run(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Embedder.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static List<String> flagsAnd(String... more) {
        List<String> flags = new ArrayList<>(StartupCheck.flags());
        flags.addAll(List.of(more));
        return flags;
    }

    @Test
    void shouldStartWithTheFlagsAndUnderDeny() throws IOException, InterruptedException {
        assertThat(run(flagsAnd("--sun-misc-unsafe-memory-access=deny", "--illegal-native-access=deny")))
                .contains("started").doesNotContain("WARNING: A ");
    }

    @Test
    void shouldSayWhatToPasteWhereAFlagIsMissing() throws IOException, InterruptedException {
        assertThat(run(List.of())).startsWith("refused: This JVM hides jdk.internal.misc from Agrona. Start it with: ")
                .contains(StartupCheck.flags()).doesNotContain("at org.hopwire");
    }

    @Test
    void shouldRefuseWhereOnlyNativeAccessIsMissing() throws IOException, InterruptedException {
        assertThat(run(List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=java.base", "--illegal-native-access=deny")))
                .contains("refused: This JVM denies native access");
    }

    @Test
    void shouldStartWithoutTheVectorModule() throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(StartupCheck.flags());
        flags.removeIf(flag -> flag.startsWith("--add-modules"));
        assertThat(run(flags)).contains("started");
    }

    @Test
    void shouldRefuseWithoutBoundsChecks() throws IOException, InterruptedException {
        assertThat(run(flagsAnd("-Dagrona.disable.bounds.checks=true")))
                .contains("refused: agrona.disable.bounds.checks is true");
    }

    @Test
    void shouldRefuseUncheckedVectorLoads() throws IOException, InterruptedException {
        assertThat(run(flagsAnd("-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0")))
                .contains("VECTOR_ACCESS_OOB_CHECK is 0");
    }

    @Test
    void shouldRefuseAKernelNobodyKnows() throws IOException, InterruptedException {
        assertThat(run(flagsAnd("-Dhopwire.checksum=turbo"))).contains("refused: ").contains("hopwire.checksum")
                .contains("turbo");
    }
}
