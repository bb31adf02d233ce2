package org.hopwire.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A pipe whose writer has fallen silent, and a user who has lost patience; in a JVM of its own, for its stdin. */
class IdleInputTest {
    private static final int STEADY_SAMPLES = 40;

    @TempDir
    private Path folder;

    /** Replays what its arguments name and interrupts itself once it waits for input that does not come. */
    static final class Impatient {
        private Impatient() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws IOException {
            Thread main = Thread.currentThread();
            Thread.ofPlatform().daemon().start(() -> interruptOnceIdle(main));
            ReplayResult result = new Replay(Recordings.router(IcmpConfig.defaults()),
                    ReplayOptions.of(arguments[0], arguments[1]), null).run();
            System.out.println(result.frames() + " frames, " + result.snapshot().transmitted() + " sent, interrupted "
                    + result.interrupted() + ", failure " + result.failure());
        }

        private static void interruptOnceIdle(Thread main) {
            try {
                for (int idle = 0; idle < STEADY_SAMPLES; Thread.sleep(10)) {
                    idle = isReading(main.getStackTrace()) && System.in.available() == 0 ? idle + 1 : 0;
                }
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
            main.interrupt();
        }

        private static boolean isReading(StackTraceElement... stack) {
            return stack.length > 0 && stack[0].isNativeMethod() && Arrays.stream(stack)
                    .anyMatch(each -> each.getClassName().equals(CaptureReader.class.getName()));
        }
    }

    private String run(String input, byte[] sent) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(StartupCheck.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Impatient.class.getName(), input,
                folder.resolve("out.pcapng").toString()));
        Process process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(sent);
            in.flush();
            // the pipe stays open: nothing but the interrupt can end the replay
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends").isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A pcap of so many pings, and the first half of one more. */
    private static byte[] capture(int pings) {
        byte[] ping = Lab.fromLan("192.0.2.1").echo(1, 1, new byte[8]).build();
        ByteBuffer bytes = ByteBuffer.allocate(24 + (pings + 1) * (16 + ping.length));
        bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(1);
        for (int i = 0; i <= pings; i++) {
            bytes.putInt(1_700_000_000 + i).putInt(0).putInt(ping.length).putInt(ping.length).put(ping);
        }
        return Arrays.copyOf(bytes.array(), bytes.position() - ping.length / 2);
    }

    private int framesOfCompleteOutput() throws IOException {
        int frames = 0;
        CaptureRecord record = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(folder.resolve("out.pcapng"))) {
            while (reader.next(record)) {
                frames++;
            }
            assertThat(reader.interfaces()).hasSize(2);
            assertThat(reader.statisticsBlocks()).as("the last thing written").isEqualTo(2);
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdin"})
    void shouldKeepWhatItProcessedWhenInterruptedInASilentPipe(String input) throws IOException, InterruptedException {
        assumeTrue(input.equals("-") || Files.exists(Path.of(input)));
        assertThat(run(input, capture(3))).isEqualTo("3 frames, 3 sent, interrupted true, failure null");
        assertThat(framesOfCompleteOutput()).isEqualTo(3);
    }

    @Test
    void shouldLeaveACompleteOutputWhenInterruptedBeforeTheFirstByte() throws IOException, InterruptedException {
        assertThat(run("-", new byte[0])).isEqualTo("0 frames, 0 sent, interrupted true, failure null");
        assertThat(framesOfCompleteOutput()).isZero();
    }
}
