package org.hopwire.packet;

import java.util.List;

import org.hopwire.counter.DropReason;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A parser over three interfaces (plain, VLAN 7, any station), and what its tests say of a packet. */
abstract class ParserTestBase {
    static final String US = "02:00:00:00:00:01";
    static final String PEER = "02:00:00:00:00:99";
    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final int TAGGED = 1;
    static final int ANY_MAC = 2;

    static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            new Interface(0, "lan0", 0x0200_0000_0001L, false, 1500, 0, List.of(Ipv4Prefix.parse("10.0.0.1/24"))),
            new Interface(1, "vlan7", 0x0200_0000_0001L, false, 1500, 7, List.of(Ipv4Prefix.parse("10.0.1.1/24"))),
            new Interface(2, "replay", 0x0200_0000_0001L, true, 1500, 0, List.of(Ipv4Prefix.parse("10.0.2.1/31")))));

    final ParserRig rig = new ParserRig(INTERFACES, true, 0xA5);

    @AfterEach
    void close() {
        rig.close();
    }

    static Packets frame() {
        return Packets.frame().eth(PEER, US);
    }

    static Packets toUs() {
        return frame().ip("10.0.0.2", "10.0.0.1");
    }

    static Packets transit() {
        return frame().ip("10.0.0.2", "8.8.8.8");
    }

    Packet parse(byte[] frame) {
        Packet packet = rig.parse(0, frame);
        assertThat(rig.frame()).as("parsing writes nothing").isEqualTo(frame);
        rig.assertSurroundingsIntact();
        return packet;
    }

    void assertDropped(byte[] frame, DropReason reason) {
        assertDropped(parse(frame), reason);
    }

    void assertDropped(Packet packet, DropReason reason) {
        assertThat(packet.verdict()).isEqualTo(Verdict.DROP);
        assertThat(packet.dropReason()).isEqualTo(reason);
        assertThat(rig.listOf(packet)).as("a settled packet is shown to no handler").isNull();
    }

    Packet assertClass(byte[] frame, PacketClass expected) {
        return assertClass(parse(frame), expected);
    }

    Packet assertClass(Packet packet, PacketClass expected) {
        assertThat(packet.verdict()).as(() -> String.valueOf(packet.dropReason())).isEqualTo(Verdict.PENDING);
        assertThat(packet.packetClass()).isEqualTo(expected);
        assertThat(rig.listOf(packet).get(0)).isSameAs(packet);
        return packet;
    }
}
