package org.hopwire.icmp;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.hopwire.counter.DropReason;
import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReceivedErrorHandlerTest {
    private static final int PORT = 5000;
    private static final int REMOTE_PORT = 33434;

    private final IcmpRig rig = new IcmpRig(IcmpConfig.defaults());

    @BeforeEach
    void registerAFlow() {
        rig.listeners.register(new Flow(17, 0x0A00_0001, PORT, 0x0808_0808, REMOTE_PORT), error -> {});
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** What we sent: a UDP datagram of the registered flow. */
    static Packets sent() {
        return Packets.ipv4("10.0.0.1", "8.8.8.8").ttl(1).udp(PORT, REMOTE_PORT, new byte[12]);
    }

    private static byte[] error(int type, int code, int rest, byte[] quote) {
        return IcmpRig.toUs().ip("10.0.0.2", "10.0.0.1").icmp(type, code, rest, quote).build();
    }

    private void assertMatched(byte[] frame) {
        Packet packet = rig.receive(frame);
        assertThat(packet.verdict()).as(() -> String.valueOf(packet.dropReason())).isEqualTo(Verdict.PUNT);
        assertThat(rig.parser.frame()).isEqualTo(frame);
    }

    private void assertDropped(byte[] frame, DropReason reason) {
        Packet packet = rig.receive(frame);
        assertThat(packet.verdict()).isEqualTo(Verdict.DROP);
        assertThat(packet.dropReason()).isEqualTo(reason);
        assertThat(rig.parser.frame()).isEqualTo(frame);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: an error that quotes a registered flow goes to the control agent, of every type and code")
    void shouldPuntWhatQuotesARegisteredFlow() {
        int[] last = {3, 15, 11, 1, 12, 2};
        for (int i = 0; i < last.length; i += 2) {
            for (int code = 0; code <= last[i + 1]; code++) {
                assertMatched(error(last[i], code, 0, sent().build()));
            }
        }
        assertThat(rig.received(IcmpType.DESTINATION_UNREACHABLE)).isEqualTo(16);
        assertThat(rig.received(IcmpType.PARAMETER_PROBLEM)).isEqualTo(3);
    }

    @Test
    @DisplayName("RFC 5927 4, R-PMTU-01: an error that quotes no flow of ours is dropped")
    void shouldDropWhatQuotesNobody() {
        Packets[] strangers = {Packets.ipv4("10.0.0.1", "8.8.8.8").udp(PORT + 1, REMOTE_PORT, new byte[0]),
            Packets.ipv4("10.0.0.1", "8.8.8.8").udp(PORT, REMOTE_PORT + 1, new byte[0]),
            Packets.ipv4("10.0.0.1", "8.8.8.9").udp(PORT, REMOTE_PORT, new byte[0]),
            Packets.ipv4("10.0.0.1", "8.8.8.8").tcp(PORT, REMOTE_PORT, 1, 2)};
        for (Packets quote : strangers) {
            assertDropped(error(3, 4, 1400, quote.build()), DropReason.QUOTE_UNMATCHED);
        }
    }

    @Test
    @DisplayName("RFC 5927 4: an error is for the source it quotes; another address of ours will not do")
    void shouldDropWhatQuotesAnotherSource() {
        rig.listeners.register(new Flow(17, 0, PORT, 0, 0), error -> {});
        byte[] elsewhere = IcmpRig.toUs().ip("10.0.0.2", "192.168.5.1").icmp(11, 0, 0, sent().build()).build();
        byte[] quotesTheirs = error(11, 0, 0, Packets.ipv4("10.0.0.7", "8.8.8.8").udp(PORT, 1, new byte[0]).build());

        assertDropped(elsewhere, DropReason.QUOTE_UNMATCHED);
        assertDropped(quotesTheirs, DropReason.QUOTE_UNMATCHED);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: an error to a group concerns nobody")
    void shouldDropErrorsToAGroup() {
        rig.listeners.register(new Flow(17, 0, 0, 0, 0), error -> {});
        byte[] quote = Packets.ipv4("10.0.0.255", "8.8.8.8").udp(0, 1, new byte[0]).build();
        byte[] frame = Packets.frame().eth(IcmpRig.PEER_MAC, "ff:ff:ff:ff:ff:ff").ip("10.0.0.2", "10.0.0.255")
                .icmp(3, 3, 0, quote).build();

        assertDropped(frame, DropReason.QUOTE_UNMATCHED);
    }

    @Test
    @DisplayName("R-ICMP-04: a quote of every length: less than header and 8 octets is malformed, more is read")
    void shouldDropEveryTruncatedQuote() {
        byte[] quote = sent().build();
        for (int length = 0; length <= quote.length; length++) {
            byte[] frame = error(11, 0, 0, Arrays.copyOf(quote, length));
            if (length < 28) {
                assertDropped(frame, DropReason.BAD_QUOTE);
            } else {
                assertMatched(frame);
            }
        }
    }

    @Test
    @DisplayName("R-ICMP-05: all 121 combinations of outer and quoted header length")
    void shouldReadQuotesBehindEveryHeaderLength() {
        for (int outer = 0; outer <= 10; outer++) {
            for (int quoted = 0; quoted <= 10; quoted++) {
                byte[] quote = sent().options(nops(quoted)).build();
                int whole = 28 + 4 * quoted;
                assertMatched(IcmpRig.request().options(nops(outer)).icmp(11, 0, 0, quote).build());
                assertMatched(IcmpRig.request().options(nops(outer))
                        .icmp(11, 0, 0, Arrays.copyOf(quote, whole)).build());
                assertDropped(IcmpRig.request().options(nops(outer))
                        .icmp(11, 0, 0, Arrays.copyOf(quote, whole - 1)).build(), DropReason.BAD_QUOTE);
            }
        }
    }

    private static byte[] nops(int words) {
        byte[] options = new byte[4 * words];
        Arrays.fill(options, (byte) 1);
        return options;
    }

    @Test
    @DisplayName("R-ICMP-04: a quote that is no IPv4 header is malformed")
    void shouldDropQuotesWithABrokenHeader() {
        for (int first = 0; first < 256; first++) {
            byte[] quote = Arrays.copyOf(sent().build(), 100);
            quote[0] = (byte) first;
            boolean header = first >> 4 == 4 && (first & 15) >= 5;
            Packet packet = rig.receive(error(3, 3, 0, quote));
            if (!header) {
                assertThat(packet.dropReason()).as("first octet %02x", first).isEqualTo(DropReason.BAD_QUOTE);
            }
        }
        for (int total = 0; total < 28; total++) {
            assertDropped(error(3, 3, 0, sent().totalLength(total).build()), DropReason.BAD_QUOTE);
        }
    }

    @Test
    @DisplayName("R-ICMP-04: a quoted total length below the quoted header is malformed, whatever the protocol")
    void shouldDropQuotesWithATotalLengthBelowTheHeader() {
        rig.listeners.register(new Flow(253, 0, 0, 0, 0), error -> {});
        for (int total = 0; total < 20; total++) {
            byte[] quote = Packets.ipv4("10.0.0.1", "8.8.8.8").totalLength(total).payload(253, new byte[8]).build();
            assertDropped(error(3, 3, 0, quote), DropReason.BAD_QUOTE);
        }
        assertMatched(error(3, 3, 0, Packets.ipv4("10.0.0.1", "8.8.8.8").payload(253).build()));
    }

    @Test
    @DisplayName("R-ICMP-04: a quoted fragment other than the first has no ports; the first one has")
    void shouldDropQuotesOfLaterFragments() {
        assertDropped(error(11, 1, 0, sent().fragmentOffset(8).build()), DropReason.BAD_QUOTE);
        assertDropped(error(11, 1, 0, sent().fragmentOffset(65_528).moreFragments().build()), DropReason.BAD_QUOTE);
        assertMatched(error(11, 1, 0, sent().moreFragments().build()));
        assertMatched(error(3, 4, 1400, sent().dontFragment().build()));
    }

    @Test
    @DisplayName("R-ICMP-04: an error about an error, and an error in an error in an error, is malformed")
    void shouldDropNestedErrors() {
        byte[] nested = sent().build();
        for (int depth = 0; depth < 3; depth++) {
            nested = Packets.ipv4("10.0.0.1", "8.8.8.8").icmp(3, 3, 0, nested).build();
            assertDropped(error(3, 3, 0, nested), DropReason.BAD_QUOTE);
        }
        for (int type = 0; type < 256; type++) {
            IcmpType row = IcmpType.of(type);
            byte[] quote = Packets.ipv4("10.0.0.1", "8.8.8.8").icmp(type, 0, 0).build();
            assertDropped(error(3, 3, 0, quote),
                    row.isErrorOrUnknown() ? DropReason.BAD_QUOTE : DropReason.QUOTE_UNMATCHED);
        }
    }

    @Test
    @DisplayName("R-ICMP-03: every quoted protocol is read without a table of handlers; only registered ones match")
    void shouldReadEveryQuotedProtocol() {
        for (int protocol = 0; protocol < 256; protocol++) {
            byte[] quote = Packets.ipv4("10.0.0.1", "8.8.8.8").payload(protocol, new byte[8]).build();
            assertThat(rig.receive(error(3, 4, 68, quote)).dropReason()).as("protocol %d", protocol)
                    .isEqualTo(DropReason.QUOTE_UNMATCHED);
        }
        rig.listeners.register(new Flow(253, 0x0A00_0001, 0, 0x0808_0808, 0), error -> {});
        assertMatched(error(3, 4, 68, Packets.ipv4("10.0.0.1", "8.8.8.8").payload(253, (byte) 1).build()));
    }

    @Test
    @DisplayName("an error about a query of ours matches its identifier; one about a reply of ours matches nothing")
    void shouldMatchQueriesByIdentifier() {
        rig.listeners.register(Flow.ofQueries(77), error -> {});

        assertMatched(error(11, 0, 0, Packets.ipv4("10.0.0.1", "8.8.8.8").echo(77, 3).build()));
        assertDropped(error(11, 0, 0, Packets.ipv4("10.0.0.1", "8.8.8.8").echo(78, 3).build()),
                DropReason.QUOTE_UNMATCHED);
        assertDropped(error(11, 0, 0, Packets.ipv4("10.0.0.1", "8.8.8.8").echoReply(77, 3).build()),
                DropReason.QUOTE_UNMATCHED);
    }

    @Test
    @DisplayName("RFC 6633 4, R-DEPR-01: a source quench is ignored, whatever it quotes")
    void shouldIgnoreSourceQuench() {
        assertDropped(error(4, 0, 0, sent().build()), DropReason.ICMP_DEPRECATED);
        assertDropped(error(4, 7, 0, new byte[0]), DropReason.ICMP_DEPRECATED);
        assertThat(rig.received(IcmpType.SOURCE_QUENCH)).isEqualTo(2);
    }

    @Test
    @DisplayName("codes nobody defined are dropped")
    void shouldDropUnknownCodes() {
        int[] first = {3, 16, 5, 4, 11, 2, 12, 3};
        for (int i = 0; i < first.length; i += 2) {
            for (int code = first[i + 1]; code < 256; code++) {
                assertDropped(error(first[i], code, 0, sent().build()), DropReason.ICMP_UNKNOWN_CODE);
            }
        }
    }

    @Test
    @DisplayName("R-REDIR-01: a redirect that quotes a flow and names a neighbour as gateway is told to its listener")
    void shouldPuntARedirectToItsListener() {
        for (int code = 0; code < 4; code++) {
            assertMatched(error(5, code, 0x0A00_00FE, sent().build()));
        }
    }

    @Test
    @DisplayName("R-REDIR-01: gateway off-link, ours, a group or 0, sender no neighbour, or nobody's flow: ignored")
    void shouldIgnoreBadRedirects() {
        int[] gateways = {0x0808_0808, 0x0A00_0101, 0x0A00_0001, 0xE000_0001, 0, 0x0A00_00FF, 0x0A00_0000, -1,
            0xC0A8_0501};
        for (int gateway : gateways) {
            assertDropped(error(5, 1, gateway, sent().build()), DropReason.ICMP_BAD_REDIRECT);
        }
        byte[] fromFar = IcmpRig.toUs().ip("8.8.4.4", "10.0.0.1").icmp(5, 1, 0x0A00_00FE, sent().build()).build();
        assertDropped(fromFar, DropReason.ICMP_BAD_REDIRECT);
        byte[] nobody = Packets.ipv4("10.0.0.1", "8.8.8.8").tcp(1, 2, 3, 4).build();
        assertDropped(error(5, 1, 0x0A00_00FE, nobody), DropReason.QUOTE_UNMATCHED);
    }

    @Test
    @DisplayName("R-BLIND-01: errors change nothing: the next packet of the flow matches as before")
    void shouldNotForgetTheFlow() {
        for (int i = 0; i < 3; i++) {
            assertMatched(error(3, 3, 0, sent().build()));
        }
    }

    @Test
    @DisplayName("R-ICMP-02: whatever an extension structure looks like, the quote stays usable")
    void shouldMatchWhateverTheExtensions() {
        byte[] quote = Arrays.copyOf(sent().build(), 128 + 12);
        for (int words = 0; words < 256; words++) {
            assertMatched(error(11, 0, words << 16, quote));
        }
        for (int header = 0; header < 256; header++) {
            ByteBuffer.wrap(quote).put(128, (byte) header).putShort(132, (short) (header % 13));
            assertMatched(error(11, 0, 32 << 16, quote));
        }
    }

    @Test
    @DisplayName("R-LEAK-01: double poison: the decision depends on the packet alone")
    void shouldNotDependOnItsSurroundings() {
        byte[] quote = sent().build();
        try (IcmpRig zeros = new IcmpRig(IcmpRig.everything(), 0x00);
                IcmpRig ones = new IcmpRig(IcmpRig.everything(), 0xFF)) {
            zeros.listeners.register(new Flow(17, 0, PORT, 0, 0), error -> {});
            ones.listeners.register(new Flow(17, 0, PORT, 0, 0), error -> {});
            for (int length = 0; length <= quote.length; length++) {
                byte[] frame = error(3, 3, 0, Arrays.copyOf(quote, length));
                assertThat(zeros.outcome(frame)).isEqualTo(ones.outcome(frame));
            }
        }
    }
}
