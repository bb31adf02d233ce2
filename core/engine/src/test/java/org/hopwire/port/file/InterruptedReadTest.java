package org.hopwire.port.file;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterruptedReadTest {
    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void shouldReadOnWhenItsThreadIsInterrupted() throws IOException {
        // ^C interrupts a replay, which then still closes its files in order; a reader on a bare FileChannel would
        // find its file closed under it (ClosedByInterruptException)
        Path recording = Path.of("src/test/resources/recordings/udp-closed-ports.pcapng");
        Thread.currentThread().interrupt();
        try (CaptureReader reader = CaptureReader.open(recording)) {
            CaptureRecord record = new CaptureRecord();
            while (reader.next(record)) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
            assertThat(reader.records()).isPositive();
        }
    }
}
