package org.hopwire.port.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.hopwire.port.file.CaptureBytes.Content;
import org.hopwire.testkit.Recordings;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Captures of other projects, where they lie beside this one. */
class SharedCapturesTest {
    @Test
    void shouldReadEveryCaptureToItsEnd() throws IOException {
        for (Path file : Recordings.foreign()) {
            Content content = CaptureBytes.read(Files.readAllBytes(file));
            assertThat(content.complaint).as("%s", file).isNull();
            assertThat(content.frames).as("%s", file).isNotEmpty();
        }
    }

    @Test
    void shouldReadTheFramesThatTsharkReads() throws IOException {
        Tool.require("tshark", "tshark");
        for (Path file : Recordings.foreign()) {
            Content content = CaptureBytes.read(Files.readAllBytes(file));
            assertThat(content.frames).as("%s", file)
                    .extracting(f -> "%d.%09d,%d,%d".formatted(f.timestampNs() / 1_000_000_000,
                            f.timestampNs() % 1_000_000_000, f.bytes().length, f.originalLength()))
                    .containsExactlyElementsOf(Tool.run("tshark", "-n", "-r", file.toString(), "-T",
                            "fields",
                            "-E", "separator=,", "-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len"));
        }
    }
}
