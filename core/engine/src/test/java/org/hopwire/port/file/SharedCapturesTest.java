package org.hopwire.port.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.port.file.CaptureBytes.Content;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Captures of other projects, where they lie beside this one. */
class SharedCapturesTest {
    private static final Path FOLDER = Path.of(System.getProperty("hopwire.captures", "../../../shared/captures"));

    private static List<Path> captures() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "no captures in " + FOLDER.toAbsolutePath().normalize());
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?")).sorted().toList();
        }
    }

    @Test
    void shouldReadEveryCaptureToItsEnd() throws IOException {
        for (Path file : captures()) {
            Content content = CaptureBytes.read(Files.readAllBytes(file));
            assertThat(content.complaint).as("%s", file).isNull();
            assertThat(content.frames).as("%s", file).isNotEmpty();
        }
    }

    @Test
    void shouldReadTheFramesThatTsharkReads() throws IOException, InterruptedException {
        Tshark.assumeInstalled("tshark");
        for (Path file : captures()) {
            Content content = CaptureBytes.read(Files.readAllBytes(file));
            assertThat(content.frames).as("%s", file)
                    .extracting(f -> "%d.%09d,%d,%d".formatted(f.timestampNs() / 1_000_000_000,
                            f.timestampNs() % 1_000_000_000, f.bytes().length, f.originalLength()))
                    .containsExactlyElementsOf(Tshark.run("/usr/bin/tshark", "-n", "-r", file.toString(), "-T",
                            "fields",
                            "-E", "separator=,", "-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len"));
        }
    }
}
