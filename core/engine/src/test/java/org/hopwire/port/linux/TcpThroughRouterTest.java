package org.hopwire.port.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two kernels talk TCP through the engine, their offloads as the kernel likes them: checksums open, segments large. */
@Tag("live")
class TcpThroughRouterTest {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 64;
    private static final int PATIENCE_MILLIS = 60_000;

    @Test
    void shouldCarryLargeSegmentsAsFrames() throws Exception {
        try (VethPair left = new VethPair(); VethPair right = new VethPair()) {
            left.farAddress("192.0.2.10/24");
            left.farNeighbour("192.0.2.1", "02:00:00:00:0c:01");
            left.inFar("ip", "route", "add", "default", "via", "192.0.2.1");
            right.farAddress("198.51.100.10/24");
            right.farNeighbour("198.51.100.1", "02:00:00:00:0c:02");
            right.inFar("ip", "route", "add", "default", "via", "198.51.100.1");
            try (Engine engine = Engine.builder()
                    .port(port("left", left, "192.0.2.1/24").withMac("02:00:00:00:0c:01"))
                    .port(port("right", right, "198.51.100.1/24").withMac("02:00:00:00:0c:02"))
                    .neighbor(new NeighborConfig("left", "192.0.2.10", VethPair.FAR_MAC))
                    .neighbor(new NeighborConfig("right", "198.51.100.10", VethPair.FAR_MAC)).build()) {
                engine.start();
                assertThat(transfer(left, right)).isEqualTo((long) CHUNK * CHUNKS);
                assertThat(engine.failures()).isEmpty();
                LinuxPort sender = (LinuxPort) engine.ports().get(0);
                assertThat(sender.count(LinuxCounter.LARGE_SEGMENT)).as("large segments cut").isPositive();
                assertThat(sender.count(LinuxCounter.TRUNCATED)).isZero();
            }
        }
    }

    private static PortConfig port(String name, VethPair cable, String address) {
        return PortConfig.device(name, PortKind.AF_PACKET, VethPair.NEAR, address).withOptions(
                LinuxPortConfig.defaults().withVnetHdr(true).withNamespace(cable.nearNamespace()));
    }

    /** Octets that arrived as they were sent. */
    private static long transfer(VethPair left, VethPair right) throws Exception {
        byte[] chunk = new byte[CHUNK];
        new java.util.SplittableRandom(4).nextBytes(chunk);
        try (ServerSocket server = NetworkNamespace.call(right.farNamespace(), TcpThroughRouterTest::listen)) {
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(server, chunk));
            NetworkNamespace.call(left.farNamespace(), () -> send(server.getLocalPort(), chunk));
            return received.get();
        }
    }

    private static ServerSocket listen() {
        try {
            ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("198.51.100.10"));
            server.setSoTimeout(PATIENCE_MILLIS);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object send(int port, byte[] chunk) {
        try (Socket socket = new Socket(InetAddress.getByName("198.51.100.10"), port);
                OutputStream out = socket.getOutputStream()) {
            for (int i = 0; i < CHUNKS; i++) {
                out.write(chunk);
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long receive(ServerSocket server, byte[] chunk) {
        CRC32 expected = new CRC32();
        expected.update(chunk);
        long octets = 0;
        try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (byte[] some = in.readNBytes(CHUNK); some.length > 0; some = in.readNBytes(CHUNK)) {
                CRC32 sum = new CRC32();
                sum.update(some);
                octets += sum.getValue() == expected.getValue() ? some.length : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets;
    }
}
