package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RunCommandTest {
    @TempDir
    private Path temporary;
    private RunFolder folder;

    @BeforeEach
    void setUp() {
        folder = new RunFolder(temporary);
    }

    @AfterEach
    void tearDown() {
        folder.close();
    }

    private Program run(Object... options) throws Exception {
        Object[] words = new Object[options.length + 3];
        words[0] = "run";
        words[1] = "--config";
        words[2] = folder.configuration();
        System.arraycopy(options, 0, words, 3, options.length);
        return Program.run(words);
    }

    @Test
    void shouldPrintOneDocumentWhenItsTimeIsOver() throws Exception {
        Program run = run("--duration", "300ms", "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode document = run.json();
        assertThat(document.path("schema").asInt()).isEqualTo(1);
        assertThat(document.path("up_seconds").asDouble()).isGreaterThanOrEqualTo(0.3);
        assertThat(document.path("originated").asLong()).as("the querier's first question").isPositive();
        assertThat(document.path("transmitted").asLong())
                .isEqualTo(document.path("forwarded").asLong() + document.path("originated").asLong());
        assertThat(document.path("ports").path("lan").path("transmitted").asLong()).isPositive();
        assertThat(run.err()).contains("port lan, memory, 192.0.2.1/24").contains("checksum=");
        assertThat(run.json().path("igmp").path("sent").path("query-v3").asLong()).isPositive();
        assertThat(run.json().path("igmp").path("queriers")).as("who queried when it ended").hasSize(1);
        assertThat(run.json().has("groups") && run.json().has("neighbors") && run.json().has("arp")).isTrue();
    }

    @Test
    void shouldDrawTablesWhereAnIntervalIsGiven() throws Exception {
        Program run = run("--duration", "400ms", "--interval", "100ms");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().filter(line -> line.startsWith("up 0:00:00, in 0,"))).hasSizeBetween(1, 4);
        assertThat(run.out()).contains("out [Mbit/s]").doesNotContain("\u001b").contains("frames in");
    }

    @Test
    void shouldPrintNothingButFiguresWhereNobodyWatches() throws Exception {
        Program run = run("--duration", "50ms", "-q");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldLeaveNoFileBehind() throws Exception {
        run("--duration", "50ms");
        assertThat(folder.names()).containsExactly("router.toml");
    }

    @Test
    void shouldSweepWhatAKilledEngineLeft() throws Exception {
        Files.writeString(temporary.resolve("999999999.counters"), "");
        Files.writeString(temporary.resolve("999999999.socket"), "");
        run("--duration", "50ms");
        assertThat(folder.names()).containsExactly("router.toml");
    }

    @Test
    void shouldAskForAConfiguration() {
        Program run = Program.run("run");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--config");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--duration=soon", "--interval=-1", "--nothing", "surplus"})
    void shouldRefuseWrongOptions(String option) throws Exception {
        Program run = run(option);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        Program run = Program.run("run", "-c", temporary.resolve("no.toml"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("no.toml: no such file").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:none", "localhost:65536", "localhost:-1", "nine"})
    void shouldRefuseWhatIsNoAddressForPrometheus(String address) throws Exception {
        Program run = run("--duration", "50ms", "--prometheus", address);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--prometheus").contains(address).doesNotContain("\tat ");
        assertThat(folder.names()).containsExactly("router.toml");
    }

    @Test
    void shouldSayInOneLineThatAnInterfaceIsMissing() throws Exception {
        Path file = Files.writeString(temporary.resolve("live.toml"), """
                [[port]]
                name = "lan"
                kind = "af_packet"
                device = "hw-none-0"
                address = ["192.0.2.1/24"]
                """);
        Program run = Program.run("run", "-c", file, "--duration", "50ms");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("hw-none-0").doesNotContain("\tat ").hasLineCount(1);
    }

    @Test
    void shouldNameThePlaceOfWhatIsForReplaysAlone() throws Exception {
        Path file = Files.writeString(temporary.resolve("pcap.toml"), "[[port]]\nname = \"lan\"\nkind = \"pcap\"\n");
        Program run = Program.run("run", "-c", file, "--duration", "50ms");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(file + ":3:1: port lan kind: \"pcap\" needs a capture").hasLineCount(1);
    }

    @Test
    void shouldNotStartOnAProcessorThereIsNot() throws Exception {
        Path file = Files.writeString(temporary.resolve("cores.toml"),
                "engine = { cores = [1000] }\n" + RunFolder.CONFIGURATION);
        assertThat(Program.run("config", "check", file).exitCode()).as("another machine may").isZero();
        Program run = Program.run("run", "-c", file, "--duration", "50ms");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("engine cores: [1000]: processor 1000").hasLineCount(1);
    }
}
