package org.hopwire.port.linux.packet;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.linux.DeviceContractTest;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.hopwire.wire.MacAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** AF_PACKET with a ring of slots. */
@Tag("live")
class PacketPortTest extends DeviceContractTest {
    private static final int SLOTS = 128;
    private long arrived;

    @Override
    protected LinuxPort openDevice(PortRequest request) {
        return PacketPort.open(request);
    }

    @Override
    protected void settle(int count) {
        arrived += count;
        long start = System.nanoTime();
        PacketPort opened = (PacketPort) near();
        while (opened.count(LinuxCounter.KERNEL_RECEIVED) < arrived && System.nanoTime() - start < 1_000_000_000L) {
            opened.readLosses();
        }
        arrived = opened.count(LinuxCounter.KERNEL_RECEIVED);
    }

    @Test
    void shouldBeAnotherStationOnceItsInterfaceIs() {
        assertThat(port.mac()).isEqualTo(MacAddress.parse(VethPair.NEAR_MAC));
        delete();
        turnUntil(port, () -> !port.isUp());
        create();
        Tool.run("ip", "-n", cable.nearNamespace(), "link", "set", VethPair.NEAR, "address", "02:00:00:00:0a:77");
        turnUntil(port, port::isUp);
        turnUntil(port, () -> port.mac() == 0x02_00_00_00_0a_77L);
        assertThat(port.mac()).isEqualTo(0x02_00_00_00_0a_77L);
    }

    @Test
    void shouldSayThatItsInterfaceMergesSegments() {
        Tool.require("ethtool", "ethtool");
        assertThat(port.notice()).isEmpty();
        cable.inNear("ethtool", "-K", VethPair.NEAR, "gro", "on");
        assertThat(noticeOf(config())).contains("ethtool -K near gro off lro off");
        assertThat(noticeOf(config().withVersion(3).withVnetHdr(true))).as("cut into frames again").isEmpty();
        cable.inNear("ethtool", "-K", VethPair.NEAR, "gro", "off");
        assertThat(noticeOf(config())).isEmpty();
    }

    private String noticeOf(LinuxPortConfig config) {
        PortRequest request = new PortRequest("again", VethPair.NEAR, config, true);
        try (LinuxPort opened = NetworkNamespace.call(cable.nearNamespace(), () -> openDevice(request))) {
            return opened.notice();
        }
    }

    @Test
    void shouldCountWhatTheFullRingLost() {
        for (int i = 0; i < 3; i++) {
            arrive(100);
        }
        List<byte[]> kept = collect(port, SLOTS);
        assertThat(kept).hasSize(SLOTS);
        assertThat(near().count(LinuxCounter.KERNEL_DROPPED)).isEqualTo(300 - SLOTS);
        assertThat(near().count(LinuxCounter.KERNEL_RECEIVED)).isEqualTo(300);
        arrive(5);
        assertThat(collect(port, 5)).as("and goes on").hasSize(5);
    }

    @Test
    void shouldMarkAFrameThatIsLongerThanASlot() {
        for (String[] end : new String[][] {{cable.nearNamespace(), VethPair.NEAR}, {cable.farNamespace(),
            VethPair.FAR}}) {
            Tool.run("ip", "-n", end[0], "link", "set", end[1], "mtu", "9000");
        }
        arrive(frame(60), frame(5000), frame(61));
        Burst burst = new Burst();
        assertThat(port.receive(burst)).isEqualTo(3);
        assertThat(burst.flags[1] & Burst.TRUNCATED).isNotZero();
        assertThat(burst.originalLength[1]).isEqualTo(5000);
        assertThat(burst.length[1]).isLessThan(5000);
        assertThat(burst.flags[0] & Burst.TRUNCATED).isZero();
        assertThat(near().count(LinuxCounter.TRUNCATED)).isOne();
        port.release(burst);
    }
}
