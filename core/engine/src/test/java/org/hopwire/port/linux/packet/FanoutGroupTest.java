package org.hopwire.port.linux.packet;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several sockets on one interface: each flow to one of them, whatever becomes of the interface. */
@Tag("live")
class FanoutGroupTest {
    private static final long PATIENCE_NS = 3_000_000_000L;
    private static final int FLOWS = 64;
    private static final LinuxPortConfig NUMBERED = LinuxPortConfig.defaults().withFanoutGroup(77);

    private VethPair cable;

    @BeforeEach
    void plugIn() {
        cable = new VethPair();
    }

    @AfterEach
    void unplug() {
        // none where namespaces are not to be had
        if (cable != null) {
            cable.close();
        }
    }

    private PacketPort near(LinuxPortConfig config) {
        return open(cable.nearNamespace(), VethPair.NEAR, config);
    }

    private PacketPort far() {
        return open(cable.farNamespace(), VethPair.FAR, LinuxPortConfig.defaults());
    }

    private static PacketPort open(String namespace, String device, LinuxPortConfig config) {
        PortRequest request = new PortRequest("p", device, config.withNamespace(namespace), true);
        PacketPort port = NetworkNamespace.call(namespace, () -> PacketPort.open(request));
        turnUntil(List.of(port), port::isUp);
        return port;
    }

    private static void turnUntil(List<PacketPort> ports, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS) {
            ports.forEach(FanoutGroupTest::count);
        }
    }

    private static int count(PacketPort port) {
        Burst burst = new Burst();
        int n = port.receive(burst);
        port.release(burst);
        return n;
    }

    private static void send(PacketPort from) {
        try (FrameSlab slab = new FrameSlab(FLOWS, 2048, 128)) {
            Burst burst = new Burst();
            for (int i = 0; i < FLOWS; i++) {
                byte[] frame = Packets.ipv4("192.0.2." + (10 + i), "192.0.2.1")
                        .eth(VethPair.FAR_MAC, VethPair.NEAR_MAC).udp(1000 + i, 53).build();
                long address = slab.acquire();
                OffHeap.put(frame, 0, address, frame.length);
                burst.add(address, frame.length, 0);
            }
            assertThat(from.transmit(burst)).isEqualTo(FLOWS);
        }
    }

    private static void assertShared(PacketPort one, PacketPort two, PacketPort far) {
        send(far);
        int first = 0;
        int second = 0;
        long start = System.nanoTime();
        while (first + second < FLOWS && System.nanoTime() - start < PATIENCE_NS) {
            first += count(one);
            second += count(two);
        }
        assertThat(first + second + count(one) + count(two)).as("each frame goes to one member").isEqualTo(FLOWS);
        assertThat(first).as("share of the first").isBetween(1, FLOWS - 1);
    }

    private void remake(List<PacketPort> ports) {
        cable.disconnect();
        turnUntil(ports, () -> ports.stream().noneMatch(PacketPort::isUp));
        cable.connect();
        turnUntil(ports, () -> ports.stream().allMatch(PacketPort::isUp));
        assertThat(ports).as("up again").allMatch(PacketPort::isUp);
    }

    @Test
    void shouldBeOneGroupAgainOnAnInterfaceThatWasMadeAnew() {
        try (PacketPort one = near(NUMBERED); PacketPort two = near(NUMBERED); PacketPort far = far()) {
            assertShared(one, two, far);
            for (long round = 1; round <= 3; round++) {
                remake(List.of(one, two, far));
                assertThat(one.count(LinuxCounter.REOPENED)).isEqualTo(round);
                assertShared(one, two, far);
            }
        }
    }

    @Test
    void shouldHaveANumberNobodyElseHas() {
        PortRequest request = new PortRequest("p", VethPair.NEAR,
                LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()), true);
        List<PacketPort> ours = NetworkNamespace.call(cable.nearNamespace(), () -> PacketPort.open(request, 2));
        List<PacketPort> others = NetworkNamespace.call(cable.nearNamespace(), () -> PacketPort.open(request, 2));
        PacketPort far = far();
        turnUntil(ours, () -> ours.stream().allMatch(PacketPort::isUp));
        assertShared(ours.get(0), ours.get(1), far);
        assertThat(count(others.get(0)) + count(others.get(1))).as("another group gets all, too").isPositive();
        remake(List.of(ours.get(0), ours.get(1), others.get(0), others.get(1), far));
        assertShared(ours.get(0), ours.get(1), far);
        assertThat(ours.get(0).count(LinuxCounter.REOPEN_FAILED)).isZero();
        ours.forEach(PacketPort::close);
        others.forEach(PacketPort::close);
        far.close();
    }

    @Test
    void shouldNameAGroupThatIsInUseOnAnotherInterface() {
        cable.inNear("ip", "link", "add", "other", "type", "veth", "peer", "name", "other2");
        cable.inNear("ip", "link", "set", "other", "up");
        try (PacketPort one = near(NUMBERED)) {
            PortRequest request = new PortRequest("lan", "other", NUMBERED, false);
            assertThatThrownBy(() -> NetworkNamespace.call(cable.nearNamespace(), () -> PacketPort.open(request)))
                    .hasMessage("port lan (other): setsockopt PACKET_FANOUT: EINVAL (invalid argument); fanout_group "
                            + "77 is in use on another interface, or in another way");
            assertThat(one.isUp()).isTrue();
        }
    }

    @Test
    void shouldNotReceiveWhatTheKernelSendsOnTheInterface() {
        try (PacketPort one = near(NUMBERED);
                PacketPort two = near(NUMBERED);
                PacketPort far = far();
                PacketPort beside = near(LinuxPortConfig.defaults())) {
            cable.inNear("ip", "address", "add", "192.0.2.9/24", "dev", VethPair.NEAR);
            cable.inNear("sh", "-c", "ping -c 1 -W 0.1 192.0.2.77 || true");
            turnUntil(List.of(beside), () -> count(far) > 0);
            send(beside);
            assertThat(count(one) + count(two)).isZero();
        }
    }
}
