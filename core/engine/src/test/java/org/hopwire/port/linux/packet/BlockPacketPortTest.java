package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.port.linux.DeviceContractTest;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** AF_PACKET with a ring of blocks. */
@Tag("live")
class BlockPacketPortTest extends DeviceContractTest {
    /** Several of the kernel's ticks, after the last of which a block is handed over however empty it is. */
    private static final int RETIRED_MILLIS = 40;

    /** The least a ring of blocks has. */
    private static final int BLOCKS = 8;

    @Override
    protected LinuxPort openDevice(PortRequest request) {
        return PacketPort.open(request);
    }

    @Override
    protected LinuxPortConfig config() {
        return super.config().withVersion(3);
    }

    @Override
    protected void settle(int count) {
        try {
            Thread.sleep(RETIRED_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldHandOverAFrameOfAnyLengthWhole() {
        for (String[] end : new String[][] {{cable.nearNamespace(), VethPair.NEAR}, {cable.farNamespace(),
            VethPair.FAR}}) {
            Tool.run("ip", "-n", end[0], "link", "set", end[1], "mtu", "9000");
        }
        arrive(frame(60), frame(9014), frame(61));
        assertThat(collect(port, 3)).containsExactly(frame(60), frame(9014), frame(61));
    }

    @Test
    void shouldGiveABlockBackOnlyWhenItsLastFrameIsReleased() {
        arrive(frame(60), frame(61));
        Burst first = new Burst(1);
        assertThat(port.receive(first)).isOne();
        Burst second = new Burst(1);
        assertThat(port.receive(second)).isOne();
        port.release(second);
        assertThat(near().lent()).isOne();
        for (int block = 1; block < BLOCKS; block++) {
            arrive(frame(100));
            assertThat(collect(port, 1)).as("block %s", block).hasSize(1);
        }
        arrive(frame(100));
        assertThat(port.receive(new Burst())).as("the first block is still on loan").isZero();
        port.release(first);
        arrive(frame(62));
        assertThat(collect(port, 1)).containsExactly(frame(62));
        near().readLosses();
        assertThat(near().count(LinuxCounter.KERNEL_DROPPED)).isOne();
        assertThat(near().count(LinuxCounter.RING_FROZEN)).isOne();
    }
}
