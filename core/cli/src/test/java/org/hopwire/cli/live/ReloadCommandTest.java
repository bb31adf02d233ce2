package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.hopwire.engine.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReloadCommandTest {
    private static final String ROUTE = """
            [[route]]
            to = "203.0.113.0/24"
            reject = "admin-prohibited"
            """;

    @TempDir
    private Path temporary;
    private RunFolder folder;
    private Appliance appliance;
    private Path file;

    @BeforeEach
    void setUp() throws Exception {
        folder = new RunFolder(temporary);
        appliance = folder.appliance(null);
        file = folder.configuration();
    }

    @AfterEach
    void tearDown() {
        appliance.close();
        folder.close();
    }

    private Engine engine() {
        return appliance.engine();
    }

    private void write(String configuration) throws Exception {
        Files.writeString(file, configuration);
    }

    @Test
    void shouldPutTheFileInForceAndSayWhatHasChanged() throws Exception {
        write(RunFolder.CONFIGURATION + ROUTE);
        Program reload = Program.run("reload");
        assertThat(reload.exitCode()).as(reload.err()).isEqualTo(ExitCode.OK);
        assertThat(reload.out().lines())
                .containsExactly("route 203.0.113.0/24: absent -> reject admin-prohibited");
        assertThat(reload.err()).contains("router.toml: 1 change in force");
        assertThat(engine().routes()).isEqualTo(2);
    }

    @Test
    void shouldSayThatNothingDiffers() {
        Program reload = Program.run("reload", "--pid", ProcessHandle.current().pid());
        assertThat(reload.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(reload.out()).isEmpty();
        assertThat(reload.err()).contains("nothing differs");
    }

    @Test
    void shouldChangeNothingInADryRun() throws Exception {
        write(RunFolder.CONFIGURATION + ROUTE);
        Program plan = Program.run("reload", "--dry-run", "--json");
        assertThat(plan.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(plan.json().path("applied").asBoolean()).isFalse();
        assertThat(plan.json().path("changes").path(0).path("key").asText()).isEqualTo("route 203.0.113.0/24");
        assertThat(engine().routes()).isEqualTo(1);
    }

    @Test
    void shouldNameKeyAndValuesOfWhatNeedsARestartAndChangeNothing() throws Exception {
        write("[engine]\nmode = \"host\"\n" + RunFolder.CONFIGURATION.replace("querier", "host") + ROUTE);
        Program reload = Program.run("reload");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(reload.err()).hasLineCount(1)
                .contains("engine.mode: router -> host needs a restart; nothing was changed");
        assertThat(reload.out()).contains("igmp.port lan role: querier -> host needs a restart");
        assertThat(engine().routes()).isEqualTo(1);
        JsonNode document = Program.run("reload", "--json").json();
        assertThat(document.path("applied").asBoolean()).isFalse();
        assertThat(document.path("error").asText()).contains("engine.mode");
        assertThat(document.path("changes").path(0).path("needs_restart").asBoolean()).isTrue();
        assertThat(document.has("exit_status")).isFalse();
    }

    @Test
    void shouldNameThePlaceOfAMistakeAndChangeNothing() throws Exception {
        write(RunFolder.CONFIGURATION + ROUTE + "[icmp]\nqoute = \"full\"\n");
        Program reload = Program.run("reload");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(reload.out()).isEmpty();
        assertThat(reload.err()).hasLineCount(1).contains("router.toml:12:1").contains("qoute").contains("quote");
        assertThat(engine().routes()).isEqualTo(1);
        write("[[port]\n");
        assertThat(Program.run("reload").err()).contains("router.toml:1:");
        Files.delete(file);
        assertThat(Program.run("reload").err()).contains("no such file");
        assertThat(engine().routes()).isEqualTo(1);
        assertThat(engine().failures()).isEmpty();
    }

    @Test
    void shouldNotFindAnEngineThatIsNone() {
        Program reload = Program.run("reload", "--pid", "999999999");
        assertThat(reload.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(reload.err()).contains("no engine of process 999999999");
    }
}
