package org.hopwire.port.memory;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.ReceivingPortContractTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GeneratorPortTest extends ReceivingPortContractTest {
    private static final int TEMPLATES = 7;
    private static final int RING = 70;

    private GeneratorPort generator;

    @Override
    protected Port open(String name) {
        generator = new GeneratorPort(name, templates(), RING, 64);
        generator.limit(0);
        return generator;
    }

    private List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        for (int i = 0; i < TEMPLATES; i++) {
            templates.add(arriving(i));
        }
        return templates;
    }

    @Override
    protected byte[] arriving(int i) {
        return super.arriving(i % TEMPLATES);
    }

    @Override
    protected void arrive(int frames) {
        generator.limit(frames);
    }

    @Override
    protected int available() {
        return generator.available();
    }

    @Test
    void shouldRestoreTheLeadingBytesAndOnlyThose() {
        Burst burst = new Burst();
        generator.limit(Long.MAX_VALUE);
        for (int turn = 0; turn < 3; turn++) {
            burst.clear();
            assertThat(generator.receive(burst)).isEqualTo(RING);
            byte[] sixth = OffHeap.bytes(burst.address[6], burst.length[6]);
            assertThat(sixth).startsWith(Arrays.copyOf(arriving(6), 64));
            assertThat(sixth[65]).isEqualTo(turn == 0 ? arriving(6)[65] : (byte) 0);
            OffHeap.fill(burst.address[6], burst.length[6], (byte) 0);
            generator.release(burst);
        }
    }

    @Test
    void shouldHandOutNoMoreThanItsRingUntilFramesComeBack() {
        generator.limit(Long.MAX_VALUE);
        Burst burst = new Burst();
        assertThat(generator.receive(burst)).isEqualTo(RING);
        assertThat(generator.receive(new Burst())).isZero();
        generator.release(burst);
        assertThat(generator.receive(new Burst())).isEqualTo(RING);
        assertThat(generator.received()).isEqualTo(2 * RING);
    }

    @Test
    void shouldExceedAnyCacheWithAFittingRing() {
        try (GeneratorPort large = new GeneratorPort("big", List.of(new byte[64]), 1 << 18, 64)) {
            assertThat((long) large.bytesPerFrame() << 18).isGreaterThan(64L << 20);
            assertThat(large.available()).isEqualTo(1 << 18);
        }
    }

    @Test
    void shouldFetchALongRingAheadAndHandOutTheSameFrames() {
        int ring = 5_001;
        try (GeneratorPort large = new GeneratorPort("big", templates(), ring, 64)) {
            Burst burst = new Burst(250);
            for (int handedOut = 0; handedOut < 3 * ring; handedOut += burst.size()) {
                burst.clear();
                large.receive(burst);
                for (int i = 0; i < burst.size(); i++) {
                    int frame = (handedOut + i) % ring;
                    assertThat(OffHeap.bytes(burst.address[i], 64)).as("frame %d", frame)
                            .isEqualTo(Arrays.copyOf(arriving(frame), 64));
                    OffHeap.fill(burst.address[i], 64, (byte) 0);
                }
                large.release(burst);
            }
        }
    }

    @Test
    void shouldNameTheFigureThatIsWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GeneratorPort("g", List.of(), 1, 64))
                .withMessageContaining("0 templates");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeneratorPort("g", List.of(new byte[60]), 1, 65_537))
                .withMessageContaining("restoreBytes 65537");
        assertThatIllegalArgumentException().isThrownBy(() -> new GeneratorPort("g", List.of(new byte[60]), 0, 64))
                .withMessageContaining("slots: 0");
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Burst burst = new Burst();
        turn(burst, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        long reading = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        turn(burst, 20_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before - reading).isZero();
    }

    private void turn(Burst burst, int rounds) {
        generator.limit(Long.MAX_VALUE);
        for (int i = 0; i < rounds; i++) {
            burst.clear();
            generator.receive(burst);
            generator.transmit(burst);
            generator.flush();
            generator.release(burst);
        }
    }
}
