package org.hopwire.port.linux;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A checksum left to hardware is completed exactly; everything else stays as it is. */
class PartialChecksumTest {
    private final FrameSlab slab = new FrameSlab(1, 2048, 64);
    private final long address = slab.acquire();

    @AfterEach
    void unmap() {
        slab.close();
    }

    /** A right frame and where its checksum lies. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(byte[] whole, int ip, int field) {}

    static Stream<Frame> frames() {
        byte[] odd = new byte[101];
        new SplittableRandom(7).nextBytes(odd);
        return Stream.of(new Frame(packet().udp(33_434, 33_435, odd).build(), 14, 40),
                new Frame(packet().udp(1, 2).build(), 14, 40), new Frame(packet().tcp(1, 2, 3, 2, odd).build(), 14, 50),
                new Frame(packet().options("94 04 00 00").udp(1, 2, odd).build(), 14, 44),
                new Frame(packet().vlan(7).tcp(1, 2, 3, 16).build(), 18, 54),
                new Frame(packet().udp(5, 6, odd).trailer(new byte[9]).build(), 14, 40));
    }

    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int FRAGMENT = 44;

    /** A frame of IPv6: extension headers of 8 or 16 octets, then one of a protocol whose checksum is open. */
    private static byte[] ipv6(int protocol, byte[] transport, int... extensions) {
        int before = 0;
        for (int i = 0; i < extensions.length; i++) {
            before += 8 * (i + 1);
        }
        ByteBuffer packet = ByteBuffer.allocate(40 + before + transport.length).putInt(0x6000_0000)
                .putShort((short) (before + transport.length))
                .put((byte) (extensions.length == 0 ? protocol : extensions[0])).put((byte) 64);
        new SplittableRandom(9).nextBytes(packet.array());
        packet.putInt(0, 0x6000_0000).putShort(4, (short) (before + transport.length))
                .put(6, (byte) (extensions.length == 0 ? protocol : extensions[0]));
        int at = 40;
        for (int i = 0; i < extensions.length; i++) {
            packet.put(at, (byte) (i + 1 < extensions.length ? extensions[i + 1] : protocol)).put(at + 1, (byte) i);
            at += 8 * (i + 1);
        }
        packet.put(at, transport);
        return Packets.frame().eth("02:00:00:00:00:01", "02:00:00:00:00:02").raw(0x86DD, packet.array()).build();
    }

    /** The same with another checksum: of the pseudo-header alone, or of all there is (RFC 8200 section 8.1). */
    private static byte[] summed(byte[] frame, int protocol, int at, int field, boolean isOpen) {
        byte[] result = frame.clone();
        result[at + field] = 0;
        result[at + field + 1] = 0;
        int sum = protocol + result.length - at;
        for (int i = 22; i < 54; i += 2) {
            sum += word(result, i);
        }
        for (int i = at; !isOpen && i < result.length; i += 2) {
            sum += word(result, i);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        int value = isOpen ? sum : ~sum;
        result[at + field] = (byte) (value >>> 8);
        result[at + field + 1] = (byte) value;
        return result;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0);
    }

    @ParameterizedTest
    @CsvSource({"6, 20, 16", "6, 121, 16", "17, 8, 6", "17, 91, 6", "58, 24, 2"})
    void shouldCompleteIpv6Too(int protocol, int length, int field) {
        byte[] transport = new byte[length];
        new SplittableRandom(length).nextBytes(transport);
        for (int[] extensions : new int[][] {{}, {HOP_BY_HOP}, {HOP_BY_HOP, DESTINATION_OPTIONS}}) {
            byte[] frame = ipv6(protocol, transport, extensions);
            int at = frame.length - length;
            byte[] whole = summed(frame, protocol, at, field, false);
            byte[] open = summed(frame, protocol, at, field, true);
            assertThat(result(open, true)).isEqualTo(whole);
            assertThat(result(whole, false)).isEqualTo(whole);
        }
    }

    @Test
    void shouldLeaveFragmentsOfIpv6Alone() {
        byte[] frame = ipv6(17, new byte[20], FRAGMENT);
        byte[] open = summed(frame, 17, frame.length - 20, 6, true);
        assertThat(result(open, false)).isEqualTo(open);
        byte[] endless = ipv6(17, new byte[20], HOP_BY_HOP);
        endless[55] = (byte) 0xff;
        assertThat(result(endless, false)).isEqualTo(endless);
    }

    private static Packets packet() {
        return Packets.ipv4("192.0.2.10", "192.0.2.1").eth("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    private static byte[] leftOpen(Frame frame) {
        byte[] open = frame.whole.clone();
        int header = (open[frame.ip] & 0xf) * 4;
        int total = (open[frame.ip + 2] & 0xff) << 8 | (open[frame.ip + 3] & 0xff);
        int sum = open[frame.ip + 9] + total - header;
        for (int i = 12; i < 20; i += 2) {
            sum += (open[frame.ip + i] & 0xff) << 8 | (open[frame.ip + i + 1] & 0xff);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        open[frame.field] = (byte) (sum >>> 8);
        open[frame.field + 1] = (byte) sum;
        return open;
    }

    private byte[] result(byte[] bytes, boolean expected) {
        OffHeap.put(bytes, 0, address, bytes.length);
        assertThat(PartialChecksum.completeIfOpen(address, bytes.length)).isEqualTo(expected);
        byte[] result = OffHeap.bytes(address, bytes.length);
        OffHeap.put(bytes, 0, address, bytes.length);
        assertThat(OpenChecksum.complete(address, bytes.length)).as("looking for tunnels, too").isEqualTo(expected);
        assertThat(OffHeap.bytes(address, bytes.length)).isEqualTo(result);
        return result;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldCompleteWhatWasLeftOpen(Frame frame) {
        assertThat(result(leftOpen(frame), true)).isEqualTo(frame.whole);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldLeaveAFinishedOneAlone(Frame frame) {
        assertThat(result(frame.whole, false)).isEqualTo(frame.whole);
        byte[] wrong = frame.whole.clone();
        wrong[frame.field]++;
        assertThat(result(wrong, false)).as("a wrong one stays wrong, to be found").isEqualTo(wrong);
    }

    @Test
    void shouldBeHarmlessWhereAFinishedOneLooksOpenByChance() {
        for (int i = 0; i < 65_536; i++) {
            byte[] frame = packet().udp(1, 2, (byte) (i >>> 8), (byte) i).build();
            OffHeap.put(frame, 0, address, frame.length);
            PartialChecksum.completeIfOpen(address, frame.length);
            assertThat(OffHeap.bytes(address, frame.length)).isEqualTo(frame);
        }
    }

    @Test
    void shouldTouchNothingItDoesNotKnow() {
        for (byte[] frame : new byte[][] {packet().echo(1, 2).build(), packet().moreFragments().udp(1, 2).build(),
            packet().fragmentOffset(8).udp(1, 2).build(), packet().totalLength(2000).udp(1, 2).build(), packet()
                    .protocol(132).build()}) {
            assertThat(result(frame, false)).isEqualTo(frame);
        }
        byte[] udp = packet().udp(1, 2, new byte[10]).build();
        for (int length = 0; length < udp.length; length++) {
            OffHeap.put(udp, 0, address, udp.length);
            assertThat(PartialChecksum.completeIfOpen(address, length)).isFalse();
        }
    }

    @Test
    void shouldWriteAllOnesForAnEmptySum() {
        OffHeap.fill(address, 64, (byte) 0);
        OffHeap.putShort(address, 0xffff);
        assertThat(PartialChecksum.completeField(address, 8, 6)).isTrue();
        assertThat(OffHeap.getShort(address + 6)).isEqualTo(0xffff);
        assertThat(InternetChecksum.sum(address, 8)).isEqualTo(InternetChecksum.VALID_SUM);
    }
}
