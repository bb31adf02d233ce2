package org.hopwire.port.linux.packet;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several sockets on one interface: each flow to one of them, whatever becomes of the interface. */
@Tag("live")
class FanoutGroupTest extends CabledTest {
    private static final int FLOWS = 64;
    private static final int WAITING = 200;
    private static final LinuxPortConfig NUMBERED = LinuxPortConfig.defaults().withFanoutGroup(77);

    private static void assertShared(PacketPort one, PacketPort two, PacketPort far) {
        send(far, FLOWS);
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
    void shouldShareFlowsAmongItsMembers() {
        try (PacketPort one = near(NUMBERED); PacketPort two = near(NUMBERED); PacketPort far = far()) {
            assertShared(one, two, far);
        }
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
            send(beside, FLOWS);
            assertThat(count(one) + count(two)).isZero();
        }
    }

    /** Frames handed over in so many turns, at most one in each. */
    private static int countOneByOne(PacketPort port, int turns) {
        Burst burst = new Burst(1);
        int received = 0;
        for (int turn = 0; turn < turns; turn++) {
            burst.clear();
            received += port.receive(burst);
            port.release(burst);
        }
        return received;
    }

    private static void sendAndSettle(PacketPort far, PacketPort near) {
        send(far, WAITING);
        turnUntil(List.of(), () -> {
            near.readLosses();
            return near.count(LinuxCounter.KERNEL_RECEIVED) >= WAITING;
        });
    }

    @Test
    void shouldHandOverWhatHadArrivedBeforeItsInterfaceWasDeleted() {
        try (PacketPort one = near(NUMBERED); PacketPort far = far()) {
            sendAndSettle(far, one);
            cable.disconnect();
            assertThat(countOneByOne(one, WAITING)).isEqualTo(WAITING);
        }
    }

    @Test
    void shouldTakeNothingInOnceItsIntakeIsStopped() {
        try (PacketPort one = near(NUMBERED); PacketPort far = far()) {
            sendAndSettle(far, one);
            assertThat(one.stopIntake()).isFalse();
            send(far, WAITING);
            assertThat(countOneByOne(one, 3 * WAITING)).as("what had arrived").isEqualTo(WAITING);
            assertThat(one.stopIntake()).isTrue();
        }
    }
}
