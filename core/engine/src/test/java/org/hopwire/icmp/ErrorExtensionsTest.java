package org.hopwire.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.InterfaceInformation;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MplsLabelStack;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorExtensionsTest {
    /** Structure header, object header, index, address, "left" with its length, MTU. */
    private static final int STRUCTURE = 4 + 4 + 4 + 8 + 8 + 4;

    private final IcmpErrorWriter writer = writer(IcmpConfig.defaults(),
            new IncomingInterface(ErrorFixture.interfaces()));

    private static IcmpErrorWriter writer(IcmpConfig config, ErrorExtensions... extensions) {
        return new IcmpErrorWriter(config, ErrorFixture.interfaces(), extensions);
    }

    private static CraftedPacket offending(int payload) {
        return CraftedPacket.of(Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR)
                .udp(4000, 53, ones(payload - 8)).build());
    }

    private static byte[] ones(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0x11);
        return ones;
    }

    private static boolean write(IcmpErrorWriter writer, CraftedPacket crafted, RejectCause cause) {
        crafted.packet().reject(cause, 1400);
        return writer.write(crafted.packet(), cause, Packets.address(ErrorFixture.OURS));
    }

    private static IcmpExtensions parse(CraftedPacket crafted) {
        Packet packet = crafted.packet();
        return new IcmpExtensions().wrap(packet.view(), 20, packet.length() - 20);
    }

    @Test
    @DisplayName("RFC 5837 4: index, address, name and MTU of the interface the datagram came by, golden bytes")
    void shouldNameTheIncomingInterface() {
        CraftedPacket crafted = offending(24);
        assertThat(write(writer, crafted, RejectCause.TTL_EXCEEDED)).isTrue();
        byte[] error = crafted.bytes();
        String objects = "001c 020f 0000 0001 0001 0000 0a00 0001 086c 6566 7400 0000 0000 05dc";
        assertThat(Hex.format(error, 28 + 128 + 4, error.length - 160)).isEqualTo(Hex.format(Hex.parse(objects)));
        IcmpErrorWriterTest.assertChecksums(error);
    }

    @Test
    @DisplayName("RFC 5837 4: the object reads back")
    void shouldReadBack() {
        CraftedPacket crafted = offending(24).inPort(1);
        write(writer, crafted, RejectCause.NET_UNREACHABLE);
        IcmpExtensions extensions = parse(crafted);
        assertThat(extensions.status()).isEqualTo(IcmpExtensions.Status.PRESENT);
        assertThat(extensions.next()).isTrue();
        InterfaceInformation information = new InterfaceInformation().wrap(crafted.packet().view(),
                extensions.payloadOffset(), extensions.payloadLength(), extensions.objectType());
        assertThat(information.isValid()).isTrue();
        assertThat(information.role()).isEqualTo(InterfaceInformation.ROLE_INCOMING);
        assertThat(information.index()).isEqualTo(2);
        assertThat(information.name()).isEqualTo("right");
        assertThat(information.mtu()).isEqualTo(1400);
        assertThat(Ipv4Address.format(information.address())).isEqualTo("10.0.1.1");
        assertThat(extensions.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 24, 107, 108, 109, 110, 111, 112, 300, 496, 497, 512, 528, 529, 1400})
    @DisplayName("RFC 4884 3, R-LEAK-01, R-REFL-03: quote of 128 octets or more, zeros to a word, never over 576")
    void shouldPadTheQuoteWithZeros(int payload) {
        byte[] first = null;
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            byte[] datagram = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR)
                    .udp(4000, 53, ones(payload - 8)).build();
            CraftedPacket crafted = CraftedPacket.of(datagram, IcmpErrorWriter.HEADROOM, 128 + STRUCTURE, poison);
            assertThat(write(writer, crafted, RejectCause.TTL_EXCEEDED)).isTrue();
            crafted.assertMarginsIntact();
            crafted.assertHeadroomIntact();
            first = first == null ? crafted.bytes() : first;
            assertThat(crafted.bytes()).isEqualTo(first);
            assertPadded(crafted, datagram);
        }
    }

    private static void assertPadded(CraftedPacket crafted, byte[] datagram) {
        byte[] error = crafted.bytes();
        int quote = (error[25] & 0xFF) * 4;
        int wanted = Math.max(128, (datagram.length + 3) / 4 * 4);
        assertThat(quote).isEqualTo(Math.min(wanted, (576 - 28 - STRUCTURE) / 4 * 4));
        assertThat(error).hasSize(28 + quote + STRUCTURE).hasSizeLessThanOrEqualTo(576);
        assertThat(Arrays.copyOfRange(error, 28, 28 + quote))
                .isEqualTo(Arrays.copyOf(Arrays.copyOf(datagram, Math.min(quote, datagram.length)), quote));
        IcmpErrorWriterTest.assertChecksums(error);
        assertThat(parse(crafted).isPresent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RejectCause.class)
    @DisplayName("RFC 4884 4: unreachable, time exceeded and parameter problem carry extensions, nothing else does")
    void shouldExtendOnlyThreeTypes(RejectCause cause) {
        CraftedPacket crafted = offending(24);
        assertThat(write(writer, crafted, cause)).isTrue();
        boolean extensible = cause.type() == 3 || cause.type() == 11 || cause.type() == 12;
        assertThat(crafted.packet().length()).isEqualTo(extensible ? 28 + 128 + STRUCTURE : 28 + 20 + 24);
        IcmpErrorWriterTest.assertChecksums(crafted.bytes());
    }

    @Test
    @DisplayName("RFC 4884 4.1: the length octet stands beside the next-hop MTU and the pointer")
    void shouldShareTheRestOfTheHeader() {
        CraftedPacket tooBig = offending(600);
        write(writer, tooBig, RejectCause.FRAGMENTATION_NEEDED);
        int quote = (576 - 28 - STRUCTURE) / 4 * 4;
        assertThat(ByteBuffer.wrap(tooBig.bytes()).getInt(24)).isEqualTo(((quote / 4) << 16) | 1400);
        CraftedPacket problem = offending(24);
        problem.packet().reject(RejectCause.PARAMETER_PROBLEM, 21);
        writer.write(problem.packet(), RejectCause.PARAMETER_PROBLEM, 0);
        assertThat(ByteBuffer.wrap(problem.bytes()).getInt(24)).isEqualTo((21 << 24) | (32 << 16));
    }

    @Test
    @DisplayName("RFC 4884 3: 128 octets of the datagram also where the policy quotes 8")
    void shouldQuote128OctetsUnderTheMinimalPolicy() {
        IcmpErrorWriter minimal = writer(IcmpConfig.defaults().withQuote(QuotePolicy.MINIMAL),
                new IncomingInterface(ErrorFixture.interfaces()));
        CraftedPacket crafted = offending(1400);
        byte[] datagram = crafted.bytes();
        write(minimal, crafted, RejectCause.TTL_EXCEEDED);
        assertThat(crafted.bytes()).hasSize(28 + 128 + STRUCTURE);
        assertThat(Arrays.copyOfRange(crafted.bytes(), 28, 156)).isEqualTo(Arrays.copyOf(datagram, 128));
    }

    @Test
    @DisplayName("RFC 4884: without writable octets behind the datagram the error leaves without extensions")
    void shouldLeaveExtensionsOutForLackOfRoom() {
        byte[] datagram = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(4000, 53, new byte[16]).build();
        int needed = 128 + STRUCTURE - datagram.length;
        CraftedPacket tight = CraftedPacket.of(datagram, IcmpErrorWriter.HEADROOM, needed, 0xA5);
        assertThat(write(writer, tight, RejectCause.TTL_EXCEEDED)).isTrue();
        CraftedPacket tooTight = CraftedPacket.of(datagram, IcmpErrorWriter.HEADROOM, needed - 1, 0xA5);
        assertThat(write(writer, tooTight, RejectCause.TTL_EXCEEDED)).isFalse();
        assertThat(tooTight.bytes()).hasSize(28 + datagram.length);
        IcmpErrorWriterTest.assertChecksums(tooTight.bytes());
    }

    @Test
    @DisplayName("R-REFL-03: objects that leave no 128 octets of quote within 576 are left out")
    void shouldLeaveOutWhatIsTooLong() {
        assertThat(write(writer(IcmpConfig.defaults(), new Labels(103)), offending(600), RejectCause.TTL_EXCEEDED))
                .isTrue();
        CraftedPacket crafted = offending(600);
        assertThat(write(writer(IcmpConfig.defaults(), new Labels(104)), crafted, RejectCause.TTL_EXCEEDED)).isFalse();
        assertThat(crafted.bytes()).hasSize(576);
    }

    @Test
    @DisplayName("RFC 4950: a label stack an embedder supplies, beside the interface")
    void shouldAppendALabelStackFromAnEmbedder() {
        IcmpErrorWriter both = writer(IcmpConfig.defaults(), new Labels(2),
                new IncomingInterface(ErrorFixture.interfaces()));
        CraftedPacket crafted = offending(24);
        assertThat(write(both, crafted, RejectCause.TTL_EXCEEDED)).isTrue();
        IcmpExtensions extensions = parse(crafted);
        assertThat(extensions.next()).isTrue();
        assertThat(extensions.objectClass()).isEqualTo(MplsLabelStack.OBJECT_CLASS);
        MplsLabelStack stack = new MplsLabelStack().wrap(crafted.packet().view(), extensions.payloadOffset(),
                extensions.payloadLength());
        assertThat(stack.count()).isEqualTo(2);
        assertThat(MplsLabelStack.label(stack.entry(1))).isEqualTo(101);
        assertThat(extensions.next()).isTrue();
        assertThat(extensions.objectClass()).isEqualTo(InterfaceInformation.OBJECT_CLASS);
        IcmpErrorWriterTest.assertChecksums(crafted.bytes());
    }

    @Test
    void shouldSendNoStructureWithoutObjects() {
        CraftedPacket unknownPort = offending(24).inPort(-1);
        assertThat(write(writer, unknownPort, RejectCause.TTL_EXCEEDED)).isTrue();
        assertThat(unknownPort.bytes()).hasSize(28 + 44);
        IcmpErrorWriter beside = writer(IcmpConfig.defaults(), new Labels(1),
                new IncomingInterface(ErrorFixture.interfaces()));
        CraftedPacket crafted = offending(24).inPort(-1);
        assertThat(write(beside, crafted, RejectCause.TTL_EXCEEDED)).isTrue();
        assertThat(parse(crafted).structureLength()).isEqualTo(4 + 8);
    }

    /** What an embedder who knows about MPLS would write. */
    private record Labels(int count) implements ErrorExtensions {
        @Override
        public int length(Packet offending, RejectCause cause) {
            return IcmpExtensions.OBJECT_HEADER_LENGTH + count * MplsLabelStack.ENTRY_LENGTH;
        }

        @Override
        public void write(Packet offending, RejectCause cause, UnsafeBuffer buffer, IcmpExtensions.Writer writer) {
            MplsLabelStack stack = new MplsLabelStack().wrap(buffer, writer.openObject(), 4 * count);
            for (int i = 0; i < count; i++) {
                stack.write(i, MplsLabelStack.entry(100 + i, 0, i == count - 1, 1));
            }
            writer.closeObject(MplsLabelStack.OBJECT_CLASS, MplsLabelStack.OBJECT_TYPE, 4 * count);
        }
    }
}
