package org.hopwire.port.linux.tap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.function.BooleanSupplier;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TUN: what the contract of devices asks, with IP packets instead of frames. The far end is the kernel's own stack, in
 * which a socket sends and receives.
 */
@Tag("live")
class TunPortTest {
    private static final String DEVICE = "hwp-tun";
    private static final int ETHERNET = 14;
    private static final int HEADERS = 28;
    private static final int MOST_DATAGRAMS = 4000;
    private static final long PATIENCE_NS = 3_000_000_000L;

    private VethPair bed;
    private TapPort port;

    @BeforeEach
    void open() {
        bed = new VethPair();
        PortRequest request = new PortRequest("tun", DEVICE,
                LinuxPortConfig.defaults().withNamespace(bed.nearNamespace()), false);
        port = NetworkNamespace.call(bed.nearNamespace(), () -> TapPort.open(request, true));
        address();
    }

    @AfterEach
    void close() {
        // none where namespaces are not to be had
        if (port != null) {
            port.close();
        }
        if (bed != null) {
            bed.close();
        }
    }

    private void address() {
        bed.inNear("ip", "address", "add", "192.0.2.10/24", "dev", DEVICE);
    }

    private void turnUntil(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS) {
            lengthOfNext();
        }
    }

    /** Length of a received frame of UDP, 0 where there is none. */
    private int lengthOfNext() {
        Burst burst = new Burst(1);
        port.receive(burst);
        boolean isUdp = burst.size() == 1 && OffHeap.getByte(burst.address[0] + ETHERNET + 9) == 17;
        int length = isUdp ? burst.length[0] : 0;
        port.release(burst);
        return length;
    }

    private int receive() {
        int length = 0;
        long start = System.nanoTime();
        while (length == 0 && System.nanoTime() - start < PATIENCE_NS) {
            length = lengthOfNext();
        }
        return length;
    }

    private void send(int octets, int count) {
        NetworkNamespace.call(bed.nearNamespace(), () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < count; i++) {
                    socket.send(new DatagramPacket(new byte[octets], octets, InetAddress.getByName("192.0.2.1"), 9));
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void shouldDeliverWhatItSendsToTheKernelsStack() throws IOException {
        byte[] packet = Packets.ipv4("192.0.2.1", "192.0.2.10").eth("02:00:00:00:00:01", "02:00:00:00:00:02")
                .udp(9, 9999, new byte[100]).build();
        try (DatagramSocket socket = NetworkNamespace.call(bed.nearNamespace(), TunPortTest::receiver);
                FrameSlab slab = new FrameSlab(1, 2048, 64)) {
            long address = slab.acquire();
            OffHeap.put(packet, 0, address, packet.length);
            Burst burst = new Burst();
            burst.add(address, packet.length, 0);
            assertThat(port.transmit(burst)).isOne();
            port.flush();
            DatagramPacket received = new DatagramPacket(new byte[200], 200);
            socket.setSoTimeout(3000);
            socket.receive(received);
            assertThat(received.getLength()).isEqualTo(100);
        }
    }

    private static DatagramSocket receiver() {
        try {
            return new DatagramSocket(9999);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldMarkAPacketThatIsLongerThanItsSlot() {
        bed.inNear("ip", "link", "set", DEVICE, "mtu", "9000");
        send(5000, 1);
        assertThat(receive()).isBetween(1500, 4999);
        assertThat(port.count(LinuxCounter.TRUNCATED)).isOne();
        send(100, 1);
        assertThat(receive()).as("and goes on").isEqualTo(ETHERNET + HEADERS + 100);
    }

    @Test
    void shouldCountWhatTheKernelCouldNotHandOverAndGoOn() {
        send(100, MOST_DATAGRAMS);
        int received = 0;
        while (lengthOfNext() > 0) {
            received++;
        }
        port.readLosses();
        assertThat(received).isLessThan(MOST_DATAGRAMS);
        assertThat(port.count(LinuxCounter.KERNEL_DROPPED)).isEqualTo(MOST_DATAGRAMS - received);
        send(100, 1);
        assertThat(receive()).as("and goes on").isPositive();
    }

    @Test
    void shouldTellAnotherMtuOfItsInterface() {
        bed.inNear("ip", "link", "set", DEVICE, "mtu", "1400");
        turnUntil(() -> port.mtu() == 1400);
        assertThat(port.mtu()).isEqualTo(1400);
        assertThat(port.mac()).as("there is none").isZero();
    }

    @Test
    void shouldServeAnInterfaceOfTheSameNameThatWasMadeAnew() throws IOException {
        Tool.run("ip", "-n", bed.nearNamespace(), "link", "del", DEVICE);
        turnUntil(() -> !port.isUp());
        assertThat(port.isUp()).isFalse();
        bed.inNear("ip", "tuntap", "add", "dev", DEVICE, "mode", "tun");
        bed.inNear("ip", "link", "set", DEVICE, "up");
        turnUntil(port::isUp);
        address();
        assertThat(port.isUp()).isTrue();
        assertThat(port.count(LinuxCounter.REOPENED)).isOne();
        send(100, 1);
        assertThat(receive()).isEqualTo(ETHERNET + HEADERS + 100);
    }
}
