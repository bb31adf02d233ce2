package org.hopwire.port.linux.packet;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.linux.DeviceContractTest;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
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
