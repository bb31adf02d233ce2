package org.hopwire.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpErrorWriterTest {
    private static final int OURS = Packets.address(ErrorFixture.OURS);
    /** 10.0.0.9 to 198.51.100.7, UDP 4000 to 53, four octets. */
    private static final byte[] OFFENDING = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).id(0x1234).ttl(1)
            .udp(4000, 53, new byte[] {1, 2, 3, 4}).build();
    private static final String QUOTE = "4500 0020 1234 0000 0111 7356 0a00 0009 c633 6407 "
            + "0fa0 0035 000c b7b7 0102 0304";
    private static final String IP = "45c0 003c 0000 4000 4001 25f8 0a00 0001 0a00 0009";

    /** Everything in front of the quote but the IP header, by hand from RFC 792 and its successors. */
    private static final Map<RejectCause, String> ICMP = golden();

    private final IcmpErrorWriter writer = writer(IcmpConfig.defaults());

    private static Map<RejectCause, String> golden() {
        Map<RejectCause, String> golden = new EnumMap<>(RejectCause.class);
        golden.put(RejectCause.NET_UNREACHABLE, "0300 3161 0000 0000");
        golden.put(RejectCause.HOST_UNREACHABLE, "0301 3160 0000 0000");
        golden.put(RejectCause.PROTOCOL_UNREACHABLE, "0302 315f 0000 0000");
        golden.put(RejectCause.PORT_UNREACHABLE, "0303 315e 0000 0000");
        golden.put(RejectCause.FRAGMENTATION_NEEDED, "0304 2be9 0000 0574");
        golden.put(RejectCause.SOURCE_ROUTE_FAILED, "0305 315c 0000 0000");
        golden.put(RejectCause.NET_UNKNOWN, "0306 315b 0000 0000");
        golden.put(RejectCause.HOST_UNKNOWN, "0307 315a 0000 0000");
        golden.put(RejectCause.SOURCE_HOST_ISOLATED, "0308 3159 0000 0000");
        golden.put(RejectCause.NET_PROHIBITED, "0309 3158 0000 0000");
        golden.put(RejectCause.HOST_PROHIBITED, "030a 3157 0000 0000");
        golden.put(RejectCause.NET_UNREACHABLE_FOR_TOS, "030b 3156 0000 0000");
        golden.put(RejectCause.HOST_UNREACHABLE_FOR_TOS, "030c 3155 0000 0000");
        golden.put(RejectCause.ADMIN_PROHIBITED, "030d 3154 0000 0000");
        golden.put(RejectCause.PRECEDENCE_VIOLATION, "030e 3153 0000 0000");
        golden.put(RejectCause.PRECEDENCE_CUTOFF, "030f 3152 0000 0000");
        golden.put(RejectCause.SOURCE_QUENCH, "0400 3061 0000 0000");
        golden.put(RejectCause.REDIRECT_HOST, "0501 251b 0a00 0045");
        golden.put(RejectCause.REDIRECT_TOS_HOST, "0503 2519 0a00 0045");
        golden.put(RejectCause.TTL_EXCEEDED, "0b00 2961 0000 0000");
        golden.put(RejectCause.REASSEMBLY_TIMEOUT, "0b01 2960 0000 0000");
        golden.put(RejectCause.PARAMETER_PROBLEM, "0c00 1461 1400 0000");
        golden.put(RejectCause.OPTION_MISSING, "0c01 a65f 8200 0000");
        golden.put(RejectCause.BAD_LENGTH, "0c02 135f 1500 0000");
        return golden;
    }

    private static int datum(RejectCause cause) {
        return switch (cause) {
            case FRAGMENTATION_NEEDED -> 1396;
            case REDIRECT_HOST, REDIRECT_TOS_HOST -> 0x0A00_0045;
            case PARAMETER_PROBLEM -> 20;
            case OPTION_MISSING -> 0x82;
            case BAD_LENGTH -> 21;
            default -> 0;
        };
    }

    private static IcmpErrorWriter writer(IcmpConfig config) {
        return new IcmpErrorWriter(config, ErrorFixture.interfaces());
    }

    private static CraftedPacket write(IcmpErrorWriter writer, CraftedPacket crafted, RejectCause cause, int datum) {
        crafted.packet().reject(cause, datum);
        assertThat(writer.write(crafted.packet(), cause, OURS)).isTrue();
        return crafted;
    }

    private byte[] error(byte[] offending, RejectCause cause, int datum) {
        return write(writer, CraftedPacket.of(offending), cause, datum).bytes();
    }

    @ParameterizedTest
    @EnumSource(RejectCause.class)
    @DisplayName("RFC 792, 1191, 1812, 6633: golden bytes of every cause")
    void shouldWriteGoldenBytes(RejectCause cause) {
        String ip = cause == RejectCause.SOURCE_QUENCH
                ? "4500 003c 0000 4000 4001 26b8 0a00 0001 0a00 0009"
                : IP;
        assertThat(Hex.format(error(OFFENDING, cause, datum(cause))))
                .isEqualTo(Hex.format(Hex.parse(ip + ICMP.get(cause) + QUOTE)));
    }

    @ParameterizedTest
    @EnumSource(RejectCause.class)
    @DisplayName("RFC 1071: both checksums verify, every cause")
    void shouldWriteChecksumsThatVerify(RejectCause cause) {
        assertChecksums(error(OFFENDING, cause, datum(cause)));
    }

    @Test
    @DisplayName("RFC 792: the error goes to the sender of the datagram")
    void shouldAddressTheSender() {
        Packet packet = write(writer, CraftedPacket.of(OFFENDING), RejectCause.TTL_EXCEEDED, 0).packet();
        assertThat(packet.source()).isEqualTo(OURS);
        assertThat(packet.destination()).isEqualTo(Packets.address(ErrorFixture.SENDER));
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.4: a source of 0 is left for the way out, under a checksum that can be updated")
    void shouldLeaveTheSourceOpen() {
        CraftedPacket crafted = CraftedPacket.of(OFFENDING);
        crafted.packet().reject(RejectCause.TTL_EXCEEDED, 0);
        writer.write(crafted.packet(), RejectCause.TTL_EXCEEDED, 0);
        assertThat(ByteBuffer.wrap(crafted.bytes()).getInt(12)).isZero();
        assertChecksums(crafted.bytes());
    }

    @ParameterizedTest
    @CsvSource({"0x00, 0xc0", "0x08, 0xc8", "0x1c, 0xdc", "0xe0, 0xc0", "0xb8, 0xd8", "0x03, 0xc0", "0xff, 0xdc"})
    @DisplayName("RFC 1812 4.3.2.5: internetwork control precedence, the datagram's TOS, no ECN (RFC 3168)")
    void shouldSetPrecedenceAndKeepTos(String offending, String expected) {
        byte[] error = error(withTos(offending), RejectCause.TTL_EXCEEDED, 0);
        assertThat(error[1] & 0xFF).isEqualTo(Integer.decode(expected));
    }

    @ParameterizedTest
    @CsvSource({"0x00, 0x00", "0xe0, 0xe0", "0xbb, 0xb8"})
    @DisplayName("RFC 1812 4.3.2.5: a source quench keeps the datagram's precedence")
    void shouldKeepPrecedenceInSourceQuench(String offending, String expected) {
        byte[] error = error(withTos(offending), RejectCause.SOURCE_QUENCH, 0);
        assertThat(error[1] & 0xFF).isEqualTo(Integer.decode(expected));
    }

    private static byte[] withTos(String tos) {
        return Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).tos(Integer.decode(tos)).udp(1, 2).build();
    }

    @Test
    @DisplayName("R-ID-01, RFC 6864 4.1: never fragmented, identification 0; RFC 1812 4.3.2.2: a TTL of its own")
    void shouldBeAtomicWithAFreshTtl() {
        ByteBuffer error = ByteBuffer.wrap(error(OFFENDING, RejectCause.TTL_EXCEEDED, 0));
        assertThat(error.getShort(4)).isZero();
        assertThat(error.getShort(6)).isEqualTo((short) 0x4000);
        assertThat(error.get(8)).isEqualTo((byte) 64);
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500", "68, 68", "0, 68", "-1, 68", "65535, 65535", "65536, 65535"})
    @DisplayName("RFC 1191 4: next-hop MTU in the low 16 bits, never 0")
    void shouldCarryTheMtu(int mtu, int expected) {
        ByteBuffer error = ByteBuffer.wrap(error(OFFENDING, RejectCause.FRAGMENTATION_NEEDED, mtu));
        assertThat(error.getShort(24)).isZero();
        assertThat(error.getShort(26) & 0xFFFF).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 59, 255})
    @DisplayName("RFC 792: the pointer is the first octet of the rest, zeros follow")
    void shouldCarryThePointer(int pointer) {
        ByteBuffer error = ByteBuffer.wrap(error(OFFENDING, RejectCause.PARAMETER_PROBLEM, pointer));
        assertThat(error.getInt(24)).isEqualTo(pointer << 24);
    }

    @Test
    @DisplayName("RFC 792, RFC 1812 5.2.7.2: a redirect carries the gateway")
    void shouldCarryTheGateway() {
        ByteBuffer error = ByteBuffer.wrap(error(OFFENDING, RejectCause.REDIRECT_HOST, OURS));
        assertThat(Ipv4Address.format(error.getInt(24))).isEqualTo(ErrorFixture.OURS);
    }

    @Test
    @DisplayName("R-ICMP-05, R-LEAK-01, R-REFL-03: IHL 5-15 by payload 0-600, in three kinds of poison")
    void shouldQuoteEveryHeaderAndLength() {
        SplittableRandom random = new SplittableRandom(7);
        for (int ihl = 5; ihl <= 15; ihl++) {
            for (int payload = 0; payload <= 600; payload++) {
                byte[] offending = offending(ihl, payload, random);
                for (QuotePolicy quote : QuotePolicy.values()) {
                    assertQuoted(offending, ihl * 4, quote);
                }
            }
        }
    }

    private static byte[] offending(int ihl, int payload, SplittableRandom random) {
        byte[] options = new byte[(ihl - 5) * 4];
        Arrays.fill(options, (byte) 1);
        byte[] data = new byte[payload];
        random.nextBytes(data);
        return Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).tos(random.nextInt(256)).options(options)
                .payload(99, data).build();
    }

    private static void assertQuoted(byte[] offending, int headerLength, QuotePolicy policy) {
        IcmpErrorWriter writer = writer(IcmpConfig.defaults().withQuote(policy));
        byte[] first = null;
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            CraftedPacket crafted = CraftedPacket.of(offending, IcmpErrorWriter.HEADROOM, 0, poison);
            byte[] error = write(writer, crafted, RejectCause.TTL_EXCEEDED, 0).bytes();
            crafted.assertMarginsIntact();
            crafted.assertHeadroomIntact();
            first = first == null ? error : first;
            assertThat(error).isEqualTo(first);
        }
        int expected = policy == QuotePolicy.MINIMAL ? headerLength + 8 : 548;
        int quote = Math.min(expected, offending.length);
        assertThat(first).hasSize(28 + quote).hasSizeLessThanOrEqualTo(Math.min(576, offending.length + 28));
        assertThat(Arrays.copyOfRange(first, 28, first.length)).isEqualTo(Arrays.copyOf(offending, quote));
        assertChecksums(first);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.3: the quoted octets do not move in memory")
    void shouldNotMoveTheQuote() {
        CraftedPacket crafted = CraftedPacket.of(OFFENDING);
        long before = crafted.packet().address();
        write(writer, crafted, RejectCause.TTL_EXCEEDED, 0);
        assertThat(crafted.packet().address()).isEqualTo(before - 28);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.3: shorter where any of our links is narrower, but never below RFC 792's least")
    void shouldFitNarrowLinks() {
        byte[] offending = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(1, 2, new byte[900]).build();
        for (int mtu : new int[] {68, 95, 96, 97, 296, 575, 576, 577}) {
            IcmpErrorWriter narrow = new IcmpErrorWriter(IcmpConfig.defaults(), ErrorFixture.interfaces(mtu));
            CraftedPacket crafted = CraftedPacket.of(offending).inPort(1);
            assertThat(write(narrow, crafted, RejectCause.TTL_EXCEEDED, 0).bytes())
                    .hasSize(Math.clamp(mtu, 56, 576));
        }
    }

    @Test
    void shouldUseTheWholeRoomWhereNoPortIsKnown() {
        byte[] offending = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(1, 2, new byte[900]).build();
        CraftedPacket crafted = CraftedPacket.of(offending).inPort(-1);
        assertThat(write(writer, crafted, RejectCause.TTL_EXCEEDED, 0).bytes()).hasSize(576);
    }

    @Test
    void shouldAskForRoomForBothHeadersAndTheLink() {
        assertThat(IcmpErrorWriter.hasRoom(CraftedPacket.of(OFFENDING, 46, 0, 0).packet())).isTrue();
        assertThat(IcmpErrorWriter.hasRoom(CraftedPacket.of(OFFENDING, 45, 0, 0).packet())).isFalse();
    }

    static void assertChecksums(byte[] error) {
        assertThat(Packets.checksum(error, 0, 20)).isZero();
        assertThat(Packets.checksum(error, 20, error.length - 20)).isZero();
        assertThat(ByteBuffer.wrap(error).getShort(2) & 0xFFFF).isEqualTo(error.length);
    }
}
