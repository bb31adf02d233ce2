package org.hopwire.cli.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;

/** Asks a running engine. */
final class ControlClient {
    private ControlClient() {}

    /** Takes one line of an answer; answers whether it wants more. */
    @FunctionalInterface
    interface LineTaker {
        boolean take(String line);
    }

    /**
     * Asks, and hands over the answer line by line.
     *
     * @throws CliException if the engine cannot be reached or refuses
     */
    static void ask(Path socket, String request, LineTaker taker) throws CliException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((request + '\n').getBytes(StandardCharsets.UTF_8)));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(ControlServer.REFUSED)) {
                    throw new CliException(ExitCode.BAD_INPUT, line.substring(ControlServer.REFUSED.length()));
                }
                if (!taker.take(line)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, socket + ": the engine does not answer (" + e.getMessage()
                    + ")", e);
        }
    }

    /** The whole answer as one text. */
    static String ask(Path socket, String request) throws CliException {
        StringBuilder answer = new StringBuilder();
        ask(socket, request, line -> {
            answer.append(line).append('\n');
            return true;
        });
        return answer.toString();
    }
}
