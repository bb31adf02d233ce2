package org.hopwire.port;

import java.util.Arrays;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** What every port promises, whatever lies behind it; one subclass per implementation. */
public abstract class PortContractTest {
    private static final int FRAME_LENGTH = 60;

    /** The port under test, with its far end. */
    protected Port port;
    private FrameSlab foreign;

    /** A fresh port named {@code name}. */
    protected abstract Port open(String name);

    @BeforeEach
    void openPort() {
        port = open("wan0");
        foreign = new FrameSlab(Burst.MAX_SIZE, 2048, 128);
    }

    @AfterEach
    void closePort() {
        // a test that was skipped has no port
        if (port != null) {
            port.close();
            foreign.close();
        }
    }

    /** A burst of foreign memory: frame i is filled with byte i + 1 and {@code FRAME_LENGTH + i} long. */
    protected final Burst foreignBurst(int size) {
        Burst burst = new Burst();
        for (int i = 0; i < size; i++) {
            long address = foreign.acquire();
            OffHeap.fill(address, FRAME_LENGTH + i, (byte) (i + 1));
            burst.add(address, FRAME_LENGTH + i, 2048 - FRAME_LENGTH - i);
        }
        return burst;
    }

    @Test
    void shouldKeepItsName() {
        assertThat(port.name()).isEqualTo("wan0");
    }

    @Test
    void shouldReceiveNothingWhenNothingWaits() {
        Burst burst = new Burst();
        assertThat(port.receive(burst)).isZero();
        assertThat(burst.size()).isZero();
    }

    @Test
    void shouldTransmitAPrefixAndLeaveEveryFrameAsItWas() {
        Burst burst = foreignBurst(Burst.MAX_SIZE);
        int accepted = port.transmit(burst);
        assertThat(accepted).isBetween(1, Burst.MAX_SIZE);
        assertThat(burst.size()).as("the burst itself is not the port's to change").isEqualTo(Burst.MAX_SIZE);
        port.flush();
        for (int i = 0; i < burst.size(); i++) {
            byte[] expected = new byte[FRAME_LENGTH + i];
            Arrays.fill(expected, (byte) (i + 1));
            assertThat(OffHeap.bytes(burst.address[i], burst.length[i])).isEqualTo(expected);
        }
    }

    @Test
    void shouldTransmitAnEmptyBurst() {
        assertThat(port.transmit(new Burst())).isZero();
        assertThatCode(port::flush).doesNotThrowAnyException();
    }

    @Test
    void shouldCloseTwiceAndThenCarryNothing() {
        port.close();
        port.close();
        assertThat(port.receive(new Burst())).isZero();
        assertThat(port.transmit(foreignBurst(1))).isZero();
    }
}
