package org.hopwire.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The parser's short way for plain frames says nothing else than its long way, which a frame takes whose tag, of VLAN
 * 0, the kernel has stripped.
 */
class PlainFrameTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            new Interface(0, "lan0", MAC, false, 1500, 0, List.of(Ipv4Prefix.parse("10.0.0.1/24"))),
            new Interface(1, "replay", MAC, true, 1500, 0, List.of(Ipv4Prefix.parse("10.0.1.1/24"))),
            new Interface(2, "vlan7", MAC, false, 1500, 7, List.of(Ipv4Prefix.parse("10.0.2.1/24")))));
    private static final int[] ADDRESSES = {0x0a00_0001, 0x0a00_0002, 0x0a00_00ff, 0x0a00_0101, 0x0a00_01ff,
        0x0a00_0009, 0xc633_6401, 0xe000_0001, 0xe000_0002, 0xef01_0203, -1, 0, 1, 0x7f00_0001, 0xf000_0001,
        0x0800_0808};
    private static final int[] PROTOCOLS = {1, 2, 6, 17, 89, 103};
    private static final int ETHERNET = 14;

    private final ParserRig plain = new ParserRig(INTERFACES, true, 0x5a);
    private final ParserRig stripped = new ParserRig(INTERFACES, true, 0x5a);

    @AfterEach
    void close() {
        plain.close();
        stripped.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldSayTheSameOfMutatedFramesByEitherWay(int port) {
        Random random = new Random(port);
        int sorted = 0;
        for (int i = 0; i < 50_000; i++) {
            sorted += assertSame(port, frame(random)) ? 1 : 0;
        }
        assertTrue(port == 2 || sorted > 5_000, sorted + " sorted: the frames are too odd to show anything");
    }

    @Test
    void shouldSayTheSameOfEveryLengthByEitherWay() {
        byte[] whole = frame(new Random(1), 0x0a00_0002, 0x0800_0808, 1, 64);
        for (int length = 0; length <= whole.length; length++) {
            assertSame(0, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void shouldSayTheSameOfEverySumByEitherWay() {
        byte[] frame = frame(new Random(1), 0x0a00_0002, 0x0800_0808, 17, 64);
        for (int sum = 0; sum <= 0xffff; sum++) {
            ByteBuffer.wrap(frame).putShort(ETHERNET + 10, (short) sum);
            assertSame(0, frame);
        }
    }

    private static byte[] frame(Random random) {
        byte[] frame = frame(random, ADDRESSES[random.nextInt(ADDRESSES.length)],
                ADDRESSES[random.nextInt(ADDRESSES.length)], PROTOCOLS[random.nextInt(PROTOCOLS.length)],
                34 + random.nextInt(40));
        if (random.nextInt(4) == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(4) > 0) {
            mend(frame);
        }
        return frame;
    }

    /** A whole frame with the right header checksum. */
    private static byte[] frame(Random random, int source, int destination, int protocol, int length) {
        byte[] frame = new byte[length];
        random.nextBytes(frame);
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putLong(0, (random.nextInt(4) == 0 ? 0x0100_5e01_0203L : MAC) << Short.SIZE);
        bytes.putShort(12, (short) 0x0800);
        bytes.put(ETHERNET, (byte) 0x45);
        bytes.putShort(ETHERNET + 2, (short) (length - ETHERNET - random.nextInt(2)));
        bytes.putShort(ETHERNET + 6, (short) (random.nextInt(8) == 0 ? 0x2001 : 0x4000));
        bytes.put(ETHERNET + 9, (byte) protocol);
        bytes.putInt(ETHERNET + 12, source);
        bytes.putInt(ETHERNET + 16, destination);
        mend(frame);
        return frame;
    }

    private static void mend(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putShort(ETHERNET + 10, (short) 0);
        int sum = InternetChecksum.sum(new UnsafeBuffer(frame), ETHERNET, 20);
        bytes.putShort(ETHERNET + 10, (short) InternetChecksum.checksum(sum));
    }

    /** Answers whether the packet was left to a handler. */
    private boolean assertSame(int port, byte[] frame) {
        Packet one = plain.parse(port, frame);
        Packet other = stripped.parse(port, frame, frame.length, Burst.VLAN_STRIPPED, 0);
        String what = Arrays.toString(frame);
        assertEquals(other.verdict(), one.verdict(), what);
        assertEquals(other.packetClass(), one.packetClass(), what);
        assertEquals(other.flags, one.flags, what);
        if (other.has(Verdict.DROP)) {
            assertEquals(other.dropReason(), one.dropReason(), what);
        }
        if (other.isPending()) {
            assertSameFacts(other, one, what);
        }
        return other.isPending();
    }

    private static void assertSameFacts(Packet expected, Packet packet, String what) {
        assertEquals(facts(expected), facts(packet), what);
        assertEquals(ByteBuffer.wrap(ParserRig.datagram(expected)), ByteBuffer.wrap(ParserRig.datagram(packet)), what);
    }

    private static List<Number> facts(Packet packet) {
        return List.of(packet.addresses(), packet.ttl(), packet.protocol(), packet.headerLength(), packet.length(),
                packet.headroom(), packet.tailroom(), packet.targetMac(), packet.sourceMac(), packet.vlan(),
                packet.inPort(), packet.frameLength(), packet.options(), packet.address() - packet.frameAddress());
    }
}
