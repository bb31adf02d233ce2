package org.hopwire.engine.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A capture several times as large as the memory of the JVM that replays it. */
class StreamingTest {
    private static final int PER_CHUNK = 512;
    private static final int CHUNKS = 280;
    private static final long FRAMES = (long) PER_CHUNK * CHUNKS;

    @Test
    void shouldReplayMoreThanFitsInMemory() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream out = process.getInputStream()) {
            assertThat(feed(process)).isGreaterThan(200_000_000);
            String answer = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(answer).isEqualTo(FRAMES + " " + FRAMES + " true null");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try (InputStream in = Engine.class.getResourceAsStream("hopwire.jvm")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("--"))
                    .forEach(command::add);
        }
        command.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-cp", System.getProperty("java.class.path"),
                ReplayProbe.class.getName()));
        return command;
    }

    /** Octets written. */
    private static long feed(Process process) throws IOException {
        byte[] chunk = chunk();
        try (OutputStream in = process.getOutputStream()) {
            byte[] header = new byte[24];
            little(header).putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0)
                    .putInt(65_535).putInt(1);
            in.write(header);
            for (int i = 0; i < CHUNKS; i++) {
                in.write(chunk);
            }
        }
        return 24L + (long) CHUNKS * chunk.length;
    }

    private static ByteBuffer little(byte... array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] chunk() {
        byte[] frame = Packets.ipv4("10.0.0.9", "10.255.255.1").eth("02:00:00:00:00:09", "02:00:00:00:00:01")
                .echo(1, 2, new byte[1400]).build();
        byte[] octets = new byte[PER_CHUNK * (16 + frame.length)];
        ByteBuffer chunk = little(octets);
        for (int i = 0; i < PER_CHUNK; i++) {
            chunk.putInt(1_700_000_000).putInt(i).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return octets;
    }
}
