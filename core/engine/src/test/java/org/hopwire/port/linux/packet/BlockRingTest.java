package org.hopwire.port.linux.packet;

import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.Tally;
import org.hopwire.port.linux.sys.Mapping;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A ring of blocks in memory of the test's own, who plays the kernel. */
class BlockRingTest {
    private static final int FRAMES_AT = 12;

    @Test
    void shouldNotBeEmptyWhileTheKernelFillsABlock() {
        RingLayout layout = RingLayout.of(LinuxPortConfig.defaults().withVersion(3).withRingFrames(64), 1500);
        try (Mapping memory = Mapping.lazy("test", layout.bytes())) {
            BlockRing ring = new BlockRing(memory.address(), layout, new FrameMending(new Tally(), false));
            assertThat(ring.isEmpty()).isTrue();
            OffHeap.putInt(memory.address() + FRAMES_AT, 1);
            assertThat(ring.isEmpty()).as("one frame in a block that is not ours yet").isFalse();
        }
    }
}
