package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.ReceivingPortContractTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopbackPairTest extends ReceivingPortContractTest {
    private static final int SLOTS = 280;

    private LoopbackPair pair;

    @Override
    protected Port open(String name) {
        pair = new LoopbackPair(name, "far", SLOTS, 1514);
        return pair.left();
    }

    @AfterEach
    void closePair() {
        pair.close();
    }

    @Override
    protected void arrive(int frames) {
        try (FrameSlab slab = new FrameSlab(1, 256, 0)) {
            long address = slab.acquire();
            Burst burst = new Burst();
            for (int i = 0; i < frames; i++) {
                byte[] frame = arriving(i);
                OffHeap.put(frame, 0, address, frame.length);
                burst.clear();
                burst.add(address, frame.length, 0);
                assertThat(pair.right().transmit(burst)).isEqualTo(1);
            }
        }
    }

    @Override
    protected int available() {
        return pair.leftAvailable();
    }

    @Test
    void shouldAcceptAPrefixWhenTheFarEndIsFull() {
        assertThat(port.transmit(foreignBurst(200))).isEqualTo(200);
        assertThat(port.transmit(foreignBurst(56))).isEqualTo(56);
        Burst tail = new Burst();
        assertThat(pair.right().receive(tail)).isEqualTo(256);
        assertThat(port.transmit(tail)).as("frames on loan fill the cable too").isEqualTo(SLOTS - 256);
        pair.right().release(tail);
    }

    @Test
    void shouldMarkAFrameThatTheFarEndCutsAndForgetStaleMarks() {
        try (FrameSlab slab = new FrameSlab(1, 2048, 0)) {
            Burst burst = new Burst();
            int i = burst.add(slab.acquire(), 2000, 0);
            burst.add(burst.address[0], 100, 0);
            burst.flags[i + 1] = Burst.TRUNCATED | Burst.TAKEN | Burst.CHECKSUM_NOT_READY;
            burst.originalLength[i + 1] = 1500;
            assertThat(port.transmit(burst)).isEqualTo(2);
        }
        Burst got = new Burst();
        pair.right().receive(got);
        assertThat(got.length[0]).isEqualTo(1514);
        assertThat(got.originalLength[0]).isEqualTo(2000);
        assertThat(got.flags[0]).isEqualTo(Burst.TRUNCATED);
        assertThat(got.originalLength[1]).isEqualTo(100);
        assertThat(got.flags[1]).isEqualTo(Burst.CHECKSUM_NOT_READY);
    }
}
