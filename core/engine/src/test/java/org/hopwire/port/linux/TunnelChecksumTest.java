package org.hopwire.port.linux;

import java.util.Arrays;
import java.util.stream.Stream;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A checksum that was left open inside a tunnel is completed there; what is outside stays as it is. */
class TunnelChecksumTest {
    private static final byte[] INNER = Packets.ipv4("10.7.0.2", "10.7.0.3").eth("02:00:00:00:07:02",
            "02:00:00:00:07:03").tcp(40_000, 9000, 1, 0x18, new byte[] {1, 2, 3}).build();
    private static final int ETHERNET = 14;

    private final FrameSlab slab = new FrameSlab(1, 2048, 64);
    private final long address = slab.acquire();

    @AfterEach
    void unmap() {
        slab.close();
    }

    /** A tunnel's frame; {@code field} is where the inner checksum lies. */
    @SuppressWarnings("ArrayRecordComponent")
    record Tunnel(String name, byte[] whole, int field) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Packets outer() {
        return Packets.ipv4("192.0.2.10", "198.51.100.2").eth("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    static Stream<Tunnel> tunnels() {
        byte[] packet = Arrays.copyOfRange(INNER, ETHERNET, INNER.length);
        byte[] vxlan = join(Hex.parse("08 00 00 00 00 00 07 00"), INNER);
        byte[] geneve = join(Hex.parse("01 00 65 58 00 00 07 00 11 22 33 44"), INNER);
        byte[] summed = outer().udp(50_000, 4789, vxlan).build();
        byte[] unsummed = summed.clone();
        unsummed[40] = 0;
        unsummed[41] = 0;
        return Stream.of(new Tunnel("VXLAN without a checksum", unsummed, 42 + 8 + 50),
                new Tunnel("VXLAN with a checksum", summed, 42 + 8 + 50),
                new Tunnel("VXLAN in a VLAN", outer().vlan(7).udp(50_000, 4789, vxlan).build(), 46 + 8 + 50),
                new Tunnel("Geneve with an option", outer().udp(50_000, 6081, geneve).build(), 42 + 12 + 50),
                new Tunnel("GRE", outer().payload(47, join(Hex.parse("00 00 08 00"), packet)).build(),
                        34 + 4 + 36),
                new Tunnel("GRE with a key", outer()
                        .payload(47, join(Hex.parse("20 00 08 00 00 00 00 09"), packet)).build(), 34 + 8 + 36),
                new Tunnel("GRE that bridges", outer().payload(47, join(Hex.parse("00 00 65 58"), INNER))
                        .build(), 34 + 4 + 50),
                new Tunnel("IP in IP", outer().payload(4, packet).build(), 34 + 36));
    }

    /** The folded sum of 10.7.0.2, 10.7.0.3, protocol 6 and 23 octets of TCP. */
    private static byte[] leftOpen(Tunnel tunnel) {
        byte[] open = tunnel.whole.clone();
        int sum = 0x0a07 + 0x0002 + 0x0a07 + 0x0003 + 6 + 23;
        open[tunnel.field] = (byte) (sum >>> 8);
        open[tunnel.field + 1] = (byte) sum;
        return open;
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldCompleteWhatIsOpenInside(Tunnel tunnel) {
        byte[] open = leftOpen(tunnel);
        OffHeap.put(open, 0, address, open.length);
        assertThat(PartialChecksum.completeIfOpen(address, open.length)).as("outside").isFalse();
        assertThat(OffHeap.bytes(address, open.length)).isEqualTo(open);
        assertThat(TunnelChecksum.complete(address, open.length)).isTrue();
        assertThat(Hex.format(OffHeap.bytes(address, open.length))).isEqualTo(Hex.format(tunnel.whole));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldLeaveWhatIsFinishedAlone(Tunnel tunnel) {
        OffHeap.put(tunnel.whole, 0, address, tunnel.whole.length);
        assertThat(TunnelChecksum.complete(address, tunnel.whole.length)).isFalse();
        assertThat(OffHeap.bytes(address, tunnel.whole.length)).isEqualTo(tunnel.whole);
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldReadNothingBehindWhatWasCaptured(Tunnel tunnel) {
        byte[] open = leftOpen(tunnel);
        for (int length = 0; length < open.length; length++) {
            OffHeap.put(open, 0, address, open.length);
            assertThat(TunnelChecksum.complete(address, length)).as("%s octets", length).isFalse();
            assertThat(OffHeap.bytes(address, open.length)).isEqualTo(open);
        }
    }

    @Test
    void shouldTouchNothingThatIsNoTunnel() {
        for (byte[] frame : new byte[][] {outer().udp(1, 2).build(), outer().echo(1, 2, new byte[64]).build(),
            outer().tcp(1, 2, 3, 2).build(), outer().udp(50_000, 6081, new byte[40]).build()}) {
            OffHeap.put(frame, 0, address, frame.length);
            assertThat(TunnelChecksum.complete(address, frame.length)).isFalse();
            assertThat(OffHeap.bytes(address, frame.length)).isEqualTo(frame);
        }
    }
}
