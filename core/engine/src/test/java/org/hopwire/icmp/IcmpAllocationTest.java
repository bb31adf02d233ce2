package org.hopwire.icmp;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 3_000;
    private static final int PACKETS = 10_000;

    private final IcmpRig rig = new IcmpRig(IcmpRig.everything());

    @AfterEach
    void close() {
        rig.close();
    }

    /** The least over some rounds: the first ones run before all is compiled. */
    private static long leastAllocated(IcmpBurst burst) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                burst.decide();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private void assertNothingAllocated(byte[]... frames) {
        for (byte[] frame : frames) {
            try (IcmpBurst burst = new IcmpBurst(rig, frame)) {
                assertThat(leastAllocated(burst)).as(Hex.format(frame)).isZero();
            }
        }
    }

    @Test
    @DisplayName("an echo request is answered without allocating, with options or without")
    void shouldNotAllocateForEcho() {
        assertNothingAllocated(IcmpRig.request().echo(1, 2, new byte[56]).build(),
                IcmpRig.request().options("07 0b 04 00 00 00 00 00 00 00 00").echo(1, 2, new byte[56]).build());
    }

    @Test
    @DisplayName("queries, replies and unknown types are decided without allocating")
    void shouldNotAllocateForQueries() {
        assertNothingAllocated(IcmpRig.request().icmp(13, 0, 1, new byte[12]).build(),
                IcmpRig.request().icmp(17, 0, 1, new byte[4]).build(), IcmpRig.request().icmp(15, 0, 1).build(),
                IcmpRig.request().icmp(42, 0, 1, Hex.parse("20 00 00 00 00 08 03 01 6c 61 6e 30")).build(),
                IcmpRig.request().icmp(42, 0, 1, Hex.parse("20 00 00 00 00 0c 03 03 00 01 04 00 c0 a8 05 01")).build(),
                IcmpRig.request().echoReply(1, 2, new byte[10]).build(), IcmpRig.request().icmp(99, 0, 1).build());
    }

    @Test
    @DisplayName("R-RATE-03: an ICMP error is judged without allocating, matched or not")
    void shouldNotAllocateForErrors() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> {});
        byte[] ours = Packets.ipv4("10.0.0.1", "8.8.8.8").udp(5000, 1, new byte[8]).build();
        byte[] theirs = Packets.ipv4("10.0.0.1", "8.8.8.8").udp(5001, 1, new byte[8]).build();

        assertNothingAllocated(IcmpRig.request().icmp(3, 3, 0, ours).build(),
                IcmpRig.request().icmp(3, 3, 0, theirs).build(),
                IcmpRig.request().icmp(3, 3, 0, Arrays.copyOf(ours, 27)).build(),
                IcmpRig.request().icmp(5, 1, 0x0A00_0009, ours).build());
    }
}
