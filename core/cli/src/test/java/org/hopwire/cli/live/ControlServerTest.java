package org.hopwire.cli.live;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class ControlServerTest {
    private final CountDownLatch gone = new CountDownLatch(1);

    @TempDir
    private Path temporary;
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void setUp() throws Exception {
        socket = temporary.resolve("socket");
        Files.writeString(socket, "what a killed engine left");
        server = ControlServer.start(socket, Map.of("echo", (argument, out) -> out.println(argument), "fail",
                (argument, out) -> {
                    throw new IllegalArgumentException("no, because");
                }, "forever", (argument, out) -> {
                    while (!out.checkError()) {
                        out.println("line");
                    }
                    gone.countDown();
                }));
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
    }

    private String send(String bytes) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldAnswerWithWhatFollowsTheCommand() throws Exception {
        assertThat(ControlClient.ask(socket, "echo a b")).isEqualTo("a b\n");
        assertThat(ControlClient.ask(socket, "echo")).isEqualTo("\n");
    }

    @Test
    void shouldRefuseInOneLine() {
        assertThatThrownBy(() -> ControlClient.ask(socket, "fail")).isInstanceOf(CliException.class)
                .hasMessage("no, because");
        assertThatThrownBy(() -> ControlClient.ask(socket, "dance")).hasMessageContaining("does not know \"dance\"");
    }

    @Test
    void shouldSurviveRequestsThatAreNone() throws Exception {
        assertThat(send("")).startsWith(ControlServer.REFUSED);
        assertThat(send("\u0000\u00ff\u0080 \n")).startsWith(ControlServer.REFUSED);
        assertThat(send("echo " + "x".repeat(2000))).hasSize(2001);
        assertThat(ControlClient.ask(socket, "echo still here")).isEqualTo("still here\n");
    }

    @Test
    void shouldReadNoMoreOfALineThanItsLongest() throws Exception {
        assertThat(send("echo " + "x".repeat(4096 - 5) + "y".repeat(10))).isEqualTo("x".repeat(4096 - 5) + "\n");
    }

    @Test
    void shouldStopAnsweringAClientThatWentAway() throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("forever\n".getBytes(StandardCharsets.US_ASCII)));
            channel.read(ByteBuffer.allocate(1));
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTakeItsSocketAway() throws Exception {
        server.close();
        assertThat(socket).doesNotExist();
        assertThatThrownBy(() -> ControlClient.ask(socket, "echo")).isInstanceOfSatisfying(CliException.class,
                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT));
    }
}
