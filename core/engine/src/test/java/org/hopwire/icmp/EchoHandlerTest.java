package org.hopwire.icmp;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.packet.Packet;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EchoHandlerTest {
    private final IcmpRig rig = new IcmpRig(IcmpConfig.defaults());

    @AfterEach
    void close() {
        rig.close();
    }

    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new SplittableRandom(length).nextBytes(data);
        return data;
    }

    private static Packets reply() {
        return Packets.ipv4("10.0.0.1", "10.0.0.2").ttl(64);
    }

    private void assertReply(byte[] request, byte[] expected) {
        Packet packet = rig.receive(request);

        assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
        assertThat(Hex.format(ParserRig.datagram(packet))).isEqualTo(Hex.format(expected));
        assertThat(packet.is(Packet.ANSWER)).isTrue();
        assertThat(packet.outPort()).isEqualTo(-1);
        rig.parser.assertSurroundingsIntact();
    }

    @Test
    @DisplayName("RFC 792: the reply is the request turned round, octet by octet")
    void shouldAnswerWithTheRequestTurnedRound() {
        byte[] request = Hex.parse("02 00 00 00 00 01 02 00 00 00 00 99 08 00 "
                + "45 00 00 20 12 34 40 00 3f 01 15 a7 0a 00 00 02 0a 00 00 01 08 00 33 36 00 01 00 02 61 62 63 64");

        assertReply(request, Hex.parse("45 00 00 20 12 34 40 00 40 01 14 a7 0a 00 00 01 0a 00 00 02 "
                + "00 00 3b 36 00 01 00 02 61 62 63 64"));
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: all data comes back, whatever its length")
    void shouldReturnAllDataOfEveryLength() {
        for (int length = 0; length <= 1472; length++) {
            byte[] data = data(length);
            assertReply(IcmpRig.request().ttl(7).echo(3, 4, data).build(), reply().echoReply(3, 4, data).build());
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: the largest datagram there is comes back whole")
    void shouldReturnTheLargestDatagram() {
        byte[] data = data(65_507);

        assertReply(IcmpRig.request().echo(3, 4, data).build(), reply().echoReply(3, 4, data).build());
    }

    @Test
    @DisplayName("R-LEN-03: what follows the total length is no data and never comes back")
    void shouldNotReturnOctetsBehindTheTotalLength() {
        byte[] request = IcmpRig.request().echo(3, 4, data(5)).trailer(data(40)).build();

        assertReply(request, reply().echoReply(3, 4, data(5)).build());
    }

    @Test
    @DisplayName("RFC 1624 section 3: the checksum is right for every identifier, also where all octets are zero")
    void shouldKeepTheChecksumRightForEveryIdentifier() {
        for (int identifier = 0; identifier <= 0xFFFF; identifier++) {
            Packet packet = rig.receive(IcmpRig.request().echo(identifier, 0).build());
            byte[] bytes = ParserRig.datagram(packet);
            assertThat(Packets.checksum(bytes, 20, 8)).as("identifier %d", identifier).isZero();
            assertThat(Packets.checksum(bytes, 0, 20)).isZero();
        }
        byte[] zeros = ParserRig.datagram(rig.receive(IcmpRig.request().echo(0, 0).build()));
        assertThat(Hex.format(zeros, 20, 8)).isEqualTo("00 00 ff ff 00 00 00 00");
    }

    @Test
    @DisplayName("RFC 792: the code of a reply is 0, also for a request that has another (divergence D-003 from Linux)")
    void shouldAnswerWithCodeZeroWhateverCodeAsks() {
        for (int code = 0; code < 256; code++) {
            assertReply(IcmpRig.request().icmp(8, code, 0x0001_0002, data(9)).build(),
                    reply().echoReply(1, 2, data(9)).build());
        }
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.5: a reply has the type of service of its request; RFC 1122 3.2.1.7: and a TTL of its own")
    void shouldKeepTosAndRenewTtl() {
        for (int value = 0; value < 256; value++) {
            assertReply(IcmpRig.request().tos(value).ttl(value).echo(1, 2).build(),
                    reply().tos(value).echoReply(1, 2).build());
        }
    }

    @Test
    @DisplayName("RFC 6864 4: identification and DF are the requester's own; R-ID-01: we keep no counter")
    void shouldKeepIdentificationAndDf() {
        assertReply(IcmpRig.request().id(0).dontFragment().echo(1, 2).build(),
                reply().id(0).dontFragment().echoReply(1, 2).build());
        assertReply(IcmpRig.request().id(0xBEEF).echo(1, 2).build(), reply().id(0xBEEF).echoReply(1, 2).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: the source of the reply is the address that was asked, on whatever port")
    void shouldAnswerFromTheAddressThatWasAsked() {
        assertReply(IcmpRig.toUs().ip("10.0.0.2", "192.168.5.1").echo(1, 2).build(),
                Packets.ipv4("192.168.5.1", "10.0.0.2").echoReply(1, 2).build());
        assertReply(IcmpRig.toUs().ip("8.8.8.8", "10.0.1.1").echo(1, 2).build(),
                Packets.ipv4("10.0.1.1", "8.8.8.8").echoReply(1, 2).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: echo to broadcast or multicast is met with silence by default")
    void shouldNotAnswerAGroupByDefault() {
        for (String group : new String[] {"255.255.255.255", "10.0.0.255", "10.0.0.0", "224.0.0.1", "224.0.0.2"}) {
            Packet packet = rig.receive(Packets.frame().eth(IcmpRig.PEER_MAC, "ff:ff:ff:ff:ff:ff")
                    .ip("10.0.0.2", group).echo(1, 2).build());
            assertThat(packet.dropReason()).as(group).isEqualTo(DropReason.ICMP_BROADCAST_QUERY);
        }
        assertThat(rig.sent(IcmpType.ECHO_REPLY)).isZero();
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: where it is wanted, a group is answered from our own address, to one station")
    void shouldAnswerAGroupFromOurOwnAddressWhereConfigured() {
        try (IcmpRig open = new IcmpRig(IcmpConfig.defaults().withEchoBroadcast(true))) {
            byte[] request = Packets.frame().eth(IcmpRig.PEER_MAC, "ff:ff:ff:ff:ff:ff")
                    .ip("192.168.5.7", "192.168.5.15").echo(1, 2, data(3)).build();
            Packet packet = open.receive(request);

            assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
            assertThat(ParserRig.datagram(packet))
                    .isEqualTo(Packets.ipv4("192.168.5.1", "192.168.5.7").echoReply(1, 2, data(3)).build());
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3: nothing is sent to 0.0.0.0")
    void shouldNotAnswerNobody() {
        Packet packet = rig.receive(IcmpRig.toUs().ip("0.0.0.0", "10.0.0.1").echo(1, 2).build());

        assertThat(packet.dropReason()).isEqualTo(DropReason.BAD_SOURCE);
    }

    @Test
    @DisplayName("policy off: an echo request is dropped and counted")
    void shouldBeSilentWhereSwitchedOff() {
        try (IcmpRig off = new IcmpRig(
                IcmpConfig.defaults().withPolicy(IcmpType.ECHO_REQUEST, IcmpConfig.TypePolicy.OFF))) {
            assertThat(off.receive(IcmpRig.request().echo(1, 2).build()).dropReason())
                    .isEqualTo(DropReason.ICMP_DISABLED);
            assertThat(off.received(IcmpType.ECHO_REQUEST)).isEqualTo(1);
            assertThat(off.sent(IcmpType.ECHO_REPLY)).isZero();
        }
    }

    @Test
    @DisplayName("every request and every reply is counted once")
    void shouldCount() {
        rig.receive(IcmpRig.request().echo(1, 2).build());
        rig.receive(IcmpRig.request().echo(1, 2).badL4Checksum().build());
        rig.receive(IcmpRig.request().options("07 07 04 00 00 00 00").echo(1, 2).build());

        assertThat(rig.received(IcmpType.ECHO_REQUEST)).isEqualTo(2);
        assertThat(rig.sent(IcmpType.ECHO_REPLY)).isEqualTo(2);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: record route comes back with our address added, a full one unchanged")
    void shouldAddToARecordRoute() {
        assertReply(IcmpRig.request().options("07 0b 04 00 00 00 00 00 00 00 00").echo(1, 2).build(),
                reply().options("07 0b 08 0a 00 00 01 00 00 00 00").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("07 0b 0c 0a 00 00 09 0a 00 00 08").echo(1, 2).build(),
                reply().options("07 0b 0c 0a 00 00 09 0a 00 00 08").echoReply(1, 2).build());
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: a timestamp option comes back with the time of day, where its kind asks us")
    void shouldAddToATimestampOption() {
        assertReply(IcmpRig.request().options("44 08 05 00 00 00 00 00").echo(1, 2).build(),
                reply().options("44 08 09 00 02 b3 2c 95").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("44 0c 05 01 00 00 00 00 00 00 00 00").echo(1, 2).build(),
                reply().options("44 0c 0d 01 0a 00 00 01 02 b3 2c 95").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("44 0c 05 03 0a 00 00 01 00 00 00 00").echo(1, 2).build(),
                reply().options("44 0c 0d 03 0a 00 00 01 02 b3 2c 95").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("44 0c 05 03 0a 00 00 07 00 00 00 00").echo(1, 2).build(),
                reply().options("44 0c 05 03 0a 00 00 07 00 00 00 00").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("44 08 09 e0 11 22 33 44").echo(1, 2).build(),
                reply().options("44 08 09 f0 11 22 33 44").echoReply(1, 2).build());
    }

    @Test
    @DisplayName("RFC 791 3.1: a timestamp option that can count no more hosts draws a Parameter Problem at its octet")
    void shouldRefuseATimestampOptionThatOverflows() {
        byte[] request = IcmpRig.request().options("01 44 08 09 f0 11 22 33 44").echo(1, 2).build();
        Packet packet = rig.receive(request);

        assertThat(packet.verdict()).isEqualTo(Verdict.REJECT);
        assertThat(packet.cause()).isEqualTo(RejectCause.PARAMETER_PROBLEM);
        assertThat(packet.causeDatum()).isEqualTo(24);
        assertThat(rig.parser.frame()).as("what the error will quote").isEqualTo(request);
    }

    @Test
    @DisplayName("RFC 1812 4.3.3.6: options that are not for the way back become NOP; a security label stays")
    void shouldNotReflectOtherOptions() {
        assertReply(IcmpRig.request().options("94 04 00 00").echo(1, 2).build(),
                reply().options("01 01 01 01").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("88 04 12 34 9e 06 01 02 03 04 01 01").echo(1, 2).build(),
                reply().options("01 01 01 01 01 01 01 01 01 01 01 01").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("82 0b 01 02 03 04 05 06 07 08 09 00").echo(1, 2).build(),
                reply().options("82 0b 01 02 03 04 05 06 07 08 09 00").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("85 06 01 02 03 04 86 04 05 06 01 00").echo(1, 2).build(),
                reply().options("85 06 01 02 03 04 86 04 05 06 01 00").echoReply(1, 2).build());
        assertReply(IcmpRig.request().options("9e 02 85 06 01 02 03 04").echo(1, 2).build(),
                reply().options("01 01 85 06 01 02 03 04").echoReply(1, 2).build());
    }

    @Test
    @DisplayName("A request whose sender left the checksum to hardware is answered with a whole one")
    void shouldComputeAChecksumThatWasNotReady() {
        byte[] request = IcmpRig.request().echo(1, 2, data(33)).badL4Checksum().build();
        Packet packet = rig.dispatch(rig.parser.parse(0, request, request.length, Burst.CHECKSUM_NOT_READY, 0));

        assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
        assertThat(Hex.format(ParserRig.datagram(packet)))
                .isEqualTo(Hex.format(reply().echoReply(1, 2, data(33)).build()));
    }

    @Test
    @DisplayName("R-LEAK-01: what a sender hid behind the end of the option list does not come back")
    void shouldClearWhatFollowsTheEndOfOptions() {
        assertReply(IcmpRig.request().options("01 00 de ad be ef de ad").echo(1, 2).build(),
                reply().options("01 00 00 00 00 00 00 00").echoReply(1, 2).build());
    }

    @Test
    @DisplayName("R-OPT-02: a source route never chooses where a reply goes")
    void shouldNotAnswerSourceRoutedRequests() {
        for (String option : new String[] {"83 07 04 08 08 08 08", "89 07 04 08 08 08 08", "83 07 08 08 08 08 08"}) {
            Packet packet = rig.receive(IcmpRig.request().options(option).echo(1, 2).build());
            assertThat(packet.verdict()).isEqualTo(Verdict.DROP);
            assertThat(packet.dropReason()).isEqualTo(DropReason.SOURCE_ROUTED);
        }
    }

    @Test
    @DisplayName("R-ICMP-05: header lengths 20 to 60 are all answered right")
    void shouldAnswerBehindEveryHeaderLength() {
        for (int words = 0; words <= 10; words++) {
            byte[] nops = new byte[4 * words];
            Arrays.fill(nops, (byte) 1);
            assertReply(IcmpRig.request().options(nops).echo(1, 2, data(33)).build(),
                    reply().options(nops).echoReply(1, 2, data(33)).build());
        }
    }

    @Test
    @DisplayName("R-LEAK-01: double poison: the reply depends on the request alone")
    void shouldNotDependOnItsSurroundings() {
        try (IcmpRig zeros = new IcmpRig(IcmpRig.everything(), 0x00);
                IcmpRig ones = new IcmpRig(IcmpRig.everything(), 0xFF)) {
            for (int length = 0; length < 300; length++) {
                byte[] options = data(length % 11 * 4);
                byte[] request = IcmpRig.request().options(options).echo(1, length, data(length)).build();
                assertThat(zeros.outcome(request)).isEqualTo(ones.outcome(request));
                zeros.parser.assertSurroundingsIntact();
                ones.parser.assertSurroundingsIntact();
            }
        }
    }
}
