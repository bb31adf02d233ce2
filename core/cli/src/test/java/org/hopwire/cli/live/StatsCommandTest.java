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

class StatsCommandTest {
    @TempDir
    private Path temporary;
    private RunFolder folder;
    private Appliance appliance;

    @BeforeEach
    void setUp() throws Exception {
        folder = new RunFolder(temporary);
        appliance = folder.appliance(null);
    }

    @AfterEach
    void tearDown() {
        appliance.close();
        folder.close();
    }

    @Test
    void shouldTellCountersAndQueriersAsOneDocument() {
        Program run = Program.run("stats", "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode document = run.json();
        assertThat(document.path("schema").asInt()).isEqualTo(1);
        assertThat(document.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(document.path("ports").path("lan").path("transmitted").asLong()).isPositive();
        assertThat(document.path("groups").isArray()).isTrue();
        assertThat(document.path("checksum").asText()).isNotEmpty();
    }

    @Test
    void shouldTellTheSameToPeople() {
        Program run = Program.run("stats");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("frames out").contains("query-v3").contains("192.0.2.1 (this engine)");
    }

    @Test
    void shouldEndAfterSoManyTables() {
        Program run = Program.run("stats", "--interval", "20ms", "-n", "2");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().filter(line -> line.startsWith("up "))).hasSize(2);
    }

    @Test
    void shouldReadAFileOfAnotherProgram() {
        Program run = Program.run("stats", "--json", "--file",
                folder.files().counters(ProcessHandle.current().pid()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.json().has("groups")).as("nobody to ask").isFalse();
    }

    @Test
    void shouldRefuseAFileThatHoldsNoCounters() throws Exception {
        Path file = Files.writeString(temporary.resolve("x"), "y".repeat(100));
        Program run = Program.run("stats", "--file", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("not a file of counters").hasLineCount(1);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() {
        Program run = Program.run("stats", "--file", temporary.resolve("nonexistent"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("nonexistent: no such file").hasLineCount(1);
    }

    @Test
    void shouldTellOnceASecondWhereOnlyACountIsGiven() {
        Program run = Program.run("stats", "-n", "1", "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.json().path("schema").asInt()).isEqualTo(1);
        assertThat(Program.run("stats", "-n", "1").out()).contains("in [pkt/s]").hasLineCount(3);
        assertThat(Program.run("stats", "--help").out()).contains("one a second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "99999999999999999999"})
    void shouldRefuseACountThatIsNone(String count) {
        Program run = Program.run("stats", "-n", count);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'" + count + "' is not a whole number from 1");
    }

    @Test
    void shouldSayThatNoSuchEngineRuns() {
        Program run = Program.run("stats", "--pid", "999999999");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("no engine of process 999999999").hasLineCount(1);
    }

    @Test
    void shouldSayThatNoneRuns() {
        appliance.close();
        Program run = Program.run("stats");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("hopwire run").hasLineCount(1);
    }

    @Test
    void shouldAskWhichWhereSeveralRun() throws Exception {
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(folder.files().counters(other), "");
        Program run = Program.run("stats");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("several engines run").contains("--pid " + other);
    }
}
