package org.hopwire.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.memory.Burst;
import org.hopwire.packet.PacketParser.OptionPolicy;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Prefix;

import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * F1: any frame through the parser: link layer, IPv4 header, options, transport.
 * {@code JAZZER_FUZZ=1 mvn -pl core/engine test -Dtest=PacketParserFuzzTest} searches; without it the known inputs are
 * replayed.
 *
 * <p>The first octet of an input chooses: bit 0 mends the IPv4 header checksum, bit 1 the total length, bits 2 and 3
 * the port, bit 4 marks the frame as cut, bit 5 strips the tag, bit 6 leaves the transport checksum unjudged, bit 7
 * lets source routes be followed and timestamps be passed on.
 */
class PacketParserFuzzTest {
    private static final InterfaceTable NOBODY = new InterfaceTable(List.of());

    private static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            new Interface(0, "lan0", 0x0200_0000_0001L, false, 1500, 0, List.of(Ipv4Prefix.parse("10.0.0.1/24"))),
            new Interface(1, "vlan7", 0x0200_0000_0001L, false, 1500, 7, List.of(Ipv4Prefix.parse("10.0.1.1/24"))),
            new Interface(2, "replay", 0x0200_0000_0001L, true, 1500, 0, List.of(Ipv4Prefix.parse("10.0.2.1/31"))),
            new Interface(3, "bare", 0x0200_0000_0004L, false, 1500, 0, List.of())));
    private static final int MEND_CHECKSUM = 1;
    private static final int MEND_LENGTH = 2;
    private static final int FOLLOW = 128;
    private static final OptionPolicy DROPPING = new OptionPolicy(SourceRoutePolicy.DROP, false,
            OptionStamp.Policy.PROCESS, OptionStamp.Policy.PROCESS, null);
    private static final OptionPolicy FOLLOWING = new OptionPolicy(SourceRoutePolicy.FORWARD, false,
            OptionStamp.Policy.PROCESS, OptionStamp.Policy.PASS, (next, isStrict) -> !isStrict);
    private static final ParserRig[] ZEROS = {rig(DROPPING, 0x00), rig(FOLLOWING, 0x00)};
    private static final ParserRig[] ONES = {rig(DROPPING, 0xFF), rig(FOLLOWING, 0xFF)};

    private static ParserRig rig(OptionPolicy policy, int poison) {
        return new ParserRig(new PacketParser(INTERFACES, true, policy), poison);
    }

    @FuzzTest(maxDuration = "10m")
    void shouldSurviveAnyFrame(byte[] input) {
        if (input.length < 1) {
            return;
        }
        byte[] frame = mended(Arrays.copyOfRange(input, 1, Math.min(input.length, 1600)), input[0]);
        ParserRig zeros = ZEROS[(input[0] & FOLLOW) >> 7];
        ParserRig ones = ONES[(input[0] & FOLLOW) >> 7];
        Packet packet = check(zeros, frame, input[0]);
        Packet twin = check(ones, frame, input[0]);
        assertHolds(packet.verdict() == twin.verdict() && packet.packetClass() == twin.packetClass()
                && packet.flags == twin.flags && packet.length() == twin.length()
                && packet.addresses() == twin.addresses()
                && packet.dropReason() == twin.dropReason(), "the decision depends on what surrounds the frame");
        stamp(packet);
        stamp(twin);
        assertHolds(Arrays.equals(zeros.frame(), ones.frame()), "the stamp depends on what surrounds the frame");
        zeros.assertSurroundingsIntact();
        ones.assertSurroundingsIntact();
    }

    private static byte[] mended(byte[] frame, int choices) {
        int at = frame.length >= 16 && (frame[12] & 0xFF) == 0x81 ? 18 : 14;
        if (frame.length < at + 20) {
            return frame;
        }
        if ((choices & MEND_LENGTH) != 0) {
            ByteBuffer.wrap(frame).putShort(at + 2, (short) (frame.length - at));
        }
        int header = Math.max(20, (frame[at] & 15) * 4);
        if ((choices & MEND_CHECKSUM) != 0 && frame.length >= at + header) {
            ByteBuffer.wrap(frame).putShort(at + 10, (short) 0);
            ByteBuffer.wrap(frame).putShort(at + 10, (short) Packets.checksum(frame, at, header));
        }
        return frame;
    }

    private static Packet check(ParserRig rig, byte[] frame, int choices) {
        int flags = ((choices & 16) != 0 ? Burst.TRUNCATED : 0) | ((choices & 32) != 0 ? Burst.VLAN_STRIPPED : 0)
                | ((choices & 64) != 0 ? Burst.CHECKSUM_NOT_READY : 0);
        Packet packet = rig.parse(choices >> 2 & 3, frame, frame.length, flags, 0x8100_0007);
        assertHolds(Arrays.equals(rig.frame(), frame), "parsing has written");
        boolean shown = rig.listOf(packet) != null;
        assertHolds(shown == (packet.verdict() == Verdict.PENDING), "in a list and settled, or in none and pending");
        if (shown) {
            checkBounds(packet, frame);
        } else {
            assertHolds(packet.verdict() == Verdict.DROP || packet.verdict() == Verdict.REJECT, "no verdict");
        }
        return packet;
    }

    private static void checkBounds(Packet packet, byte[] frame) {
        long start = packet.address() - packet.frameAddress();
        assertHolds(start >= 14 && start + packet.length() <= frame.length, "view outside the frame");
        assertHolds(packet.view().capacity() == packet.length(), "view and length differ");
        assertHolds(packet.headroom() == 62 + start, "headroom");
        assertHolds(packet.tailroom() == 64 + frame.length - start - packet.length(), "tailroom");
        if (packet.packetClass() != PacketClass.ARP) {
            assertHolds(packet.headerLength() >= 20 && packet.headerLength() <= packet.length(), "header length");
        }
    }

    private static void stamp(Packet packet) {
        if (packet.verdict() == Verdict.PENDING && packet.is(Packet.OPTIONS)) {
            OptionStamp.stamp(packet, NOBODY, 0x0A00_0001, 1_000_000_000L);
        }
    }
}
