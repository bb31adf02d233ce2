package org.hopwire.cli.live;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Json;
import org.hopwire.cli.Program;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** From the words of a request to the packets of a real engine. */
@Timeout(60)
class ObserveRequestTest {
    private static final byte[] PING = HexFormat.of().parseHex("020000000001" + "020000000002" + "0800"
            + "4500001c00010000400166de" + "0a000002" + "0a000001" + "0800f7fd00010001");
    private static final int PROTOCOL = 23;
    private static final int IGMP = 2;
    private static final int BURSTS = 200;
    private static final int UNWANTED = 64;

    @TempDir
    private Path temporary;

    /** Whoever asked: when it first listens packets come, and a moment later it goes away. */
    private static final class Listener extends Writer {
        private final StringBuilder heard = new StringBuilder();
        private final Runnable packets;
        private int turns;

        Listener(Runnable packets) {
            this.packets = packets;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            heard.append(text, offset, length);
        }

        @Override
        public void flush() throws IOException {
            turns++;
            if (turns == 1) {
                packets.run();
            } else if (turns > 3) {
                throw new IOException("went away");
            }
        }

        @Override
        public void close() {
            // nothing is open
        }

        List<JsonNode> packets() {
            return heard.toString().lines().filter(line -> !line.isEmpty()).<JsonNode>map(Json::parse).toList();
        }
    }

    /** Of the pings a third would fill the tap, and none of them is fetched while they come. */
    @Test
    void shouldMissNothingThatWasAskedForInAFloodOfWhatWasNot() throws Exception {
        byte[] wanted = PING.clone();
        wanted[PROTOCOL] = IGMP;
        MemoryPort lan = new MemoryPort("lan");
        try (Engine engine = Engine.builder().mode(EngineMode.HOST)
                .port(PortConfig.memory("lan", "10.0.0.1/24").withMac("02:00:00:00:00:01"), lan).build()) {
            Listener listener = new Listener(() -> flood(engine, lan, wanted));
            ObserveCommand.serve(engine, "{\"protocol\":[\"igmp\"]}", new PrintWriter(listener));
            assertThat(listener.packets()).hasSize(BURSTS)
                    .allMatch(each -> "igmp".equals(each.path("protocol").asText()));
            assertThat(engine.snapshot().icmpSent()).containsEntry("echo-reply", (long) BURSTS * UNWANTED);
        }
    }

    private static void flood(Engine engine, MemoryPort lan, byte[] wanted) {
        byte[][] burst = new byte[UNWANTED][];
        Arrays.fill(burst, PING);
        for (int i = 0; i < BURSTS; i++) {
            assertThat(lan.inject(wanted)).isTrue();
            assertThat(Arrays.stream(burst).allMatch(lan::inject)).isTrue();
            engine.invoke();
            lan.drain();
        }
    }

    @Test
    void shouldNameAPortThatIsNotThere() throws Exception {
        try (RunFolder folder = new RunFolder(temporary); Appliance appliance = folder.appliance(null)) {
            Program run = Program.run("observe", "--port", "wan\nlan");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.err()).isEqualTo("hopwire: observe port: 'wan\\u000alan' is none of the ports lan\n");
            assertThat(appliance.engine().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"nonsense, 'observe: the request is cut off, or no JSON object'",
        "'{\"port\":[\"lan\"', 'observe: the request is cut off, or no JSON object'",
        "'{\"colour\":[\"red\"]}', 'observe: this engine knows no condition \"colour\"'",
        "'{\"port\":\"lan\"}', 'observe port: no list of words'", "'{\"port\":[]}', 'observe port: no list of words'",
        "'{\"host\":[\"here\"]}', 'observe host: ''here'' is no IPv4 address or prefix'"})
    void shouldRefuseInOneLineWhatItDoesNotUnderstand(String request, String why) throws Exception {
        try (RunFolder folder = new RunFolder(temporary); Appliance appliance = folder.appliance(null)) {
            Path socket = folder.files().socket(ProcessHandle.current().pid());
            assertThatThrownBy(() -> ControlClient.ask(socket, ObserveCommand.OBSERVE + ' ' + request))
                    .isInstanceOf(CliException.class).hasMessage(why);
            assertThat(appliance.engine().failures()).isEmpty();
        }
    }
}
