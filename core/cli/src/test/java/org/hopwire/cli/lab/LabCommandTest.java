package org.hopwire.cli.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.hopwire.cli.config.ConfigLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LabCommandTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void setUp() {
        System.setProperty("hopwire.run.dir", temporary.toString());
    }

    @AfterEach
    void tearDown() {
        System.clearProperty("hopwire.run.dir");
    }

    @Test
    void shouldBeDownAtFirst() {
        Program run = Program.run("lab", "status");
        assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).isEqualToNormalizingNewlines("the lab is down\n");
        assertThat(Program.run("lab", "status", "--json").json().path("up").asBoolean(true)).isFalse();
    }

    @Test
    void shouldTakeDownWhatIsNotThere() {
        Program run = Program.run("lab", "down");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out() + run.err()).isEmpty();
    }

    @Test
    void shouldRunNothingWhereNothingIsUp() {
        Program run = Program.run("lab", "exec", "host", "--", "true", "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("hopwire lab up").hasLineCount(1);
    }

    @Test
    void shouldNameTheMachinesThereAre() {
        Program run = Program.run("lab", "exec", "client", "true");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'client' is none of router, host, server");
        assertThat(Program.run("lab", "exec", "host").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Program.run("lab").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldNotTakeAStrangerForOneOfItsOwn() throws Exception {
        long self = ProcessHandle.current().pid();
        Files.createDirectories(temporary.resolve("lab"));
        Files.writeString(temporary.resolve("lab/state"), """
                rootless=false
                router=%1$d
                router.namespace=net:[1]
                host=%1$d
                host.namespace=net:[2]
                server=%1$d
                server.namespace=net:[3]
                """.formatted(self));
        assertThat(Program.run("lab", "status").exitCode()).isEqualTo(ExitCode.NO);
        assertThat(Program.run("lab", "down").exitCode()).as("and this process goes on").isEqualTo(ExitCode.OK);
        assertThat(temporary.resolve("lab")).doesNotExist();
    }

    @Test
    void shouldNameADamagedFile() throws Exception {
        Files.createDirectories(temporary.resolve("lab"));
        Files.writeString(temporary.resolve("lab/state"), "router=x");
        Program run = Program.run("lab", "status");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("lab/state: damaged").hasLineCount(1);
    }

    @Test
    void shouldBringAConfigurationThatIsRight() throws Exception {
        Path file = Files.writeString(temporary.resolve("router.toml"), LabMaker.configuration());
        assertThat(ConfigLoader.load(file).port()).extracting(each -> each.name() + " " + each.device())
                .containsExactly("lan lan", "wan wan");
    }

    @Test
    void shouldSayWhichSettingForbidsUserNamespaces() {
        Map<String, String> settings = Map.of("/proc/sys/user/max_user_namespaces", "0",
                "/proc/sys/kernel/unprivileged_userns_clone", "0",
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1");
        settings.forEach((file, value) -> assertThat(UserNamespaces.remedy(
                each -> each.equals(file) ? List.of(value) : List.of())).startsWith("sudo sysctl -w ")
                .contains(file.substring(file.lastIndexOf('/') + 1)));
        assertThat(UserNamespaces.remedy(each -> List.of())).isEmpty();
    }
}
