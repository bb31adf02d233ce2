package org.hopwire.bench.gate.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BuildTest {
    private static final String LIST = "META-INF/BenchmarkList";

    @TempDir
    private Path folder;

    @Test
    void shouldKnowEveryBenchmarkOfTheQuickList() throws IOException {
        Build build = jar(LIST, "org/hopwire/bench/gate/quick.txt");
        assertThat(build.quick()).hasSizeBetween(6, 10);
        assertThat(build.cases()).containsAll(build.quick()).contains(BenchmarkCase.REFERENCE);
    }

    @Test
    void shouldGateAveragesOnly() throws IOException {
        assertThat(jar(LIST).cases()).isNotEmpty().noneMatch(each -> each.label().contains("SliceBenchmark"));
    }

    @Test
    void shouldBringItsOwnFlagsAndHints() throws IOException {
        Build build = jar("org/hopwire/engine/hopwire.jvm", "META-INF/CompilerHints");
        assertThat(build.flags()).contains("--add-modules=jdk.incubator.vector");
        assertThat(build.hints()).startsWith("quiet").contains("dontinline,*.*_avgt_jmhStub");
    }

    @Test
    void shouldHaveNoQuickListWhereTheBuildIsOlderThanIt() throws IOException {
        assertThat(jar(LIST).quick()).isEmpty();
    }

    @Test
    void shouldTakeTheCandidatesListThen() throws IOException {
        Build before = jar(LIST);
        Build after = jar(LIST, "org/hopwire/bench/gate/quick.txt");
        assertThat(Selection.of(before, after, true, Pattern.compile("")).gated())
                .containsExactlyElementsOf(new TreeSet<>(after.quick()));
    }

    @Test
    void shouldNameAJarThatIsNotThere() {
        assertThatThrownBy(() -> new Build("x", folder.resolve("no.jar")).cases()).isInstanceOf(BenchException.class)
                .hasMessageContaining("no.jar");
    }

    private Build jar(String... entries) throws IOException {
        Path file = Files.createTempFile(folder, "b", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (String each : List.of(entries)) {
                out.putNextEntry(new ZipEntry(each));
                try (InputStream in = BuildTest.class.getResourceAsStream("/" + each)) {
                    out.write(in == null ? new byte[0] : in.readAllBytes());
                }
            }
            out.putNextEntry(new ZipEntry("end"));
            out.write("x".getBytes(StandardCharsets.UTF_8));
        }
        return new Build("test", file);
    }
}
