package org.hopwire.port;

import java.util.Arrays;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every port on which frames can arrive promises besides. */
public abstract class ReceivingPortContractTest extends PortContractTest {
    private static final long PATIENCE_NS = 5_000_000_000L;

    /** Lets {@code frames} frames arrive, frame i equal to {@link #arriving}. */
    protected abstract void arrive(int frames);

    /** The bytes of frame i as {@link #arrive} sends it. */
    protected byte[] arriving(int i) {
        byte[] frame = new byte[60 + i % 40];
        Arrays.fill(frame, (byte) (0x40 + i));
        return frame;
    }

    /** Slots of the port that neither wait nor are on loan. */
    protected abstract int available();

    @Test
    void shouldHandOverFramesInOrderWithTheirBytes() {
        arrive(5);
        Burst burst = new Burst();
        assertThat(port.receive(burst)).isEqualTo(5);
        assertThat(burst.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(OffHeap.bytes(burst.address[i], burst.length[i])).isEqualTo(arriving(i));
            assertThat(burst.originalLength[i]).isEqualTo(burst.length[i]);
            assertThat(burst.flags[i] & (Burst.TRUNCATED | Burst.TAKEN)).isZero();
        }
        port.release(burst);
    }

    @Test
    void shouldNotExceedTheBurstAndKeepTheRestForLater() {
        arrive(10);
        Burst burst = new Burst(4);
        for (int expected : new int[] {4, 4, 2, 0}) {
            burst.clear();
            assertThat(port.receive(burst)).isEqualTo(expected);
            port.release(burst);
        }
    }

    @Test
    void shouldGrantWritableHeadroomAndTailroom() {
        arrive(3);
        Burst burst = new Burst();
        port.receive(burst);
        for (int i = 0; i < 3; i++) {
            OffHeap.fill(burst.address[i] - Port.MIN_HEADROOM, Port.MIN_HEADROOM, (byte) 0xEE);
            OffHeap.fill(burst.address[i] + burst.length[i], burst.tailroom[i], (byte) 0xDD);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(OffHeap.bytes(burst.address[i], burst.length[i])).as("no slot overlaps its neighbour's room")
                    .isEqualTo(arriving(i));
        }
        port.release(burst);
    }

    @Test
    void shouldTakeEverythingBackEvenFramesThatMovedIntoTheirHeadroom() {
        int before = available();
        arrive(4);
        Burst burst = new Burst();
        port.receive(burst);
        assertThat(available()).isEqualTo(before - 4);
        burst.address[1] -= 28;
        burst.length[1] += 28;
        burst.address[2] += 14;
        burst.length[2] -= 14;
        port.release(burst);
        assertThat(available()).isEqualTo(before);
    }

    @Test
    void shouldNotTakeBackAFrameThatAnotherPortTookOver() {
        int before = available();
        arrive(2);
        Burst burst = new Burst();
        port.receive(burst);
        burst.flags[0] |= Burst.TAKEN;
        port.release(burst);
        assertThat(available()).isEqualTo(before - 1);
    }

    @Test
    void shouldGoOnForManyTurnsOfItsSlots() {
        Burst burst = new Burst();
        int before = available();
        for (int turn = 0; turn < 50; turn++) {
            arrive(7);
            burst.clear();
            assertThat(port.receive(burst)).isEqualTo(7);
            assertThat(OffHeap.bytes(burst.address[6], burst.length[6])).isEqualTo(arriving(6));
            port.release(burst);
        }
        assertThat(available()).isEqualTo(before);
    }

    /** Stops the port's intake, and gives it turns until it is empty or too long is not: how many frames came. */
    protected final int collectTheRest(Burst burst) {
        int received = 0;
        long start = System.nanoTime();
        boolean isEmpty = false;
        port.stopIntake();
        while (!isEmpty && System.nanoTime() - start < PATIENCE_NS) {
            burst.clear();
            received += port.receive(burst);
            port.release(burst);
            isEmpty = burst.size() == 0 && port.stopIntake();
        }
        assertThat(isEmpty).as("empty").isTrue();
        return received;
    }

    @Test
    void shouldHandOverWhatHasArrivedOnceItsIntakeIsStopped() {
        int before = available();
        arrive(10);
        assertThat(collectTheRest(new Burst(4))).isEqualTo(10);
        assertThat(port.receive(new Burst())).isZero();
        assertThat(port.stopIntake()).isTrue();
        assertThat(available()).isEqualTo(before);
    }
}
