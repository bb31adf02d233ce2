package org.hopwire.cli.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.port.file.CaptureInterface;

/**
 * Answers other processes of the same user over a socket in the engine's folder: a line with a command and what belongs
 * to it, then lines of answer until the connection ends.
 */
final class ControlServer implements AutoCloseable {
    /** Begins an answer that tells why there is none. */
    static final String REFUSED = "refused: ";
    private static final int LONGEST_REQUEST = 4096;
    private static final long PAUSE_NS = 100_000_000;

    private final Path path;
    private final ServerSocketChannel server;
    private final Map<String, Responder> responders;

    private ControlServer(Path path, ServerSocketChannel server, Map<String, Responder> responders) {
        this.path = path;
        this.server = server;
        this.responders = Map.copyOf(responders);
    }

    /** Answers one command. */
    @FunctionalInterface
    interface Responder {
        /**
         * Writes the answer's lines; may go on until {@link PrintWriter#checkError} says that nobody listens any more.
         *
         * @param argument what follows the command, possibly empty
         * @throws IllegalArgumentException with one line that says why not
         */
        void answer(String argument, PrintWriter out) throws InterruptedException;
    }

    /** Starts to listen; a socket that was left behind is replaced. */
    static ControlServer start(Path path, Map<String, Responder> responders) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        ControlServer control = new ControlServer(path, server, responders);
        Thread.ofPlatform().daemon().name("hopwire-control-socket").start(control::accept);
        return control;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // too many open files, say: the engine goes on, and so does this once there is room again
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8),
                        LONGEST_REQUEST);
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(Channels.newOutputStream(client), StandardCharsets.UTF_8), false)) {
            answer(requestOf(in), out);
        } catch (IOException e) {
            // the client went away
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String requestOf(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_REQUEST; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private void answer(String request, PrintWriter out) throws InterruptedException {
        int blank = request.indexOf(' ');
        String command = blank < 0 ? request : request.substring(0, blank);
        Responder responder = responders.get(command);
        try {
            if (responder == null) {
                throw new IllegalArgumentException("this engine does not know \"" + command + "\"");
            }
            responder.answer(blank < 0 ? "" : request.substring(blank + 1), out);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // it may quote the request, which may hold anything
            out.println(REFUSED + CaptureInterface.printable(e.getMessage()));
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
