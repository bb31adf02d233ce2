package org.hopwire.port.linux.packet;

import org.hopwire.port.linux.LinuxPortConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RingLayoutTest {
    private static final LinuxPortConfig DEFAULTS = LinuxPortConfig.defaults();

    @ParameterizedTest(name = "{0} frames, MTU {1}")
    @CsvSource({"64, 1500, 2048", "5000, 1500, 2048", "262144, 1500, 2048", "64, 9000, 16384", "262144, 65535, 131072"})
    void shouldHoldAsManyFramesAsAreAskedFor(int frames, int mtu, int frameBytes) {
        RingLayout layout = RingLayout.of(DEFAULTS.withRingFrames(frames), mtu);
        assertThat(layout.frameBytes()).isEqualTo(frameBytes);
        assertThat(layout.frames()).isBetween(frames, frames + layout.blockBytes() / frameBytes);
        // more than an int holds, at the largest
        assertThat(layout.bytes()).isEqualTo((long) layout.frames() * frameBytes);
    }

    @Test
    void shouldTakeSixteenMebibytesByItself() {
        assertThat(RingLayout.of(DEFAULTS, 1500).frames()).isEqualTo(4096);
        assertThat(RingLayout.of(DEFAULTS, 9000).bytes()).isEqualTo(1 << 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 262_145})
    void shouldRefuseARingOfNoUse(int frames) {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRingFrames(frames))
                .withMessage("ring_frames: " + frames + " is not 64 to 262144");
    }
}
