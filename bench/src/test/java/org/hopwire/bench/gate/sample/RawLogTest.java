package org.hopwire.bench.gate.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.hopwire.bench.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RawLogTest {
    private static final Machine MACHINE = new Machine("m-2c-00", "M", 2, "Linux 6", "25", "unknown", 0.5);
    private static final ForkSample FORK = new ForkSample(Phase.GATE, "ip.RouteBenchmark.burst256(routes=1)", 3,
            Side.B, List.of(9.1234567, 10.0), 1650);

    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        Path file = folder.resolve("new/forks.jsonl");
        write(file, "one");
        write(file, "two");
        List<RawRun> runs = RawRun.read(file);
        assertThat(runs).extracting(each -> each.header().run()).containsExactly("one", "two");
        assertThat(runs).allMatch(RawRun::isComplete);
        assertThat(runs.get(1).header().machine()).isEqualTo(MACHINE);
        assertThat(runs.get(1).forks()).containsExactly(RawLog.rounded(FORK));
        assertThat(runs.get(1).forks().get(0).ns()).containsExactly(9.1235, 10.0);
    }

    @Test
    void shouldKeepWhatARunHadWhenItWasCutOff() throws IOException {
        Path file = folder.resolve("forks.jsonl");
        write(file, "one");
        String text = Files.readString(file);
        int end = text.indexOf("{\"type\":\"end\"");
        Files.writeString(file, text.substring(0, end) + "{\"type\":\"for", StandardOpenOption.TRUNCATE_EXISTING);
        RawRun run = RawRun.read(file).get(0);
        assertThat(run.isComplete()).isFalse();
        assertThat(run.forks()).hasSize(1);
    }

    @Test
    void shouldIgnoreFieldsItDoesNotKnow() throws IOException {
        assertThat(read("""
                {"type":"run","schema":"hopwire.forks/1","run":"r","colour":"blue"}
                {"type":"end","run":"r","verdict":"OK","mood":1}
                """)).hasSize(1);
    }

    @Test
    void shouldNameTheLineThatIsWrong() {
        assertThatThrownBy(() -> read("{\"type\":\"run\",\"schema\":\"hopwire.forks/2\",\"run\":\"r\"}\n{}\n"))
                .hasMessage("f, line 1: schema: hopwire.forks/2 is not hopwire.forks/1");
        assertThatThrownBy(() -> read("{\"type\":\"spoon\"}\n{}\n"))
                .hasMessage("f, line 1: type: \"spoon\" is unknown");
        assertThatThrownBy(() -> read("{\"type\":\"fork\"}\n{}\n")).hasMessage("f, line 1: a fork before any run");
    }

    private static List<RawRun> read(String text) throws IOException {
        return RawRun.read(new BufferedReader(new StringReader(text)), "f");
    }

    private static void write(Path file, String run) throws IOException {
        try (RawLog log = new RawLog(file)) {
            log.begin(new RunHeader(RunHeader.SCHEMA, run, "gate", "a", "b", MACHINE));
            log.fork(FORK);
            log.end(run, "OK");
        }
    }
}
