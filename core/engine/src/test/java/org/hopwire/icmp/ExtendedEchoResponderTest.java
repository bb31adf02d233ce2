package org.hopwire.icmp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExtendedEchoResponderTest {
    private static final int LOCAL = 1;
    private static final int ID_SEQUENCE = 0x1234_5600;

    private final IcmpRig rig = new IcmpRig(IcmpRig.everything());

    @AfterEach
    void close() {
        rig.close();
    }

    private static byte[] structure(String object) {
        byte[] objects = Hex.parse(object);
        byte[] structure = new byte[4 + objects.length];
        System.arraycopy(objects, 0, structure, 4, objects.length);
        structure[0] = 0x20;
        int checksum = Packets.checksum(structure, 0, structure.length);
        structure[2] = (byte) (checksum >> 8);
        structure[3] = (byte) checksum;
        return structure;
    }

    private static String byName(String name) {
        byte[] octets = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), (name.length() + 3) & ~3);
        return String.format("%04x 03 01 ", 4 + octets.length) + Hex.format(octets);
    }

    private static byte[] query(int last, byte[] structure) {
        return IcmpRig.request().icmp(42, 0, ID_SEQUENCE | last, structure).build();
    }

    private void assertReply(byte[] query, int code, int last) {
        Packet packet = rig.receive(query);

        assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
        byte[] expected = Packets.ipv4("10.0.0.1", "10.0.0.2").id(0).dontFragment().ttl(255)
                .icmp(43, code, ID_SEQUENCE | last).build();
        assertThat(Hex.format(ParserRig.datagram(packet))).isEqualTo(Hex.format(expected));
        rig.parser.assertSurroundingsIntact();
    }

    private void assertMalformed(int last, byte[] structure) {
        assertReply(query(last, structure), 1, 0);
    }

    @Test
    @DisplayName("RFC 8335 4: an interface by name, index or address is active and runs IPv4; TTL 255, DF, 8 octets")
    void shouldFindAnInterfaceOfOurs() {
        assertReply(query(LOCAL, structure(byName("lan0"))), 0, 0x06);
        assertReply(query(LOCAL, structure("00 08 03 02 00 00 00 02")), 0, 0x06);
        assertReply(query(LOCAL, structure("00 0c 03 03 00 01 04 00 c0 a8 05 01")), 0, 0x06);
        assertReply(query(LOCAL, structure("00 10 03 03 40 05 06 00 02 00 00 00 00 02 00 00")), 0, 0x06);
    }

    @Test
    @DisplayName("RFC 8335 4: an interface without addresses does not run IPv4")
    void shouldShowAnInterfaceWithoutIpv4() {
        assertReply(query(LOCAL, structure(byName("bare0"))), 0, 0x04);
    }

    @Test
    @DisplayName("RFC 8335 4.1: no such interface is code 2")
    void shouldNotFindWhatIsNotThere() {
        assertReply(query(LOCAL, structure(byName("lan"))), 2, 0);
        assertReply(query(LOCAL, structure(byName("lan00"))), 2, 0);
        assertReply(query(LOCAL, structure("00 08 03 02 00 00 00 00")), 2, 0);
        assertReply(query(LOCAL, structure("00 08 03 02 00 00 00 04")), 2, 0);
        assertReply(query(LOCAL, structure("00 0c 03 03 00 01 04 00 0a 00 00 02")), 2, 0);
        assertReply(query(LOCAL, structure("00 18 03 03 00 02 10 00" + " 00".repeat(16))), 2, 0);
    }

    @Test
    @DisplayName("RFC 8335 4: with L clear, the state of a neighbour; code 3 for one that is in no table")
    void shouldTellTheStateOfANeighbour() {
        assertReply(query(0, structure("00 0c 03 03 00 01 04 00 0a 00 00 02")), 0, 2 << 5);
        assertReply(query(0, structure("00 0c 03 03 00 01 04 00 0a 00 00 03")), 0, 6 << 5);
        assertReply(query(0, structure("00 0c 03 03 00 01 04 00 0a 00 00 04")), 3, 0);
        assertReply(query(0, structure("00 18 03 03 00 02 10 00" + " 00".repeat(16))), 3, 0);
    }

    @Test
    @DisplayName("RFC 8335 4.1: with L clear only an address names an interface")
    void shouldRefuseARemoteInterfaceByNameOrIndex() {
        assertMalformed(0, structure(byName("lan0")));
        assertMalformed(0, structure("00 08 03 02 00 00 00 01"));
    }

    @Test
    @DisplayName("RFC 8335 4.1: more than one interface is code 4")
    void shouldTellOfSeveralInterfaces() {
        InterfaceTable twins = new InterfaceTable(List.of(
                new Interface(0, "twin", 0x0200_0000_0001L, false, 1500, 0, List.of(Ipv4Prefix.parse("10.0.0.1/24"))),
                new Interface(1, "twin", 0x0200_0000_0002L, false, 1500, 0, List.of())));
        IcmpHandlers handlers = new IcmpHandlers(IcmpRig.everything(), twins, new CounterRegistry(1000), "w",
                new SplittableRandom(1));
        try (ParserRig parser = new ParserRig(twins, true, 0); PacketPool pool = new PacketPool(1, 2048, 64)) {
            Packet packet = parser.parse(0, query(LOCAL, structure(byName("twin"))));
            handlers.byClass().get(PacketClass.ICMP_QUERY).onBurst(parser.listOf(packet), new Turn(pool));
            assertThat(packet.view().getByte(21)).isEqualTo((byte) 4);
        }
    }

    @Test
    @DisplayName("R-PROBE-01: names of length 0, 15, 16 and 255, not terminated or badly padded")
    void shouldJudgeNamesOfEveryLength() {
        assertMalformed(LOCAL, structure("00 04 03 01"));
        assertMalformed(LOCAL, structure("00 08 03 01 00 00 00 00"));
        assertReply(query(LOCAL, structure(byName("a".repeat(15)))), 2, 0);
        assertReply(query(LOCAL, structure(byName("a".repeat(16)))), 2, 0);
        assertReply(query(LOCAL, structure(byName("a".repeat(255)))), 2, 0);
        assertMalformed(LOCAL, structure("00 0c 03 01 6c 61 6e 30 00 00 00 00"));
        assertMalformed(LOCAL, structure("00 08 03 01 6c 61 00 30"));
    }

    @Test
    @DisplayName("R-PROBE-01: address families that are unknown or whose length is wrong")
    void shouldJudgeAddressFamilies() {
        for (String address : new String[] {"00 00 04 00 0a 00 00 01", "00 03 04 00 0a 00 00 01",
            "ff ff 04 00 0a 00 00 01", "00 01 03 00 0a 00 00 01", "00 01 05 00 0a 00 00 01", "00 02 04 00 0a 00 00 01",
            "40 05 04 00 0a 00 00 01", "00 01 00 00 0a 00 00 01", "00 01 ff 00 0a 00 00 01"}) {
            assertMalformed(LOCAL, structure("00 0c 03 03 " + address));
        }
        assertMalformed(LOCAL, structure("00 08 03 03 00 01 04 00"));
        assertMalformed(LOCAL, structure("00 10 03 03 00 01 04 00 0a 00 00 01 00 00 00 00"));
    }

    @Test
    @DisplayName("RFC 8335 4.1: not exactly one identification object, or a bad structure, is malformed")
    void shouldJudgeTheStructure() {
        assertMalformed(LOCAL, new byte[0]);
        assertMalformed(LOCAL, Hex.parse("20 00 00 00"));
        assertMalformed(LOCAL, structure("00 08 02 02 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 08 03 04 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 08 03 00 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 08 03 02 00 00 00 01 00 08 03 02 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 08 03 02 00 00 00 01 00 04 01 01"));
        assertMalformed(LOCAL, structure("00 00 03 02 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 07 03 02 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 ff 03 02 00 00 00 01"));
        assertMalformed(LOCAL, structure("00 0c 03 02 00 00 00 01 00 00 00 00"));
    }

    @Test
    @DisplayName("RFC 4884 7: the checksum of the extension structure is verified, 0 means none")
    void shouldVerifyTheChecksumOfTheStructure() {
        byte[] structure = structure("00 08 03 02 00 00 00 01");
        structure[3] ^= 1;
        assertMalformed(LOCAL, structure);
        structure[2] = 0;
        structure[3] = 0;
        assertReply(query(LOCAL, structure), 0, 0x06);
        structure[0] = 0x10;
        assertMalformed(LOCAL, structure);
    }

    @Test
    @DisplayName("RFC 8335 2: the code of a query is ignored")
    void shouldIgnoreTheCode() {
        byte[] structure = structure("00 08 03 02 00 00 00 01");
        assertReply(IcmpRig.request().icmp(42, 9, ID_SEQUENCE | LOCAL, structure).build(), 0, 0x06);
    }

    @Test
    @DisplayName("RFC 8335 4: only authorised sources are answered, and only when they ask one address")
    void shouldBeSilentToStrangersAndGroups() {
        byte[] structure = structure("00 08 03 02 00 00 00 01");
        byte[] stranger = IcmpRig.toUs().ip("8.8.8.8", "10.0.0.1").icmp(42, 0, 1, structure).build();
        byte[] nobody = IcmpRig.toUs().ip("0.0.0.0", "10.0.0.1").icmp(42, 0, 1, structure).build();
        byte[] group = Packets.frame().eth(IcmpRig.PEER_MAC, "01:00:5e:00:00:01").ip("10.0.0.2", "224.0.0.1")
                .icmp(42, 0, 1, structure).build();

        assertThat(rig.receive(stranger).dropReason()).isEqualTo(DropReason.ICMP_DISABLED);
        assertThat(rig.receive(nobody).dropReason()).isEqualTo(DropReason.ICMP_DISABLED);
        assertThat(rig.receive(group).dropReason()).isEqualTo(DropReason.ICMP_BROADCAST_QUERY);
    }

    @Test
    @DisplayName("R-LEAK-01: double poison: every truncation of a query gets the same reply in any surroundings")
    void shouldNotDependOnItsSurroundings() {
        byte[] structure = structure("00 14 03 01 6c 61 6e 30 6c 61 6e 30 6c 61 6e 30 6c 61 6e 00");
        try (IcmpRig zeros = new IcmpRig(IcmpRig.everything(), 0x00);
                IcmpRig ones = new IcmpRig(IcmpRig.everything(), 0xFF)) {
            for (int length = 0; length <= structure.length; length++) {
                byte[] query = query(LOCAL, Arrays.copyOf(structure, length));
                assertThat(zeros.outcome(query)).isEqualTo(ones.outcome(query));
                zeros.parser.assertSurroundingsIntact();
                ones.parser.assertSurroundingsIntact();
            }
        }
    }
}
