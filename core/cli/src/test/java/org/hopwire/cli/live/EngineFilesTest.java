package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineFilesTest {
    private static final long NOBODY = 999_999_999;

    @TempDir
    private Path temporary;

    private EngineFiles files() {
        return new EngineFiles(temporary);
    }

    @Test
    void shouldMakeAFolderForItsOwnerAlone() throws Exception {
        try (RunFolder folder = new RunFolder(temporary.resolve("a/b"))) {
            Path made = EngineFiles.ofThisUser().folder();
            assertThat(made).isEqualTo(folder.files().folder());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        }
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        try (RunFolder folder = new RunFolder(file.resolve("below"))) {
            assertThatThrownBy(EngineFiles::ofThisUser).isInstanceOfSatisfying(CliException.class,
                    e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                    .hasMessageContaining(folder.files().folder().toString());
        }
    }

    @Test
    void shouldSweepTheDeadAndNothingElse() throws Exception {
        long self = ProcessHandle.current().pid();
        for (String name : new String[] {NOBODY + ".counters", NOBODY + ".socket", "888888888.socket",
            self + ".counters",
            "lab", "notes.counters", "12345678901.counters"}) {
            Files.writeString(temporary.resolve(name), "");
        }
        files().sweep();
        try (var left = Files.list(temporary)) {
            assertThat(left.map(each -> each.getFileName().toString())).containsExactlyInAnyOrder(self + ".counters",
                    "lab", "notes.counters", "12345678901.counters");
        }
    }

    @Test
    void shouldNotTakeAnotherProcessForAnEngineThatHasItsNumber() throws Exception {
        long self = ProcessHandle.current().pid();
        Files.writeString(files().counters(self), "");
        ControlServer.start(files().socket(self), Map.of()).close();
        Files.writeString(files().socket(self), "nobody listens");
        assertThat(files().running()).isEmpty();
        files().sweep();
        assertThat(files().counters(self)).doesNotExist();
    }

    @Test
    void shouldChooseTheOnlyEngineThereIs() throws Exception {
        long self = ProcessHandle.current().pid();
        Files.writeString(files().counters(self), "");
        assertThat(files().choose(null)).isEqualTo(self);
        assertThat(files().choose(self)).isEqualTo(self);
        assertThatThrownBy(() -> files().choose(NOBODY)).isInstanceOf(CliException.class);
    }
}
