package org.hopwire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigCommandTest {
    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("router.toml"), text);
    }

    @Test
    void shouldSayOkForTheBundledRouter() {
        Program run = Program.run("config", "check", Program.ROUTER);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith(Program.ROUTER + ": ok (2 ports, ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldNameTheMistakeInOneLine() throws IOException {
        Path file = write("""
                [[port]]
                name = "lan"
                  addres = ["10.0.0.1/24"]
                """);
        Program run = Program.run("config", "check", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToNormalizingNewlines(
                "hopwire: " + file + ":3:3: port[0].addres: unknown key (did you mean \"address\"?)\n");
    }

    @Test
    void shouldNotLetAQuotedValueReachATerminalAsACommand() throws IOException {
        Program run = Program.run("config", "check", write("[[port]]\nname = \"\\u001b[2J\"\n"));
        assertThat(run.err()).contains("port name: \"\\u001b[2J\" is not a plain word").doesNotContain("\u001b");
    }

    @Test
    void shouldShowATraceToThoseWhoAsk() throws IOException {
        Program run = Program.run("config", "check", "-vv", write("nothing"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("\tat org.hopwire.cli.config.");
    }

    @Test
    void shouldPrintADocumentEitherWay() throws IOException {
        Program good = Program.run("config", "check", "--json", Program.ROUTER);
        assertThat(good.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(good.json().get("schema").asInt()).isEqualTo(1);
        assertThat(good.json().get("ok").asBoolean()).isTrue();
        assertThat(good.json().get("ports").asInt()).isEqualTo(2);

        Program bad = Program.run("config", "check", "--json", write("[engine]\nmode = 1\n"));
        assertThat(bad.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(bad.json().get("ok").asBoolean()).isFalse();
        assertThat(bad.json().get("error").asText()).contains(":2:1: engine.mode: 1 is not a string");
    }

    @Test
    void shouldAskWhatToDoWithConfigurations() {
        assertThat(Program.run("config").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
