package org.hopwire.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;

import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * Any datagram refused for any cause under any configuration: one error that quotes it, or none, and nothing else
 * changes.
 *
 * <p>Input: cause, configuration, flags, headroom, tailroom, port, four octets of datum, then the datagram.
 */
class IcmpErrorWriterFuzzTest {
    private static final int HEAD = 10;
    private static final int MAX_EXTENSION = 4 + 4 + 4 + 8 + 8 + 4;
    private static final RejectCause[] CAUSES = RejectCause.values();
    private static final int[] MTUS = {68, 576, 1500, 9000};
    private static final BurstHandler[] HANDLERS = handlers();
    private static final Turn TURN = ErrorFixture.turn(0);
    private static final CraftedPacket IN_ZEROS = CraftedPacket.of(new byte[20], 0, 0, 0x00);
    private static final CraftedPacket IN_ONES = CraftedPacket.of(new byte[20], 0, 0, 0xFF);

    private static BurstHandler[] handlers() {
        BurstHandler[] handlers = new BurstHandler[4 * MTUS.length];
        for (int i = 0; i < handlers.length; i++) {
            IcmpConfig config = IcmpConfig.defaults().withLimits(Limits.none())
                    .withQuote((i & 1) == 0 ? QuotePolicy.FULL : QuotePolicy.MINIMAL)
                    .withInterfaceInformation((i & 2) != 0);
            InterfaceTable table = ErrorFixture.interfaces(MTUS[i >> 2]);
            handlers[i] = new IcmpHandlers(config, table, new CounterRegistry(1000), "fuzz", new SplittableRandom(i))
                    .errors();
        }
        return handlers;
    }

    @FuzzTest(maxDuration = "10m")
    void shouldWriteOneErrorOrNone(byte[] input) {
        byte[] datagram = datagram(input);
        if (datagram == null) {
            return;
        }
        run(input, datagram, IN_ZEROS);
        run(input, datagram, IN_ONES);
        Packet first = IN_ZEROS.packet();
        assertHolds(first.verdict() == IN_ONES.packet().verdict(), "verdict depends on the surroundings");
        byte[] result = IN_ZEROS.bytes();
        assertHolds(Arrays.equals(result, IN_ONES.bytes()), "R-LEAK-01: bytes depend on the surroundings");
        if (first.verdict() == Verdict.OUTPUT) {
            judge(datagram, first.cause(), result);
        } else {
            assertHolds(first.verdict() == Verdict.DROP, "neither sent nor dropped");
            assertHolds(Arrays.equals(result, datagram), "a dropped packet was changed");
        }
    }

    /** What the parser lets through: IHL 5 to 15 within the datagram, a total length of its own, a right checksum. */
    private static byte[] datagram(byte... input) {
        if (input.length < HEAD + 20) {
            return null;
        }
        byte[] datagram = Arrays.copyOfRange(input, HEAD, Math.min(input.length, HEAD + 2000));
        int ihl = Math.clamp(datagram[0] & 0xF, 5, Math.min(15, datagram.length / 4));
        datagram[0] = (byte) (0x40 | ihl);
        ByteBuffer.wrap(datagram).putShort(2, (short) datagram.length).putShort(10, (short) 0)
                .putShort(10, (short) Packets.checksum(datagram, 0, 4 * ihl));
        return datagram;
    }

    private static void run(byte[] input, byte[] datagram, CraftedPacket crafted) {
        crafted.place(datagram, input[3] & 0xFF, (input[4] & 0xFF) * 2).inPort(input[5] & 1)
                .flags(Integer.highestOneBit(input[2] & 0x3F) & (Packet.LINK_GROUP | Packet.BROADCAST
                        | Packet.MULTICAST));
        RejectCause cause = CAUSES[(input[0] & 0xFF) % CAUSES.length];
        crafted.packet().reject(cause, ByteBuffer.wrap(input).getInt(6));
        PacketList list = ErrorFixture.listOf(crafted);
        // redirects back off: every run a silence later
        TURN.begin(TURN.nowNs() + 21_000_000_000L, 0);
        HANDLERS[(input[1] & 0xFF) % HANDLERS.length].onBurst(list, TURN);
        crafted.assertMarginsIntact();
        crafted.assertHeadroomIntact();
    }

    private static void judge(byte[] datagram, RejectCause cause, byte[] error) {
        ByteBuffer header = ByteBuffer.wrap(error);
        assertHolds(error.length <= 576, "RFC 1812 4.3.2.3: longer than 576");
        assertHolds(error.length <= Math.max(128, datagram.length + 3) + 28 + MAX_EXTENSION, "R-REFL-03: amplified");
        assertHolds(error[0] == 0x45 && (header.getShort(2) & 0xFFFF) == error.length, "IP header");
        assertHolds(Packets.checksum(error, 0, 20) == 0, "IP checksum");
        assertHolds(Packets.checksum(error, 20, error.length - 20) == 0, "ICMP checksum");
        assertHolds(header.get(20) == cause.type() && header.get(21) == cause.code(), "type and code");
        assertHolds(header.getInt(16) == ByteBuffer.wrap(datagram).getInt(12), "not to the sender");
        int words = cause.rest() == RejectCause.Rest.GATEWAY ? 0 : header.get(25) & 0xFF;
        assertHolds(words == 0 || words >= 32, "RFC 4884 3: a quote below 128 octets");
        int quote = words == 0 ? error.length - 28 : words * 4;
        int quoted = Math.min(quote, datagram.length);
        assertHolds(quoted >= Math.min(datagram.length, (datagram[0] & 0xF) * 4 + 8), "RFC 792: quote is too short");
        byte[] expected = Arrays.copyOf(Arrays.copyOf(datagram, quoted), quote);
        assertHolds(Arrays.equals(Arrays.copyOfRange(error, 28, 28 + quote), expected), "quote");
        requireSingleHost(header.getInt(16) >>> 24);
    }

    private static void requireSingleHost(int net) {
        assertHolds(net != 0 && net != 127 && net < 224, "R-REFL-02: not to a single host");
    }
}
