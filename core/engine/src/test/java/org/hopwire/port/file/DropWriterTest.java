package org.hopwire.port.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.file.CaptureBytes.Content;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hopwire.port.file.CaptureBytes.frame;

class DropWriterTest {
    @TempDir
    private Path folder;

    private Path writeTwo() throws IOException {
        Path file = folder.resolve("drops.pcapng");
        try (FrameSlab slab = new FrameSlab(1, 64, 0);
                DropWriter drops = DropWriter.create(file.toString(), List.of("lan", "wan"))) {
            long address = slab.acquire();
            OffHeap.put(frame(60, 5), 0, address, 60);
            assertThat(drops.write(1, 7, address, 60, 60, "BAD_CHECKSUM")).isTrue();
            assertThat(drops.write(0, 8, address, 40, 1500, "TRUNCATED")).isTrue();
            assertThat(drops.records()).isEqualTo(2);
            assertThat(drops.failure()).isNull();
        }
        return file;
    }

    @Test
    void shouldKeepFrameTimeLengthsAndPort() throws IOException {
        Content content = CaptureBytes.read(Files.readAllBytes(writeTwo()));
        assertThat(content.reader.interfaces()).extracting(CaptureInterface::name).containsExactly("lan", "wan");
        assertThat(content.frames).extracting(CaptureBytes.Frame::interfaceId).containsExactly(1, 0);
        assertThat(content.frames.get(1).originalLength()).isEqualTo(1500);
        assertThat(content.frames.get(1).bytes()).isEqualTo(frame(40, 5));
    }

    @Test
    void shouldCarryTheReasonAsThePacketCommentTsharkShows() throws IOException {
        Tool.require("tshark", "tshark");
        assertThat(Tool.run("tshark", "-r", writeTwo().toString(), "-T", "fields", "-e", "frame.comment"))
                .containsExactly("BAD_CHECKSUM", "TRUNCATED");
    }

    @Test
    void shouldRefuseAFormatThatCarriesNoReason() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> DropWriter.create("drops.pcap", List.of()))
                .withMessageContaining("drops.pcap is not .pcapng");
        try (CaptureWriter pcap = CaptureWriter.create(folder.resolve("x.pcap").toString())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new DropWriter(pcap, List.of()))
                    .withMessageContaining("only pcapng");
        }
    }
}
