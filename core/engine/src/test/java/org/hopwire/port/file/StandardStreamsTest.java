package org.hopwire.port.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.hopwire.memory.FrameSlab;
import org.hopwire.port.file.CaptureBytes.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.port.file.CaptureBytes.frame;

/** {@code -} is standard input and standard output, in a process of its own because both belong to the test runner. */
class StandardStreamsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadACompressedPcapFromStandardInputAndWritePcapngToStandardOutput()
            throws IOException, InterruptedException {
        Path input = folder.resolve("in");
        Path output = folder.resolve("out");
        CaptureBytes capture = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1);
        for (int i = 0; i < 1000; i++) {
            capture.pcapRecord(i, 0, 60, frame(60, i));
        }
        Files.write(input, CaptureBytes.gzip(capture.bytes()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Copy.class.getName()).redirectInput(input.toFile())
                .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).isZero();
        Content content = CaptureBytes.read(Files.readAllBytes(output));
        assertThat(content.complaint).isNull();
        assertThat(content.frames).hasSize(1000);
        assertThat(content.frames.get(999).bytes()).isEqualTo(frame(60, 999));
        assertThat(content.frames.get(999).timestampNs()).isEqualTo(999_000_000_000L);
    }

    /** Copies standard input to standard output. */
    static final class Copy {
        private Copy() {}

        public static void main(String[] args) throws IOException {
            CaptureRecord record = new CaptureRecord();
            try (FrameSlab slab = new FrameSlab(1, 128, 0);
                    CaptureReader reader = CaptureReader.open("-");
                    CaptureWriter writer = CaptureWriter.create("-")) {
                long frame = slab.acquire();
                int id = writer.addInterface("copy");
                while (reader.next(record)) {
                    record.copyFrame(frame, 128, 0);
                    writer.write(id, record.timestampNs(), frame, record.frameLength());
                }
            }
        }
    }
}
