package org.hopwire.port.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** Two kernels talk TCP through the engine, their offloads as the kernel likes them: checksums open, segments large. */
@Tag("live")
class TcpThroughRouterTest {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 64;
    private static final int PATIENCE_MILLIS = 20_000;

    private static final String LEFT = "192.0.2.10";
    private static final String RIGHT = "198.51.100.10";
    private static final String INSIDE_LEFT = "10.7.0.1";
    private static final String INSIDE_RIGHT = "10.7.0.2";

    private final VethPair left = new VethPair();
    private final VethPair right = new VethPair();

    @BeforeEach
    void addressPeers() {
        addressPeer(left, LEFT, "192.0.2.1", "02:00:00:00:0c:01");
        addressPeer(right, RIGHT, "198.51.100.1", "02:00:00:00:0c:02");
    }

    private static void addressPeer(VethPair cable, String address, String router, String mac) {
        cable.farAddress(address + "/24");
        cable.farNeighbour(router, mac);
        cable.inFar("ip", "route", "add", "default", "via", router);
    }

    @AfterEach
    void unplug() {
        left.close();
        right.close();
    }

    private static Engine open(PortConfig leftPort, PortConfig rightPort) {
        return Engine.builder().port(leftPort.withMac("02:00:00:00:0c:01"))
                .port(rightPort.withMac("02:00:00:00:0c:02"))
                .neighbor(new NeighborConfig("left", LEFT, VethPair.FAR_MAC))
                .neighbor(new NeighborConfig("right", RIGHT, VethPair.FAR_MAC)).build();
    }

    @Test
    void shouldCarryLargeSegmentsAsFrames() throws Exception {
        try (Engine engine = open(segmenting("left", left, "192.0.2.1/24"),
                segmenting("right", right, "198.51.100.1/24"))) {
            engine.start();
            assertThat(transfer(RIGHT)).isEqualTo((long) CHUNK * CHUNKS);
            assertThat(engine.failures()).isEmpty();
            LinuxPort sender = (LinuxPort) engine.ports().get(0);
            assertThat(sender.count(LinuxCounter.LARGE_SEGMENT)).as("large segments cut").isPositive();
            assertThat(sender.count(LinuxCounter.TRUNCATED)).isZero();
        }
    }

    private static PortConfig segmenting(String name, VethPair cable, String address) {
        return PortConfig.device(name, PortKind.AF_PACKET, VethPair.NEAR, address).withOptions(
                LinuxPortConfig.defaults().withVnetHdr(true).withNamespace(cable.nearNamespace()));
    }

    /** Both kernels leave the checksum inside the tunnel to hardware; what is outside they have finished. */
    @ParameterizedTest
    @CsvSource({"SLOTS, vxlan id 7 dstport 4789", "XDP_NATIVE, vxlan id 7 dstport 4789",
        "XDP_GENERIC, vxlan id 7 dstport 4789", "XDP_NATIVE, gre", "XDP_NATIVE, gretap", "XDP_NATIVE, ipip",
        "XDP_NATIVE, geneve id 7"})
    void shouldCarryWhatIsInATunnel(Way way, String tunnel) throws Exception {
        way.require();
        dig(tunnel, left, LEFT, RIGHT, INSIDE_LEFT);
        dig(tunnel, right, RIGHT, LEFT, INSIDE_RIGHT);
        try (Engine engine = open(way.port("left", left, "192.0.2.1/24"),
                way.port("right", right, "198.51.100.1/24"))) {
            engine.start();
            assertThat(transfer(INSIDE_RIGHT)).isEqualTo((long) CHUNK * CHUNKS);
            assertThat(engine.failures()).isEmpty();
            LinuxPort sender = (LinuxPort) engine.ports().get(0);
            assertThat(sender.count(LinuxCounter.CHECKSUM_COMPLETED)).isPositive();
        }
    }

    /** One end, which makes no large segments: nobody could cut those. */
    private static void dig(String tunnel, VethPair cable, String local, String remote, String inside) {
        String where = tunnel.startsWith("geneve") ? " remote " + remote : " local " + local + " remote " + remote;
        try {
            cable.inFar("sh", "-c", "ip link add hwp-tunnel type " + tunnel + where);
        } catch (IllegalStateException e) {
            abort("this kernel has no " + tunnel + ": " + e.getMessage().strip());
        }
        cable.inFar("ip", "address", "add", inside + "/24", "dev", "hwp-tunnel");
        cable.inFar("ip", "link", "set", "hwp-tunnel", "up", "mtu", "1400", "gso_max_segs", "1");
    }

    /** Octets that arrived as they were sent. */
    private long transfer(String address) throws Exception {
        byte[] chunk = new byte[CHUNK];
        new java.util.SplittableRandom(4).nextBytes(chunk);
        try (ServerSocket server = NetworkNamespace.call(right.farNamespace(), () -> listen(address))) {
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(server, chunk));
            NetworkNamespace.call(left.farNamespace(), () -> send(server.getLocalSocketAddress(), chunk));
            return received.get();
        }
    }

    private static ServerSocket listen(String address) {
        try {
            ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(address));
            server.setSoTimeout(PATIENCE_MILLIS);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object send(SocketAddress server, byte[] chunk) {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
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
