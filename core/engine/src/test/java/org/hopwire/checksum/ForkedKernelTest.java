package org.hopwire.checksum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The choice in real JVMs, each started with other flags; the facade gives right sums in all of them. */
class ForkedKernelTest {
    private static final String ADD_MODULES = "--add-modules=jdk.incubator.vector";

    @Test
    void shouldTakeVectorsWhereTheFlagsOfTheProjectAreGiven() throws IOException {
        assertThat(probe(true)).matches("vector\\d+ \\(jdk.incubator.vector.*|scalar \\(vectors of .*");
    }

    @Test
    void shouldRunScalarWithoutTheVectorModule() throws IOException {
        assertThat(probe(false)).isEqualTo("scalar (module absent: add --add-modules jdk.incubator.vector)");
    }

    @Test
    void shouldRunScalarInTheInterpreter() throws IOException {
        assertThat(probe(true, "-Xint")).isEqualTo("scalar (vectors need C2: interpreter only (-Xint))");
    }

    @Test
    void shouldRunScalarWhereC2IsOff() throws IOException {
        assertThat(probe(true, "-XX:TieredStopAtLevel=1")).startsWith("scalar (vectors need C2: C1 only");
        assertThat(probe(true, "-XX:TieredStopAtLevel=3"))
                .isEqualTo("scalar (vectors need C2: C1 only (-XX:TieredStopAtLevel=3))");
    }

    @Test
    void shouldDoAsForced() throws IOException {
        assertThat(probe(true, "-Dhopwire.checksum=scalar"))
                .isEqualTo("scalar (forced by hopwire.checksum=scalar)");
        assertThat(probe(true, "-Dhopwire.checksum=vector128"))
                .startsWith("vector128 (forced by hopwire.checksum=vector128");
    }

    @Test
    void shouldRefuseInOneLineWhatCannotBeHad() throws IOException {
        assertThat(probe(true, "-Dhopwire.checksum=fast")).isEqualTo(
                "refused: hopwire.checksum=fast is not one of scalar, vector, vector128, vector256, vector512");
        assertThat(probe(false, "-Dhopwire.checksum=vector"))
                .isEqualTo("refused: hopwire.checksum=vector cannot be had,"
                        + " module absent: add --add-modules jdk.incubator.vector");
    }

    @Test
    void shouldRunScalarWhereNativeAccessIsDenied() throws IOException {
        List<String> command = new ArrayList<>(List.of(ADD_MODULES, "--illegal-native-access=deny",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
        assertThat(run(command)).startsWith("scalar (vector code failed to load: ")
                .contains("IllegalCallerException");
    }

    private static String probe(boolean vectorModule, String... flags) throws IOException {
        List<String> options = new ArrayList<>(projectFlags());
        if (!vectorModule) {
            options.remove(ADD_MODULES);
        }
        options.addAll(List.of(flags));
        return run(options);
    }

    static List<String> projectFlags() throws IOException {
        try (InputStream in = InternetChecksum.class.getResourceAsStream("/org/hopwire/engine/hopwire.jvm")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("--"))
                    .toList();
        }
    }

    private static String run(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KernelProbe.class.getName()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
