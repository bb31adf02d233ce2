package org.hopwire.port.linux;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.testkit.Hex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A checksum that was left open inside a tunnel is completed there; what is outside stays as it is. */
class TunnelChecksumTest {
    private final FrameSlab slab = new FrameSlab(1, 2048, 64);
    private final long address = slab.acquire();

    @AfterEach
    void unmap() {
        slab.close();
    }

    @ParameterizedTest
    @MethodSource("org.hopwire.port.linux.Tunnel#all")
    void shouldCompleteWhatIsOpenInside(Tunnel tunnel) {
        byte[] open = tunnel.leftOpen();
        OffHeap.put(open, 0, address, open.length);
        assertThat(PartialChecksum.completeIfOpen(address, open.length)).as("outside").isFalse();
        assertThat(OffHeap.bytes(address, open.length)).isEqualTo(open);
        assertThat(OpenChecksum.complete(address, open.length)).isTrue();
        assertThat(Hex.format(OffHeap.bytes(address, open.length))).isEqualTo(Hex.format(tunnel.whole()));
    }

    @ParameterizedTest
    @MethodSource("org.hopwire.port.linux.Tunnel#all")
    void shouldLeaveWhatIsFinishedAlone(Tunnel tunnel) {
        OffHeap.put(tunnel.whole(), 0, address, tunnel.whole().length);
        assertThat(OpenChecksum.complete(address, tunnel.whole().length)).isFalse();
        assertThat(OffHeap.bytes(address, tunnel.whole().length)).isEqualTo(tunnel.whole());
    }

    @ParameterizedTest
    @MethodSource("org.hopwire.port.linux.Tunnel#all")
    void shouldReadNothingBehindWhatWasCaptured(Tunnel tunnel) {
        byte[] open = tunnel.leftOpen();
        for (int length = 0; length < open.length; length++) {
            OffHeap.put(open, 0, address, open.length);
            assertThat(OpenChecksum.complete(address, length)).as("%s octets", length).isFalse();
            assertThat(OffHeap.bytes(address, open.length)).isEqualTo(open);
        }
    }

    @Test
    void shouldTouchNothingThatIsNoTunnel() {
        for (byte[] frame : new byte[][] {Tunnel.outer().udp(1, 2).build(),
            Tunnel.outer().echo(1, 2, new byte[64]).build(), Tunnel.outer().tcp(1, 2, 3, 2).build(),
            Tunnel.outer().udp(50_000, 6081, new byte[40]).build()}) {
            OffHeap.put(frame, 0, address, frame.length);
            assertThat(OpenChecksum.complete(address, frame.length)).isFalse();
            assertThat(OffHeap.bytes(address, frame.length)).isEqualTo(frame);
        }
    }

    /** What is open was completed before it was cut. */
    @ParameterizedTest
    @MethodSource("org.hopwire.port.linux.Tunnel#all")
    void shouldLeaveFragmentsOfATunnelAlone(Tunnel tunnel) {
        for (int field : new int[] {0x20, 0x01}) {
            byte[] fragment = tunnel.leftOpen();
            fragment[(fragment[12] & 0xff) == 0x81 ? 24 : 20] = (byte) field;
            OffHeap.put(fragment, 0, address, fragment.length);
            assertThat(OpenChecksum.complete(address, fragment.length)).isFalse();
            assertThat(OffHeap.bytes(address, fragment.length)).isEqualTo(fragment);
        }
    }

    @Test
    void shouldNotTakeADatagramForVxlanThatNamesNoNetwork() {
        byte[] open = Tunnel.all().findFirst().orElseThrow().leftOpen();
        open[42] = (byte) 0xf7;
        OffHeap.put(open, 0, address, open.length);
        assertThat(OpenChecksum.complete(address, open.length)).isFalse();
    }
}
