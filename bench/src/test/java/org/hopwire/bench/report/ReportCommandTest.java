package org.hopwire.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ReportCommandTest {
    @TempDir
    private Path folder;
    private final StringWriter usage = new StringWriter();
    private String said;

    private int run(String... arguments) {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return new CommandLine(new ReportCommand()).setCaseInsensitiveEnumValuesAllowed(true)
                    .setErr(new PrintWriter(usage)).execute(arguments);
        } finally {
            System.setErr(err);
            said = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldWriteAPageAndSayWhere() throws IOException {
        Path out = folder.resolve("deep/report.html");
        assertThat(run("--results", Example.folder().toString(), "--out", out.toString(), "--theme", "dark")).isZero();
        assertThat(said).isEqualTo("bench: report: " + out + System.lineSeparator());
        assertThat(Files.readString(out)).startsWith("<!doctype html>").contains("data-theme=\"dark\"");
    }

    @Test
    void shouldTakeAFileFromElsewhere() throws IOException {
        Path copy = Example.copy(folder);
        Path gate = Files.move(copy.resolve("gate.json"), folder.resolve("other.json"));
        Path out = folder.resolve("report.html");
        assertThat(run("--results", copy.toString(), "--gate", gate.toString(), "--out", out.toString())).isZero();
        assertThat(Files.readString(out)).contains("+8.9 % · REGRESSION");
    }

    @Test
    void shouldNameTheFieldThatIsDamaged() {
        Path copy = Example.copy(folder);
        Example.replace(copy.resolve("peers.json"), "\"rounds\": 2", "\"rounds\": \"two\"");
        assertThat(run("--results", copy.toString(), "--out", folder.resolve("x.html").toString())).isEqualTo(5);
        assertThat(said).isEqualTo("bench: report: " + copy.resolve("peers.json")
                + ": rows[8].rounds: \"two\" is not a whole number" + System.lineSeparator());
        assertThat(folder.resolve("x.html")).doesNotExist();
    }

    @Test
    void shouldNameWhatIsNotThere() {
        assertThat(run("--wire", folder.resolve("none.json").toString())).isEqualTo(5);
        assertThat(said).contains("none.json: no such file");
        assertThat(run("--results", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(usage.toString()).contains("--results: ").contains("none is no folder");
    }

    @Test
    void shouldSayWhereItCannotWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("--results", Example.folder().toString(), "--out", file.resolve("x.html").toString()))
                .isEqualTo(4);
        assertThat(said).contains("cannot write").contains("x.html");
    }
}
