package org.hopwire.bench.machine;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShellTest {
    private static final String NO_PROGRAM = "no-such-program-anywhere";

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void shouldKeepBothOutputsApart() {
        Shell.Result result = Shell.tryRun(sh("echo out; echo first >&2; echo last >&2; exit 3"));
        assertThat(result).isEqualTo(new Shell.Result(3, "out\n", "first\nlast\n"));
        assertThat(result.said()).contains("out", "first", "last");
        assertThat(result.complaint()).isEqualTo("last");
        assertThat(Shell.tryRun(sh("exit 3")).complaint()).isEqualTo("exit code 3");
    }

    @Test
    void shouldSayWhatAFailedProgramSaid() {
        assertThat(Shell.run("echo two words")).isEqualTo("two words");
        assertThatThrownBy(() -> Shell.run(sh("echo no reason >&2; exit 7"))).isInstanceOf(BenchException.class)
                .hasMessageContaining("no reason (status 7)")
                .extracting(each -> ((BenchException) each).exitCode()).isEqualTo(BenchException.ENVIRONMENT);
    }

    @Test
    void shouldTakeAProgramThatIsNotThereForMissing(@TempDir Path folder) {
        assertThat(Shell.has(NO_PROGRAM)).isFalse();
        assertThat(Shell.has("sh")).isTrue();
        assertThat(Shell.line(NO_PROGRAM)).isEmpty();
        assertThat(Shell.line("sh", "-c", "echo half; exit 1")).isEmpty();
        assertThatThrownBy(() -> Shell.tryRun(List.of(NO_PROGRAM))).isInstanceOf(BenchException.class)
                .hasMessageContaining("cannot run " + NO_PROGRAM);
        assertThat(Shell.run(folder, List.of("pwd", "-P"))).endsWith(folder.getFileName().toString());
    }
}
